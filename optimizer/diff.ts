import { keyOf, type ObjectiveTerms, orderEnds, type Plan, type PlannedOperation } from "./plan.ts";

type Place = Pick<PlannedOperation, "resource" | "start" | "end">;

/** One operation whose place is not the same in both plans. */
export interface OperationChange {
  readonly orderId: string;
  readonly operationId: string;
  /** "moved" has another resource, whatever its time; "later" and "earlier" stay where they are. */
  readonly kind: "moved" | "later" | "earlier" | "new" | "gone";
  /** Seconds by which it starts later; negative when earlier, 0 when it is in one plan only. */
  readonly shift: number;
  readonly before?: Place;
  readonly after?: Place;
}

export interface OrderChange {
  readonly orderId: string;
  /** By its end; "moved" ends when it did, with operations elsewhere or at other times. */
  readonly kind: OperationChange["kind"];
  /** Seconds by which it ends later; negative when earlier, 0 when it is in one plan only. */
  readonly shift: number;
  readonly endBefore?: number;
  readonly endAfter?: number;
  readonly operations: number;
}

export interface ResourceChange {
  readonly resource: string;
  /** Operations that came from other resources, or are new. */
  readonly gained: number;
  /** Operations that went to other resources, or are gone. */
  readonly lost: number;
  readonly later: number;
  readonly earlier: number;
  /** Hours from start to end that it has more of; negative when fewer. */
  readonly hours: number;
}

/** What two plans differ in; what is the same in both is only counted. */
export interface PlanDiff {
  readonly operations: readonly OperationChange[];
  readonly orders: readonly OrderChange[];
  readonly resources: readonly ResourceChange[];
  /** Operations with the same place in both. */
  readonly same: number;
  /** What the objective and each of its terms has more of. */
  readonly objective: number;
  readonly terms: ObjectiveTerms;
}

const hour = 3_600;

const placeOf = ({ resource, start, end }: PlannedOperation): Place => ({ resource, start, end });

const changeOf = (
  before: PlannedOperation | undefined,
  after: PlannedOperation | undefined,
): OperationChange | undefined => {
  const { orderId, operationId } = (after ?? before)!;
  const name = { orderId, operationId };
  if (!before) return { ...name, kind: "new", shift: 0, after: placeOf(after!) };
  if (!after) return { ...name, kind: "gone", shift: 0, before: placeOf(before) };
  const shift = after.start - before.start;
  const moved = before.resource !== after.resource;
  if (shift === 0 && !moved && before.end === after.end) return undefined;
  // One that starts when it did but ends later is later all the same.
  const direction = shift !== 0 ? shift : after.end - before.end;
  const kind = moved ? "moved" : direction > 0 ? "later" : "earlier";
  return { ...name, kind, shift, before: placeOf(before), after: placeOf(after) };
};

const orderChange = (
  orderId: string,
  operations: number,
  endBefore: number | undefined,
  endAfter: number | undefined,
): OrderChange => {
  if (endBefore === undefined) return { orderId, kind: "new", shift: 0, endAfter: endAfter!, operations };
  if (endAfter === undefined) return { orderId, kind: "gone", shift: 0, endBefore, operations };
  const shift = endAfter - endBefore;
  const kind = shift > 0 ? "later" : shift < 0 ? "earlier" : "moved";
  return { orderId, kind, shift, endBefore, endAfter, operations };
};

const resourceChanges = (changes: readonly OperationChange[]): ResourceChange[] => {
  const found = new Map<string, { -readonly [K in keyof ResourceChange]: ResourceChange[K] }>();
  const of = (resource: string) => {
    const known = found.get(resource) ?? { resource, gained: 0, lost: 0, later: 0, earlier: 0, hours: 0 };
    found.set(resource, known);
    return known;
  };
  for (const { kind, before, after } of changes) {
    if (before) of(before.resource).hours -= (before.end - before.start) / hour;
    if (after) of(after.resource).hours += (after.end - after.start) / hour;
    if (kind === "later" || kind === "earlier") of(after!.resource)[kind] += 1;
    else {
      if (before) of(before.resource).lost += 1;
      if (after) of(after.resource).gained += 1;
    }
  }
  return [...found.values()].sort((a, b) => (a.resource < b.resource ? -1 : 1));
};

/** Compares two plans of one plant, by operation, order and resource; the problems behind them may differ. */
export const comparePlans = (
  before: Pick<Plan, "operations" | "unplanned" | "objective" | "terms">,
  after: Pick<Plan, "operations" | "unplanned" | "objective" | "terms">,
): PlanDiff => {
  const old = new Map(before.operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  const changes: OperationChange[] = [];
  for (const place of after.operations) {
    const key = keyOf(place.orderId, place.operationId);
    const change = changeOf(old.get(key), place);
    old.delete(key);
    if (change) changes.push(change);
  }
  const stayed = after.operations.length - changes.length;
  for (const place of old.values()) changes.push(changeOf(place, undefined)!);
  const endsBefore = orderEnds(before);
  const endsAfter = orderEnds(after);
  const terms = Object.fromEntries(
    Object.entries(after.terms).map(([term, value]) => [
      term,
      value - (before.terms[term as keyof ObjectiveTerms] ?? 0),
    ]),
  ) as unknown as ObjectiveTerms;
  return {
    operations: changes,
    orders: [...Map.groupBy(changes, ({ orderId }) => orderId)].map(([orderId, list]) =>
      orderChange(orderId, list.length, endsBefore.get(orderId), endsAfter.get(orderId)),
    ),
    resources: resourceChanges(changes),
    same: stayed,
    objective: after.objective - before.objective,
    terms,
  };
};
