import { workIn } from "../explain.ts";
import { pegOrders } from "../peg/peg.ts";
import { keyOf, type Peg, type Plan, type PlannedOperation } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { shortagesOf } from "../shortage.ts";
import { type Cause, causesOf } from "./causes.ts";
import { type Inquiry, materialsOf, parseInquiry } from "./inquiry.ts";
import { leftoversOf, namedByMaker, settled } from "./leftovers.ts";
import { type Others, othersOf } from "./others.ts";
import { createStage, type Stage } from "./stage.ts";
import type { Standings } from "./standing.ts";

/** What holds an order back most: what it waits for longest. */
export type Binding =
  | Cause
  /** No known supply brings so many pieces; the order would be on time with them by then. */
  | {
      readonly kind: "missing";
      readonly material: string;
      readonly quantity: number;
      readonly by: number;
      /** What else no known supply brings, such as "M2 × 5". */
      readonly also: readonly string[];
    }
  /** The operation has no place in any calendar of its resources. */
  | { readonly kind: "room"; readonly operation: string; readonly resources: readonly string[] }
  /** Nothing but its own work. */
  | { readonly kind: "work"; readonly seconds: number; readonly lasts: number };

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
const brokenBy = (
  problem: Problem,
  plan: Plan,
  standings: Standings,
  orderId: string,
  end: number,
): string[] =>
  problem.orders
    .filter(({ id }) =>
      standings
        .of(id)
        .some(
          ({ place: { operationId, start } }) =>
            start < end &&
            plan.pegs.get(keyOf(id, operationId))?.allocations.some(({ order }) => order === orderId),
        ),
    )
    .map(({ id }) => id);

const fitIn = (
  problem: Problem,
  plan: Plan,
  inquiry: Inquiry,
  { notBefore = 0, yielding = [] }: PromiseOptions,
): OrderPromise => {
  const parsed = parseInquiry(problem, inquiry);
  const order: Order = { ...parsed, release: Math.max(parsed.release, notBefore) };
  const supply: Problem = {
    ...problem,
    materials: leftoversOf(problem, plan, materialsOf(order), new Set([order.id])),
    orders: [order],
  };
  // A kit by its due date may come later than it could, and then where others are in the way the order would be late for nothing.
  const atOnce: Problem = { ...supply, orders: [{ ...order, due: order.release }] };
  // Asked for only when there is material.
  let others: Others | undefined;
  let starts: Float64Array | undefined;
  for (let round = 1; ; round += 1) {
    const startOf = (operation: number) =>
      round === mostRounds ? Number.POSITIVE_INFINITY : starts?.[operation];
    // Its own product may not serve itself, and others' products are receipts by now.
    const own = new Map(
      [...pegOrders(atOnce, starts ? { startOf } : {}).pegs].map(([key, peg]) => [key, namedByMaker(peg)]),
    );
    const [lacking, ...more] = shortagesOf(supply, { pegs: own });
    if (lacking) {
      const { material, quantity, needs } = lacking;
      const also = more.map((other) => `${other.material} × ${other.quantity}`);
      return {
        ...nothing,
        pegs: own,
        binding: { kind: "missing", material, quantity, by: needs[0]!.by, also },
      };
    }
    const noRoomFor = (step: Order["operations"][number]): OrderPromise => {
      const resources = step.alternatives.map(({ resource }) => resource);
      return { ...nothing, pegs: own, binding: { kind: "room", operation: step.id, resources } };
    };
    others ??= othersOf(problem, plan, order, yielding);
    const { standings, hampered } = others;
    const { ends } = standings;
    const [firstStep] = order.operations as [Order["operations"][number]];
    if (!others.areFree) return noRoomFor(firstStep);
    const pegs = new Map([...own, ...others.pegs].map(([key, peg]) => [key, settled(peg, ends)]));
    const leaving = [...hampered, ...others.yielding];
    const stage = createStage(problem, standings, [order, ...leaving], pegs);
    const index = stage.indexOf.get(order.id)!;
    /** Fits others in again; false when one has no place any more. */
    const giveWay = (some: readonly Order[]): boolean =>
      some.every(({ id }) => {
        const at = stage.indexOf.get(id)!;
        return stage.place(at) < 0 && !keepsNot(stage, at);
      });
    const first = stage.model.first[index]!;
    // They were there before, so they choose before.
    if (!giveWay(hampered)) return noRoomFor(firstStep);
    const blocked = stage.place(index);
    if (blocked >= 0) return noRoomFor(order.operations[blocked - first]!);
    const { model, schedule } = stage;
    const close = model.first[index + 1]!;
    if (keepsNot(stage, index) && round < mostRounds) {
      starts = schedule.start.slice(first, close);
      continue;
    }
    const waits = causesOf(problem, order, (operation) => own.get(keyOf(order.id, operation)), stage);
    const end = schedule.end[close - 1]!;
    const placed = placesOf(stage, order, index);
    // Whoever gives way must still have a place: else nobody gives way.
    if (!giveWay(others.yielding)) return fitIn(problem, plan, inquiry, { notBefore });
    // Told only now: who was put in later has changed set-ups.
    const moved = leaving.map((other) => placesOf(stage, other, stage.indexOf.get(other.id)!));
    const displaced = moved.map((places): Displaced => {
      const { orderId, end: endAfter } = places.at(-1)!;
      return { orderId, endBefore: ends.get(orderId)!, endAfter };
    });
    const lasts = placed.reduce((sum, place) => sum + place.end - place.start, 0);
    return {
      end,
      binding: waits.toSorted((a, b) => b.wait - a.wait)[0] ?? {
        kind: "work",
        seconds: workIn(problem, placed),
        lasts,
      },
      causes: waits.filter(({ gain }) => gain > 0),
      operations: placed,
      pegs: own,
      changed: [...stage.changedSetups(), ...moved.flat()],
      displaced,
      broken: order.produces ? brokenBy(problem, plan, standings, order.id, end) : [],
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
): OrderPromise => fitIn(problem, plan, inquiry, options);
