import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { Random } from "../random.ts";
import type { createRecreate } from "./recreate.ts";

export interface RuinOptions {
  /** Nothing that is put back anew starts sooner. */
  readonly soonest: number;
  /** A change that moves more operations than this is given up. */
  readonly mostAnew: number;
  /**
   * One in so many of those in the way goes with all that follows it in its order, the others alone: then the longer somebody
   * can wait alone, the likelier it is taken. 1: each with what follows.
   */
  readonly whole?: number;
}

/** Seconds that those count as able to wait who cannot. */
const leastPatience = 360;
/** Most orders that stand in the way of one and are taken out with it. */
const mostBlockers = 3;

/**
 * Ruin and recreate (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000) on the orders of a plant: takes an order's
 * operations out from one on, and with it some of those that stand before them on their resources; puts the order back
 * first and then the others, each at its best place.
 */
export const createRuin = (
  model: Model,
  graph: Graph,
  { place }: ReturnType<typeof createRecreate>,
  { int, share }: Random,
  { soonest, mostAnew, whole = 1 }: RuinOptions,
) => {
  const { schedule } = graph;
  /** Orders that are out, in the order in which they are put back, and the first operation of each. */
  const out: number[] = [];
  /** The operation after the last one of each. */
  const closes: number[] = [];
  const isOut = new Uint8Array(model.orders);
  const closeOf = (operation: number) => model.first[model.orderOf[operation]! + 1]!;
  const join = (operation: number, close = closeOf(operation)) => {
    let from = operation;
    while (from < close && model.fixed[from]) from += 1;
    if (from === close || isOut[model.orderOf[operation]!]) return;
    isOut[model.orderOf[operation]!] = 1;
    out.push(from);
    closes.push(close);
  };
  /** Seconds that an operation can wait while the rest of its order stays, or until its order is due; a little for each. */
  const patienceOf = (operation: number): number => {
    const order = model.orderOf[operation]!;
    const isLast = operation + 1 === model.first[order + 1];
    const until = isLast ? model.due[order]! : schedule.start[operation + 1]! - model.lag[operation]!;
    return leastPatience + Math.max(0, until - schedule.end[operation]!);
  };
  /** An operation before one on its resource, or with what it needs beside that, that keeps it from starting when it could. */
  const blockerOf = (operation: number): number => {
    const ready = graph.readyOf(operation);
    if (schedule.start[operation]! <= ready) return -1;
    let blocker = -1;
    let seen = 0;
    const offer = (at: number) => {
      const weight = whole > 1 ? patienceOf(at) : 1;
      seen += weight;
      if (whole > 1 ? share() * seen < weight : int(seen) === 0) blocker = at;
    };
    for (
      let at = graph.previousOf(operation);
      at >= 0 && schedule.end[at]! > ready;
      at = graph.previousOf(at)
    ) {
      if (model.fixed[at]) break;
      offer(at);
    }
    graph.holders(operation, ready, (holder) => {
      if (!model.fixed[holder]) offer(holder);
    });
    return blocker;
  };
  /** Takes all that is chosen out and puts it back; false when that cannot be within a cost. */
  const recreate = (costliest: number): boolean => {
    for (const [at, from] of out.entries())
      for (let operation = closes[at]! - 1; operation >= from; operation -= 1) {
        if (model.fixed[operation]) continue;
        graph.remove(operation);
        if (graph.floor[operation]! > soonest) graph.free(operation, soonest);
      }
    if (!graph.settle(4 * mostAnew)) return false;
    for (const [at, from] of out.entries())
      for (let operation = from; operation < closes[at]!; operation += 1)
        if (!model.fixed[operation] && !place(operation, costliest)) return false;
    return true;
  };
  return {
    /** Tries an order anew; false when the cost comes to more than a limit: then `graph.back` must follow. */
    attempt: (order: number, costliest: number): boolean => {
      for (const from of out.splice(0)) isOut[model.orderOf[from]!] = 0;
      closes.length = 0;
      const first = model.first[order]!;
      const size = model.first[order + 1]! - first;
      // Mostly all of it, now and then only what comes behind one operation.
      join(first + (int(3) === 0 ? int(size) : 0));
      const blockers = int(mostBlockers + 1);
      for (let tries = 0; tries < 2 * blockers && out.length <= blockers; tries += 1) {
        const operation = first + int(size);
        const blocker = model.fixed[operation] ? -1 : blockerOf(operation);
        if (blocker >= 0) join(blocker, int(whole) === 0 ? undefined : blocker + 1);
      }
      return recreate(costliest);
    },
  };
};
