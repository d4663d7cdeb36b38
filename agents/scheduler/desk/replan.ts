import {
  comparePlans,
  type GoldenPart,
  keyOf,
  type Plan,
  type Problem,
  type Repaired,
  withLapsed,
  withPrevious,
} from "../../../optimizer/index.ts";
import { planInThread, repairInThread } from "../../../optimizer/thread.ts";
import type { OpenSnapshot, Snapshot } from "./snapshot.ts";

/**
 * What an hour weighs by which an operation starts apart from the plan in force: a fifth of an hour of lateness of the
 * least urgent order. With much less, half a shop changes lines to save some lateness.
 */
const changeWeight = 0.2;
const weights = {
  tardiness: 1,
  setup: 0.05,
  energy: 0,
  flow: 0,
  promise: 0,
  change: changeWeight,
  opened: 0,
};

/** The plan in force with its times counted from a later moment; what should have begun by then begins at once. */
export const planSince = ({ plan, at }: Pick<OpenSnapshot, "plan" | "at">, now: Date): Plan => {
  const passed = at(now);
  const from = (time: number) => Math.max(0, time - passed);
  return {
    ...plan,
    operations: plan.operations.map((place) => ({
      ...place,
      start: from(place.start),
      end: from(place.end),
      materialTime: from(place.materialTime),
    })),
    pegs: new Map(
      [...plan.pegs].map(([key, peg]) => [
        key,
        {
          ...peg,
          time: from(peg.time),
          allocations: peg.allocations.map(({ expires, ...allocation }) => ({
            ...allocation,
            time: from(allocation.time),
            ...(expires === undefined ? {} : { expires: from(expires) }),
          })),
        },
      ]),
    ),
  };
};

/** The problem with where a plan has its operations, and with what it costs to move them. */
export const anchored = (problem: Problem, before: Pick<Plan, "operations">): Problem => ({
  ...withPrevious(problem, before),
  objective: { ...weights, ...problem.objective, change: changeWeight },
});

export interface Replanned {
  /** As it was planned: change counts from the plan before. */
  readonly problem: Problem;
  readonly plan: Plan;
  /** The materials that gate most orders, wherever the plan puts these. */
  readonly golden: readonly GoldenPart[];
}

export interface ReplanOptions {
  readonly budgetMs: number;
  readonly seed: number;
}

/**
 * Plans anew, and close to the plan before: that plan is carried on as far as it still goes and bettered, another is
 * made from nothing, and the better one is taken, with what each of them moves as part of its cost.
 *
 * @throws InfeasibleError when an operation has no place.
 */
export const replan = async (
  problem: Problem,
  before: Plan | undefined,
  { budgetMs, seed }: ReplanOptions,
): Promise<Replanned> => {
  let golden: readonly GoldenPart[] = [];
  let lapsed: readonly string[] = [];
  const onGolden = (parts: readonly GoldenPart[]) => {
    golden = parts;
  };
  // What runs must end, and what its pot life is over for comes after it all the same: it is told as a contradiction.
  const onLapsed = (keys: readonly string[]) => {
    lapsed = keys;
  };
  if (!before) {
    const plan = await planInThread(problem, { budgetMs, seed, onGolden, onLapsed });
    return { problem: withLapsed(problem, lapsed), plan, golden };
  }
  const known = new Set(
    problem.orders.flatMap(({ id, operations }) => operations.map((operation) => keyOf(id, operation.id))),
  );
  const places = before.operations.filter((place) => known.has(keyOf(place.orderId, place.operationId)));
  const moored = anchored(problem, { operations: places });
  const share = { budgetMs: budgetMs / 2, seed };
  // What no plan could cost less than was so with other orders.
  const former: Plan = { ...before, operations: places, bound: 0, boundWithPegs: 0 };
  // Whatever keeps the plan before from being carried on, a new one can be made without it.
  const carried = await repairInThread(moored, former, [], { ...share, mostMoved: 1 }).catch(() => undefined);
  const anew = await planInThread(moored, { ...share, onGolden, onLapsed });
  if (!carried || !isBetter(carried, { plan: anew, lapsed }))
    return { problem: withLapsed(moored, lapsed), plan: anew, golden };
  const bound = Math.max(carried.plan.bound, anew.bound);
  return { problem: withLapsed(moored, carried.lapsed), plan: { ...carried.plan, bound }, golden };
};

/** Seconds by which a start may shift before anybody at the line would notice. */
const noticed = 900;

export interface Moves {
  readonly keptOperations: number;
  /** With another line, or a start that is noticeably another. */
  readonly movedOperations: number;
  /** Of the moved ones, those with another line. */
  readonly reroutedOperations: number;
}

/** How much of a plan is not where the one before had it. */
export const movesOf = (before: Plan, plan: Plan): Moves => {
  const { same, operations } = comparePlans(before, plan);
  const both = operations.filter(({ kind }) => kind !== "new" && kind !== "gone");
  const rerouted = both.filter(({ kind }) => kind === "moved").length;
  const moved =
    rerouted + both.filter(({ kind, shift }) => kind !== "moved" && Math.abs(shift) > noticed).length;
  return {
    keptOperations: same + both.length - moved,
    movedOperations: moved,
    reroutedOperations: rerouted,
  };
};

type Made = Pick<Repaired, "plan" | "lapsed">;

/**
 * Whether one plan is better than another, or as good: that leaves out fewer orders, whose lateness is not in its objective, then that
 * lets fewer pot lives lapse, then that costs less.
 */
const isBetter = ({ plan, lapsed }: Made, other: Made): boolean => {
  const fewer = plan.unplanned.length - other.plan.unplanned.length || lapsed.length - other.lapsed.length;
  return fewer === 0 ? plan.objective <= other.plan.objective : fewer < 0;
};

/** A plan by itself and with its problem for what comes after it: from now on change counts from this very plan. */
export const settled = ({ problem, plan }: Pick<Replanned, "problem" | "plan">): Snapshot => {
  const { change } = plan.terms;
  const objective = plan.objective - (problem.objective?.change ?? 0) * change;
  return {
    problem: withPrevious(problem, plan),
    plan: {
      ...plan,
      objective,
      terms: { ...plan.terms, change: 0 },
      gap: objective > 0 ? Math.max(0, (objective - plan.bound) / objective) : 0,
    },
  };
};
