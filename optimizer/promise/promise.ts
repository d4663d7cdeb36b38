import { pegOrders } from "../peg/peg.ts";
import { keyOf, type Peg, type Plan, type PlannedOperation } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { shortagesOf } from "../shortage.ts";
import { type Cause, causesOf } from "./causes.ts";
import { type Inquiry, materialsOf, parseInquiry } from "./inquiry.ts";
import { endsOf, leftoversOf, namedByMaker, settled } from "./leftovers.ts";
import { createStage, type Stage } from "./stage.ts";

/** What holds an order back most: what it waits for longest. */
export type Binding =
  | Cause
  /** No known supply brings so many pieces; the order would be on time with them by then. */
  | { readonly kind: "missing"; readonly material: string; readonly quantity: number; readonly by: number }
  /** The operation has no place in any calendar of its resources. */
  | { readonly kind: "room"; readonly operation: string; readonly resources: readonly string[] }
  /** Nothing but its own work. */
  | { readonly kind: "work"; readonly seconds: number };

/** A planned order that gave way. */
export interface Displaced {
  readonly orderId: string;
  readonly endBefore: number;
  readonly endAfter: number;
}

export interface OrderPromise {
  /** End of its last operation; undefined when no known supply brings its material or no calendar has room. */
  readonly end: number | undefined;
  readonly binding: Binding;
  /** What would bring it forward, each with the seconds that it alone would gain; the greatest first. */
  readonly causes: readonly Cause[];
  readonly operations: readonly PlannedOperation[];
  /** By operation key, the material of its operations. */
  readonly pegs: ReadonlyMap<string, Peg>;
  /** Planned operations that are not as before: a set-up of another length, or an order that gave way. */
  readonly changed: readonly PlannedOperation[];
  /** The orders that gave way. */
  readonly displaced: readonly Displaced[];
  /** Planned orders that use what a changed order makes and start before its new end. */
  readonly broken: readonly string[];
}

export interface PromiseOptions {
  /** The order is not begun before this moment. */
  readonly notBefore?: number;
  /** Planned orders that may be done later for it, with the material that they have; all others keep their places. */
  readonly yielding?: readonly string[];
}

/** Rounds of pegging anew what does not keep until it is used; in the last one nothing that expires is taken. */
const mostRounds = 4;

const nothing = { end: undefined, causes: [], operations: [], changed: [], displaced: [], broken: [] };

const placesOf = ({ model, schedule }: Stage, order: Order, index: number): PlannedOperation[] =>
  order.operations.map(({ id }, step) => {
    const operation = model.first[index]! + step;
    const needs =
      model.fixed[operation]?.secondary ??
      model.alternatives[operation]![schedule.alternative[operation]!]!.secondary;
    return {
      orderId: order.id,
      operationId: id,
      resource: model.problem.resources[schedule.resource[operation]!]!.id,
      start: schedule.start[operation]!,
      end: schedule.end[operation]!,
      setup: schedule.setup[operation]!,
      materialTime: model.supply.materialTime[operation]!,
      ...(needs.length > 0
        ? {
            secondary: needs.map(({ resource, units }) => ({
              resource: model.problem.secondaryResources![resource]!.id,
              units,
            })),
          }
        : {}),
    };
  });

/** Whether material of a placed order has expired by then. */
const keepsNot = ({ model, schedule }: Stage, index: number): boolean =>
  schedule.start
    .subarray(model.first[index], model.first[index + 1])
    .some((start, step) => start > model.supply.until[model.first[index]! + step]!);

/** Those who use what an order makes and would have to begin without it. */
const brokenBy = (problem: Problem, plan: Plan, orderId: string, end: number): string[] => {
  const starts = new Map(
    plan.operations.map(({ orderId: id, operationId, start }) => [keyOf(id, operationId), start]),
  );
  return problem.orders
    .filter(({ id, operations }) =>
      operations.some((operation) => {
        const key = keyOf(id, operation.id);
        return (
          (starts.get(key) ?? Number.POSITIVE_INFINITY) < end &&
          plan.pegs.get(key)?.allocations.some(({ order }) => order === orderId)
        );
      }),
    )
    .map(({ id }) => id);
};

/** @param hampered Planned orders that cannot stay where they are once the order has left its place. */
const fitIn = (
  problem: Problem,
  plan: Plan,
  inquiry: Inquiry,
  { notBefore = 0, yielding = [] }: PromiseOptions,
  hampered: ReadonlySet<string>,
): OrderPromise => {
  const parsed = parseInquiry(problem, inquiry);
  const order: Order = { ...parsed, release: Math.max(parsed.release, notBefore) };
  const ends = endsOf(plan);
  const giving = new Set(yielding.filter((id) => id !== order.id && ends.has(id)));
  // Who makes something that others wait for cannot be late without them.
  const willing = problem.orders.filter(
    ({ id, produces }) => (giving.has(id) || hampered.has(id)) && !produces,
  );
  // Who has to go from a place goes later, not sooner.
  const begins = (id: string) =>
    Math.min(...plan.operations.filter(({ orderId }) => orderId === id).map(({ start }) => start));
  const others = willing
    .sort((a, b) => a.due - b.due || b.weight - a.weight)
    .map((other) =>
      hampered.has(other.id) ? { ...other, release: Math.max(other.release, begins(other.id)) } : other,
    );
  const othersPegs = new Map(
    others.flatMap(({ id, operations }) =>
      operations.map((operation) => {
        const key = keyOf(id, operation.id);
        const peg = plan.pegs.get(key) ?? { time: 0, allocations: [], missing: [] };
        return [key, settled(peg, ends)] as const;
      }),
    ),
  );
  const supply: Problem = {
    ...problem,
    materials: leftoversOf(problem, plan, materialsOf(order), new Set([order.id])),
    orders: [order],
  };

  let starts: Float64Array | undefined;
  for (let round = 1; ; round += 1) {
    const startOf = (operation: number) =>
      round === mostRounds ? Number.POSITIVE_INFINITY : starts?.[operation];
    // Its own product may not serve itself, and others' products are receipts by now.
    const own = new Map(
      [...pegOrders(supply, starts ? { startOf } : {}).pegs].map(([key, peg]) => [key, namedByMaker(peg)]),
    );
    const [lacking] = shortagesOf(supply, { pegs: own });
    if (lacking) {
      const { material, quantity, needs } = lacking;
      return { ...nothing, pegs: own, binding: { kind: "missing", material, quantity, by: needs[0]!.by } };
    }
    const pegs = new Map([...own, ...othersPegs].map(([key, peg]) => [key, settled(peg, ends)]));
    const stage = createStage(problem, plan, [order, ...others], pegs);
    const index = stage.indexOf.get(order.id)!;
    const noRoom = (operation: number): OrderPromise => {
      const step = order.operations[operation - stage.model.first[index]!]!;
      const resources = step.alternatives.map(({ resource }) => resource);
      return { ...nothing, pegs: own, binding: { kind: "room", operation: step.id, resources } };
    };
    const more = stage.hampered.filter((id) => !hampered.has(id));
    if (more.length > 0) {
      const options = { notBefore, yielding };
      return fitIn(problem, plan, inquiry, options, new Set([...hampered, ...more]));
    }
    /** Fits others in again; false when one has no place any more. */
    const giveWay = (some: readonly Order[]): boolean =>
      some.every(({ id }) => {
        const at = stage.indexOf.get(id)!;
        return stage.place(at) < 0 && !keepsNot(stage, at);
      });
    const first = stage.model.first[index]!;
    // They were there before, so they choose before.
    const stay = others.filter(({ id }) => hampered.has(id));
    if (stay.length < hampered.size || !giveWay(stay)) return noRoom(first);
    const blocked = stage.place(index);
    if (blocked >= 0) return noRoom(blocked);
    const { model, schedule } = stage;
    const close = model.first[index + 1]!;
    if (keepsNot(stage, index) && round < mostRounds) {
      starts = schedule.start.slice(first, close);
      continue;
    }
    const causes = causesOf(problem, order, (operation) => own.get(keyOf(order.id, operation)), stage);
    const end = schedule.end[close - 1]!;
    const placed = placesOf(stage, order, index);
    // Whoever gives way must still have a place: else nobody gives way.
    if (!giveWay(others.filter(({ id }) => !hampered.has(id))))
      return fitIn(problem, plan, inquiry, { notBefore }, new Set());
    // Told only now: who was put in later has changed set-ups.
    const moved = others.map((other) => placesOf(stage, other, stage.indexOf.get(other.id)!));
    const displaced = moved.map((places): Displaced => {
      const { orderId, end: endAfter } = places.at(-1)!;
      return { orderId, endBefore: ends.get(orderId)!, endAfter };
    });
    const work = placed.reduce((sum, place) => sum + place.end - place.start, 0);
    return {
      end,
      binding: causes.toSorted((a, b) => b.wait - a.wait)[0] ?? { kind: "work", seconds: work },
      causes,
      operations: placed,
      pegs: own,
      changed: [...stage.changedSetups(), ...moved.flat()],
      displaced,
      broken: order.produces ? brokenBy(problem, plan, order.id, end) : [],
    };
  }
};

/**
 * Available and capable to promise: when an order could be done out of the material and the time that the plan leaves. A new order
 * is fitted in; one that the plan has already is taken out and fitted in as it is now. Everybody else keeps place and
 * material, but for those who are named as yielding, and those whose set-up has no room any more once a known order has left.
 *
 * @throws ProblemError when the order is not sound.
 */
export const promise = (
  problem: Problem,
  plan: Plan,
  inquiry: Inquiry,
  options: PromiseOptions = {},
): OrderPromise => fitIn(problem, plan, inquiry, options, new Set());
