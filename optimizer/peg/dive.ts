import { cover } from "./cover.ts";
import { createLedger } from "./ledger.ts";
import type { PegNetwork } from "./network.ts";
import type { Prices } from "./prices.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/** Rounds of pricing between two groups, and their first and last step. */
const rounds = 5;
const firstStep = 0.1;
const lastStep = 0.02;
/** Weighted hours by which another wait must be worse for an order to be out of doubt. */
const clear = 40;
/** Share of the orders in doubt that are settled in each turn all the same, the least doubtful first. */
const settledEach = 0.15;

/**
 * Waits for all orders out of prices: settles those that pick the same wait however the prices move, prices what they leave for
 * the others, and so on (diving, as in column generation: Sadykov and others 2019). What is short at the end is covered by
 * whoever loses least. Uses the rules up.
 */
export const dive = (
  network: PegNetwork,
  sweep: Sweep,
  rules: Rules,
  { pricing, relaxation, stated }: Prices,
): Float64Array => {
  const priced = createLedger(network, stated.sweep, stated);
  const { picked, margin } = relaxation;
  const steady = new Int32Array(sweep.orders.length);
  const before = new Float64Array(sweep.orders.length);
  for (let rows = Int32Array.from(sweep.orders.keys()); rows.length > 0; ) {
    steady.fill(0);
    relaxation.clip(rows);
    for (let round = 0; round < rounds; round += 1) {
      pricing.round({ relaxation, rows, step: firstStep * (lastStep / firstStep) ** (round / rounds) });
      for (const row of rows) {
        steady[row] = picked[row] === before[row] ? steady[row]! + 1 : 0;
        before[row] = picked[row]!;
      }
    }
    for (const row of rows) relaxation.pick(row);
    const least = Math.ceil(rows.length * settledEach);
    const left: number[] = [];
    for (const [place, row] of rows.toSorted((a, b) => margin[b]! - margin[a]! || a - b).entries())
      if (
        place < least ||
        (margin[row]! > clear && steady[row]! >= rounds - 1 && picked[row] === before[row])
      )
        priced.settle(row, picked[row]!);
      else left.push(row);
    rows = Int32Array.from(left).sort();
  }
  const ledger = createLedger(network, sweep, rules);
  for (const [row, order] of sweep.orders.entries()) ledger.settle(row, priced.wait[order]!);
  cover(network, sweep, rules, ledger);
  return ledger.wait;
};
