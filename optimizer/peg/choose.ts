import { anneal } from "./anneal.ts";
import { cover } from "./cover.ts";
import { createDoubt, type Doubt, findDoubt, type Weighing, waitsOf } from "./doubt.ts";
import type { Effort } from "./effort.ts";
import { createLedger } from "./ledger.ts";
import { betterTogether } from "./neighbourhoods.ts";

/** Weighted hours by which waits are worse than the best at the prices that are in doubt, at first and at the end. */
const inDoubt = 10;
const inDoubtAtLast = 30;
/** Changes tried for each order in doubt, and from each start; nodes of trees are a share of them. */
const triesEach = 2_000;
const mostTries = 1_000_000;
const nodesATry = 0.5;
/** Starts: the more, the fewer orders are in doubt. Fewer when the best of the first is within a share of the bound. */
const startedOrders = 5_000;
const firstStarts = 2;
const fewestStarts = 4;
const mostStarts = 8;
const nearBound = 0.001;
/** Times that all good choices are merged. */
const mostMerges = 3;

/** Waits by which every rule is met, and weighted hours that they cost. */
interface Choice {
  readonly waits: Float64Array;
  readonly cost: number;
}

/**
 * Chooses the waits of all orders in doubt together: several times by annealing, each bettered a few orders at a time, and then once
 * more out of all that the good choices differ by (solutions merged as by Aggarwal, Orlin and Tai 1997): that is
 * little, and can be searched well.
 *
 * @param has By order, the waits to begin with.
 */
export const chooseWaits = (
  weighing: Weighing & { readonly effort: Effort },
  has: Float64Array,
  seed: number,
): Float64Array => {
  const { network, sweep, rules, effort } = weighing;
  const doubt = findDoubt(weighing, has, inDoubt);
  const starts = Math.max(
    fewestStarts,
    Math.min(mostStarts, Math.floor(startedOrders / Math.max(1, doubt.orders.length))),
  );
  const tries = effort.choices(Math.min(mostTries, doubt.orders.length * triesEach), starts);
  const nodes = tries * nodesATry;
  const weigh = (waits: Float64Array): Choice => ({
    waits,
    cost: waits.reduce((sum, wait, order) => sum + network.weight[order]! * Math.max(0, wait), 0),
  });
  const better = (of: Doubt, from: number): Choice =>
    weigh(waitsOf(of, betterTogether(of, of.taken, { seed: from, nodes })));
  const start = (from: number): Choice => {
    const short = { ...rules, lack: Float64Array.from(rules.lack) };
    const ledger = createLedger(network, sweep, short);
    const waits = waitsOf(doubt, anneal(doubt, { seed: from, tries }));
    for (const [row, order] of sweep.orders.entries()) ledger.settle(row, waits[order]!);
    cover(network, sweep, short, ledger);
    return better(findDoubt(weighing, ledger.wait, inDoubt), from);
  };
  const good: Choice[] = [];
  const sort = () => good.sort((a, b) => a.cost - b.cost);
  for (let at = 0; at < starts; at += 1) {
    if (at >= firstStarts && good[0]!.cost <= weighing.prices.bound * (1 + nearBound)) break;
    good.push(start(seed + at));
    sort();
  }
  for (let merge = 0; merge < Math.min(mostMerges, good.length - 1); merge += 1) {
    sort();
    const open = Array.from(sweep.orders, (order) =>
      [...new Set(good.map(({ waits }) => waits[order]!))].sort((a, b) => a - b),
    );
    const merged = createDoubt(weighing, open, good[0]!.waits);
    if (merged.orders.length === 0) break;
    good[good.length - 1] = better(merged, seed + merge);
  }
  sort();
  return better(findDoubt(weighing, good[0]!.waits, inDoubtAtLast), seed).waits;
};
