import type { PegNetwork } from "./network.ts";
import type { Sweep } from "./sweep.ts";

/**
 * The pegging problem with a price on every piece instead of limits on the supplies. It falls apart into single orders:
 * each picks the kit date at which its weighted lateness and the cheapest kit that is there by then cost least.
 *
 * The value less what all supplies are worth is a lower bound on every assignment. At the best prices it is no weaker than the transportation
 * relaxation of any one material, and than any split of an order's weight over its materials' transportation problems,
 * because the coupling of a kit (its last material counts) stays exact.
 */
export const createRelaxation = (network: PegNetwork, sweep: Sweep, free: Float64Array) => {
  const { weight, unserved } = network;
  const used = new Float64Array(free.length);
  const lateness = new Float64Array(network.orders);
  const kitCost = new Float64Array(sweep.widest);
  const chosen = new Int32Array(sweep.widest);

  const costOf = (at: number, price: Float64Array): number =>
    sweep.quantity[at]! * price[sweep.supply[at]!]! + sweep.substitution[at]!;

  /** Asks for the cheapest kit among an order's relations from `from` to `end`. */
  const ask = (from: number, end: number, needs: number, price: Float64Array): void => {
    kitCost.fill(Number.POSITIVE_INFINITY, 0, needs);
    for (let at = from; at < end; at += 1) {
      const cost = costOf(at, price);
      const local = sweep.local[at]!;
      if (cost >= kitCost[local]!) continue;
      kitCost[local] = cost;
      chosen[local] = at;
    }
    for (let local = 0; local < needs; local += 1) {
      const at = chosen[local]!;
      used[sweep.supply[at]!]! += sweep.quantity[at]!;
    }
  };

  const solveOrder = (row: number, price: Float64Array): number => {
    const order = sweep.orders[row]!;
    const from = sweep.first[row]!;
    const end = sweep.first[row + 1]!;
    const needs = sweep.needs[row]!;
    let open = needs;
    let kit = 0;
    let least = weight[order]! * unserved[order]!;
    let leastEnd = from;
    lateness[order] = unserved[order]!;
    kitCost.fill(Number.POSITIVE_INFINITY, 0, needs);
    for (let at = from; at < end; ) {
      const late = sweep.lateness[at]!;
      const waiting = weight[order]! * late;
      if (waiting >= least) break;
      for (; at < end && sweep.lateness[at] === late; at += 1) {
        const cost = costOf(at, price);
        const local = sweep.local[at]!;
        const known = kitCost[local]!;
        if (cost >= known) continue;
        kitCost[local] = cost;
        if (known === Number.POSITIVE_INFINITY) open -= 1;
        kit += known === Number.POSITIVE_INFINITY ? cost : cost - known;
      }
      if (open === 0 && waiting + kit < least) {
        least = waiting + kit;
        leastEnd = at;
        lateness[order] = late;
      }
    }
    if (leastEnd > from) ask(from, leastEnd, needs, price);
    return least;
  };

  return {
    /** What each supply is asked for at the last prices. */
    used,
    /** Kit lateness in hours that each order chose at the last prices. */
    lateness,
    /** The lower bound at the prices. */
    solve: (price: Float64Array): number => {
      used.fill(0);
      let total = 0;
      for (let supply = 0; supply < free.length; supply += 1) total -= price[supply]! * free[supply]!;
      for (let row = 0; row < sweep.orders.length; row += 1) total += solveOrder(row, price);
      return total;
    },
  };
};
