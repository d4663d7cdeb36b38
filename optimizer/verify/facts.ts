import { keyOf, type Plan, type PlannedOperation } from "../plan.ts";
import type { Operation, Problem } from "../problem.ts";

/** One rule that a plan breaks, and where. */
export interface Violation {
  readonly rule:
    | "missing"
    | "unknown"
    | "resource"
    | "duration"
    | "calendar"
    | "order"
    | "release"
    | "maxLag"
    | "latestStart"
    | "transfer"
    | "overlap"
    | "batch"
    | "setup"
    | "secondary"
    | "material"
    | "vendor"
    | "uniform"
    | "expired"
    | "objective"
    | "fixed"
    | "unplanned";
  readonly subject: string;
  readonly problem: string;
}

export type Report = (rule: Violation["rule"], subject: string, problem: string) => void;
export type CheckedPlan = Pick<Plan, "operations" | "pegs" | "unplanned">;
export type Windows = readonly (readonly [number, number])[];

/** Working seconds of a calendar between two moments, counted window by window. */
export const workingSeconds = (calendar: Windows, from: number, to: number): number =>
  calendar.length === 0
    ? to - from
    : calendar.reduce(
        (sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, to) - Math.max(opens, from)),
        0,
      );

/** The moment by which so many working seconds have gone by since `from`. */
export const afterWorking = (calendar: Windows, from: number, seconds: number): number => {
  if (calendar.length === 0) return from + seconds;
  let left = seconds;
  for (const [opens, closes] of calendar) {
    const room = Math.max(0, closes - Math.max(opens, from));
    if (room >= left && room > 0) return Math.max(opens, from) + left;
    left -= room;
  }
  return Number.POSITIVE_INFINITY;
};

/** The latest moment with so many working seconds until the end; what stands still in between is held on to. */
export const beforeWorking = (calendar: Windows, end: number, seconds: number): number => {
  if (calendar.length === 0 || seconds === 0) return end - seconds;
  let left = seconds;
  for (const [opens, closes] of calendar.toReversed()) {
    const room = Math.max(0, Math.min(closes, end) - opens);
    if (room >= left) return Math.min(closes, end) - left;
    left -= room;
  }
  return Number.NEGATIVE_INFINITY;
};

/** An operation as the problem wants it, with its place in the plan. */
export interface PlacedOperation {
  readonly key: string;
  readonly wanted: Operation;
  readonly place: PlannedOperation;
  /** The alternative that the plan took; none when it took what is not there. */
  readonly alternative: Operation["alternatives"][number] | undefined;
  /** Working seconds of its resource from start to end. */
  readonly worked: number;
}

/** A plan read back against its problem; what it says itself is not believed where the problem can tell. */
export interface PlanFacts {
  readonly problem: Problem;
  readonly resources: ReadonlyMap<string, Problem["resources"][number]>;
  readonly placed: ReadonlyMap<string, PlacedOperation>;
  /** Orders that lack material: only their fixed operations have places. */
  readonly unplanned: ReadonlySet<string>;
}

const sameNeeds = (a: Operation["secondary"] = [], b: PlannedOperation["secondary"] = []): boolean =>
  a.length === b.length &&
  a.every(({ resource, units }) => b.some((other) => other.resource === resource && other.units === units));

const alternativeOf = (wanted: Operation, place: PlannedOperation, worked: number) => {
  const there = wanted.alternatives.filter(({ resource }) => resource === place.resource);
  // Two alternatives of one resource differ by what else they need, or by how long they take.
  const alike = there.filter(({ secondary = wanted.secondary }) => sameNeeds(secondary, place.secondary));
  return alike.find(({ duration }) => duration === worked) ?? alike[0] ?? there[0];
};

export const readFacts = (problem: Problem, plan: CheckedPlan, report: Report): PlanFacts => {
  const places = new Map<string, PlannedOperation>();
  for (const place of plan.operations) {
    const key = keyOf(place.orderId, place.operationId);
    if (places.has(key)) report("unknown", key, "is planned twice");
    places.set(key, place);
  }
  const resources = new Map(problem.resources.map((resource) => [resource.id, resource]));
  const unplanned = new Set(plan.unplanned);
  const placed = new Map<string, PlacedOperation>();
  for (const order of problem.orders) {
    for (const wanted of order.operations) {
      // What runs or is frozen goes on, whatever the rest of its order lacks.
      if (unplanned.has(order.id) && !wanted.fixed) continue;
      const key = keyOf(order.id, wanted.id);
      const place = places.get(key);
      if (!place) {
        report("missing", key, "has no place");
        continue;
      }
      places.delete(key);
      const worked = workingSeconds(resources.get(place.resource)?.calendar ?? [], place.start, place.end);
      placed.set(key, { key, wanted, place, alternative: alternativeOf(wanted, place, worked), worked });
    }
  }
  for (const key of places.keys()) report("unknown", key, "is not in the problem");
  return { problem, resources, placed, unplanned };
};
