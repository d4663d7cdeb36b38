import type { PegNetwork } from "./network.ts";
import type { Sweep } from "./sweep.ts";

/**
 * The pegging problem with a price on every piece instead of limits on the supplies. It falls apart into single orders:
 * each picks the wait at which the wait itself and the cheapest kit that is there by then cost least.
 *
 * The value less what all supplies are worth is a lower bound on every assignment. At the best prices it is no weaker than
 * the transportation relaxation of any one material, and than any split of an order's weight over its materials'
 * transportation problems, because the coupling of a kit (its last material counts) stays exact.
 */
export const createRelaxation = (network: PegNetwork, sweep: Sweep) => {
  const { weight, unserved } = network;
  const { orders, needs, first, local, supply, wait, quantity } = sweep;
  const used = new Float64Array(network.supplied.length);
  const kitCost = new Float64Array(sweep.widest);
  const chosen = new Int32Array(sweep.widest);
  /** By what the last call of `choose` found. */
  let least = 0;

  /**
   * The wait of the order in a row that costs least at the prices, no less than a given one; the order's wait for what never
   * comes when that is cheaper still.
   */
  const choose = (row: number, price: Float64Array, floor: number): number => {
    const order = orders[row]!;
    const end = first[row + 1]!;
    let open = needs[row]!;
    let kit = 0;
    let best = unserved[order]!;
    least = weight[order]! * best;
    kitCost.fill(Number.POSITIVE_INFINITY, 0, open);
    for (let at = first[row]!; at < end; ) {
      const now = wait[at]!;
      const waiting = weight[order]! * now;
      if (waiting >= least) break;
      for (; at < end && wait[at] === now; at += 1) {
        const cost = quantity[at]! * price[supply[at]!]!;
        const place = local[at]!;
        const known = kitCost[place]!;
        if (cost >= known) continue;
        kitCost[place] = cost;
        if (known === Number.POSITIVE_INFINITY) open -= 1;
        kit += known === Number.POSITIVE_INFINITY ? cost : cost - known;
      }
      if (open === 0 && now >= floor && waiting + kit < least) {
        least = waiting + kit;
        best = now;
      }
    }
    return best;
  };
  /** Counts the cheapest kit of a row that is there within a wait as used. */
  const use = (row: number, price: Float64Array, limit: number): void => {
    const count = needs[row]!;
    kitCost.fill(Number.POSITIVE_INFINITY, 0, count);
    for (let at = first[row]!; at < first[row + 1]! && wait[at]! <= limit; at += 1) {
      const cost = quantity[at]! * price[supply[at]!]!;
      const place = local[at]!;
      if (cost >= kitCost[place]!) continue;
      kitCost[place] = cost;
      chosen[place] = at;
    }
    for (let place = 0; place < count; place += 1)
      used[supply[chosen[place]!]!]! += quantity[chosen[place]!]!;
  };

  return {
    /** What each supply is asked for at the last prices. */
    used,
    choose,
    /** What all orders cost together at the prices. */
    solve: (price: Float64Array): number => {
      used.fill(0);
      let total = 0;
      for (let row = 0; row < orders.length; row += 1) {
        const best = choose(row, price, 0);
        total += least;
        if (best < unserved[orders[row]!]!) use(row, price, best);
      }
      return total;
    },
  };
};
export type Relaxation = ReturnType<typeof createRelaxation>;
