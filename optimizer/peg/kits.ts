import type { PegNetwork } from "./network.ts";
import type { Promises } from "./promises.ts";

export interface KitOptions {
  /** Needs that have to be decided; the others look after themselves. */
  readonly scarce: Uint8Array;
  /** Weighted hours that a wholly substituted need costs, times the alternate's rank. */
  readonly substitutionCost: number;
}

/** Which wait an order should take, when it can have no less than one. */
export type Guide = (order: number, least: number) => number;

/** Rounds of looking for one date for needs of an order that share a pool. */
const mostRounds = 8;
/** Turns of serving all orders by waits of their own. */
const mostTurns = 4;

/**
 * Kits of whole orders. An order finds the least wait until its last material is there, and then is promised every other
 * material for as late as that wait allows: what waits for one part holds nothing that others could use.
 */
export const createKits = (network: PegNetwork, promises: Promises, options: KitOptions) => {
  const { firstNeed, firstSource, orderOf, weight, unserved } = network;
  const { scarce, substitutionCost } = options;
  /** The scarce needs, order by order; in each the ones with the fewest sources first. */
  const needs = Int32Array.from(scarce.keys().filter((need) => scarce[need] === 1));
  const first = new Int32Array(network.orders + 1);
  const sources = (need: number) => firstSource[need + 1]! - firstSource[need]!;
  for (let order = 0, at = 0; order < network.orders; order += 1) {
    const from = at;
    while (at < needs.length && needs[at]! < firstNeed[order + 1]!) at += 1;
    needs.subarray(from, at).sort((a, b) => sources(a) - sources(b) || a - b);
    first[order + 1] = at;
  }
  const cost = new Float64Array(network.orders);
  /** What the wait for its kit costs each order for each unit of its weight. */
  const wait = new Float64Array(network.orders);

  const release = (order: number): void => {
    for (let at = first[order]!; at < first[order + 1]!; at += 1) promises.release(needs[at]!);
  };
  /** Promises an order its kit within a wait; gives the need that has no room, -1 when all have. */
  const fill = (order: number, limit: number): number => {
    for (let at = first[order]!; at < first[order + 1]!; at += 1)
      if (!promises.fill(needs[at]!, limit)) return needs[at]!;
    return -1;
  };
  const settle = (order: number, complete: boolean): number => {
    let longest = 0;
    let substituted = 0;
    if (complete)
      for (let at = first[order]!; at < first[order + 1]!; at += 1) {
        longest = Math.max(longest, promises.waitOf(needs[at]!));
        substituted += promises.substitution(needs[at]!);
      }
    else {
      release(order);
      longest = unserved[order]!;
    }
    wait[order] = longest;
    cost[order] = weight[order]! * longest + substitutionCost * substituted;
    return cost[order]!;
  };

  /**
   * Gives an order its kit out of what is free and says its cost; an order that cannot be complete holds nothing. The wait is
   * the least that there is, or what a guide makes of it.
   */
  const serve = (order: number, guide?: Guide): number => {
    let limit = 0;
    for (let at = first[order]!; at < first[order + 1]!; at += 1) limit = promises.soonest(needs[at]!, limit);
    if (guide && limit < Number.POSITIVE_INFINITY) limit = guide(order, limit);
    for (let round = 0; limit < Number.POSITIVE_INFINITY && round < mostRounds; round += 1) {
      const lacking = fill(order, limit);
      if (lacking < 0) return settle(order, true);
      // Another need of the same order has taken what this one counted on.
      limit = promises.soonest(lacking, limit);
      release(order);
    }
    return settle(order, fill(order, Number.POSITIVE_INFINITY) < 0);
  };

  /** Takes down what all orders hold; gives what has them hold it again. */
  const remember = (): (() => void) => {
    const held = Float64Array.from(promises.held);
    const heldAt = Int32Array.from(promises.heldAt);
    const costs = Float64Array.from(cost);
    const waits = Float64Array.from(wait);
    return () => {
      for (const need of needs) promises.release(need);
      for (const need of needs)
        for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
          if (held[source]! > 0) promises.take(need, source, heldAt[source]!, held[source]!);
      cost.set(costs);
      wait.set(waits);
    };
  };

  /**
   * Serves every order anew by a wait of its own: needs with few sources first, then the soonest, evenly out of pools that can
   * stand in for each other. Who finds no room within its wait takes what is left over, and comes first when all are served once
   * more; the best of some such turns counts.
   */
  const serveWithin = (waits: Float64Array): number => {
    const by = Float64Array.from(orderOf, (order, need) =>
      scarce[need] ? promises.lastTime(need, waits[order]!) : 0,
    );
    const foremost = new Uint8Array(network.orders);
    const rank = (need: number) => (foremost[orderOf[need]!] ? 0 : sources(need));
    let best = Number.POSITIVE_INFINITY;
    let restore = () => {};
    for (let turn = 0; turn < mostTurns; turn += 1) {
      for (let order = 0; order < network.orders; order += 1) release(order);
      const without = new Set<number>();
      for (const need of needs.toSorted((a, b) => rank(a) - rank(b) || by[a]! - by[b]! || a - b)) {
        const order = orderOf[need]!;
        const limit = waits[order]!;
        if (!without.has(order) && !promises.fillEvenly(need, limit) && !promises.fill(need, limit))
          without.add(order);
      }
      for (const order of without) release(order);
      for (let order = 0; order < network.orders; order += 1)
        if (first[order]! < first[order + 1]! && !without.has(order)) settle(order, true);
      for (const order of without) serve(order, (_, least) => Math.max(least, waits[order]!));
      const total = cost.reduce((sum, value) => sum + value, 0);
      if (total < best) {
        best = total;
        restore = remember();
      }
      if (without.size === 0) break;
      for (const order of without) foremost[order] = 1;
    }
    restore();
    return best;
  };

  /** Has needs take their own material, or a better alternate, where there is room within the wait that their order has anyway. */
  const substituteLess = (): void => {
    for (let order = 0; order < network.orders; order += 1) {
      let changed = false;
      for (let at = first[order]!; at < first[order + 1]!; at += 1) {
        const need = needs[at]!;
        if (sources(need) < 2 || promises.substitution(need) === 0) continue;
        promises.release(need);
        changed = promises.fill(need, wait[order]!);
        if (changed) continue;
        release(order);
        serve(order);
        break;
      }
      if (changed) settle(order, true);
    }
  };

  return {
    needs,
    first,
    cost,
    wait,
    serve,
    /** Serves an order out of what it holds and what is free. */
    serveAnew: (order: number): number => {
      release(order);
      return serve(order);
    },
    serveWithin,
    substituteLess,
    release,
    remember,
    /** Serves every order anew, in the given order. */
    serveAll: (sequence: Int32Array, guide?: Guide): number => {
      for (const order of sequence) release(order);
      return sequence.reduce((sum, order) => sum + serve(order, guide), 0);
    },
  };
};
export type Kits = ReturnType<typeof createKits>;
