import type { Graph } from "../construct/graph.ts";
import type { Model } from "../construct/model.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";
import type { Random } from "../random.ts";
import type { createRecreate } from "./recreate.ts";
import { createRivals } from "./rivals.ts";

export interface RuinOptions {
  /** Nothing that is put back anew starts sooner. */
  readonly soonest: number;
  /** A change that moves more operations than this is given up. */
  readonly mostAnew: number;
  /** Operations that are to give their place to one that waits, asked in most tries; without it, somebody in its way does. */
  readonly displaced?: (operation: number) => readonly number[];
  /** What is taken out gives its material back to it. */
  readonly reservoir?: Reservoir | undefined;
}

/** One in so many tries takes somebody in the way, whoever should give its place. */
const anyBlocker = 5;
/** One in so many tries takes those out that hold what the order waits for. */
const forMaterial = 3;
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
  random: Random,
  { soonest, mostAnew, displaced, reservoir }: RuinOptions,
) => {
  const { schedule } = graph;
  const { int } = random;
  /** Orders that are out, in the order in which they are put back, and the first operation of each. */
  const out: number[] = [];
  const isOut = new Uint8Array(model.orders);
  const closeOf = (operation: number) => model.first[model.orderOf[operation]! + 1]!;
  const join = (operation: number) => {
    const close = closeOf(operation);
    let from = operation;
    while (from < close && model.fixed[from]) from += 1;
    if (from === close || isOut[model.orderOf[operation]!]) return;
    isOut[model.orderOf[operation]!] = 1;
    out.push(from);
  };
  /** An operation before one on its resource, or with what it needs beside that, that keeps it from starting when it could. */
  const blockerOf = (operation: number): number => {
    const ready = graph.readyOf(operation);
    if (schedule.start[operation]! <= ready) return -1;
    let blocker = -1;
    let seen = 0;
    const offer = (at: number) => {
      seen += 1;
      if (int(seen) === 0) blocker = at;
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
  const rivalsOf = reservoir ? createRivals(model, graph, reservoir, random) : undefined;
  /** Takes all that is chosen out and puts it back; false when that cannot be within a cost. */
  const recreate = (costliest: number): boolean => {
    for (const from of out)
      for (let operation = closeOf(from) - 1; operation >= from; operation -= 1) {
        if (model.fixed[operation]) continue;
        graph.remove(operation);
        reservoir?.release(operation);
        if (graph.floor[operation]! > soonest) graph.free(operation, soonest);
      }
    if (!graph.settle(4 * mostAnew)) return false;
    for (const from of out)
      for (let operation = from; operation < closeOf(from); operation += 1)
        if (!model.fixed[operation] && !place(operation, costliest)) return false;
    return true;
  };
  return {
    /** Tries an order anew; false when the cost comes to more than a limit: then `graph.back` must follow. */
    attempt: (order: number, costliest: number): boolean => {
      for (const from of out.splice(0)) isOut[model.orderOf[from]!] = 0;
      const first = model.first[order]!;
      const size = model.first[order + 1]! - first;
      // Mostly all of it, now and then only what comes behind one operation.
      join(first + (int(3) === 0 ? int(size) : 0));
      if (displaced && int(anyBlocker) > 0) {
        const operation = first + int(size);
        if (!model.fixed[operation]) for (const other of displaced(operation)) join(other);
        return recreate(costliest);
      }
      if (rivalsOf && int(forMaterial) === 0) {
        const rivals = rivalsOf(order);
        if (rivals.length > 0) {
          for (const rival of rivals) join(rival);
          return recreate(costliest);
        }
      }
      const blockers = int(mostBlockers + 1);
      for (let tries = 0; tries < 2 * blockers && out.length <= blockers; tries += 1) {
        const operation = first + int(size);
        const blocker = model.fixed[operation] ? -1 : blockerOf(operation);
        if (blocker >= 0) join(blocker);
      }
      return recreate(costliest);
    },
  };
};
