import { findPrices } from "../../../../optimizer/peg/prices.ts";
import { buildRules } from "../../../../optimizer/peg/rules.ts";
import { buildSweep } from "../../../../optimizer/peg/sweep.ts";
import type { Undecided } from "../../../../optimizer/peg/undecided.ts";

const rounds = 800;
/** Sums of prices err by less. */
const margin = 0.01;

/**
 * Which waits a pegging of at most some cost can have: at prices on what must wait every wait has a reduced cost, by which the bound
 * rises when it is taken, and where that ends above the cost nobody who is as good takes it (Dantzig, Fulkerson and Johnson 1954).
 */
export const findOpenWaits = (
  { network, table, scarce, slack }: Undecided,
  cost: number,
): ((order: number, wait: number) => boolean) => {
  const { weight, unserved } = network;
  const rules = buildRules(network, table, scarce, slack);
  const sweep = buildSweep(network, table, rules, scarce, slack);
  const { pricing, stated, relaxation } = findPrices(network, sweep, rules, { rounds });
  const pay = pricing.pay();
  const { orders, first, rule, wait, pieces } = stated.sweep;
  const rowOf = new Map(Array.from(orders, (order, row) => [order, row]));
  const best = Float64Array.from(orders, (_, row) => relaxation.pick(row));
  const bound =
    best.reduce((sum, value) => sum + value, 0) +
    stated.lack.reduce((sum, lack, at) => sum + pay[at]! * Math.max(0, lack), 0);
  const paidFor = (entry: number): number =>
    Math.max(0, Math.min(pieces[entry]!, stated.lack[rule[entry]!]!)) * pay[rule[entry]!]!;
  return (order, waited) => {
    const row = rowOf.get(order);
    if (row === undefined) return true;
    const never = waited >= unserved[order]!;
    let paid = 0;
    for (let at = first[row]!; at < first[row + 1]! && (never || wait[at]! <= waited + 1e-9); at += 1)
      paid += paidFor(at);
    return bound + weight[order]! * waited - paid - best[row]! <= cost + margin;
  };
};
