import { cover } from "./cover.ts";
import { createLedger } from "./ledger.ts";
import type { PegNetwork } from "./network.ts";
import type { Prices } from "./prices.ts";
import { createRelaxation } from "./relaxation.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/** First and last step of the rounds of pricing between two groups. */
const firstStep = 0.1;
const lastStep = 0.02;

export interface Way {
  /** Rounds of pricing between two groups. */
  readonly rounds: number;
  /** Weighted hours by which another wait must be worse for an order to be out of doubt. */
  readonly clear: number;
  /** Share of the orders in doubt that are settled in each turn all the same, the least doubtful first. */
  readonly settled: number;
}

/** No way is the best on every plant: where so many orders are in doubt, chance decides much. */
export const ways: readonly Way[] = [
  { rounds: 5, clear: 40, settled: 0.15 },
  { rounds: 5, clear: 40, settled: 0.1 },
];

/** Rounds that a way takes at the most, each counted as if it went through all orders. */
export const roundsOf = ({ rounds, settled }: Way): number => rounds / settled;

/**
 * Waits for all orders out of prices: settles those that pick the same wait however the prices move, prices what they leave for
 * the others, and so on (diving, as in column generation: Sadykov and others 2019). What is short at the end is covered by
 * whoever loses least.
 */
export const dive = (
  network: PegNetwork,
  sweep: Sweep,
  rules: Rules,
  { pricing, stated }: Prices,
  { rounds, clear, settled }: Way,
): Float64Array => {
  const lack = Float64Array.from(stated.lack);
  const pay = Float64Array.from(pricing.pay());
  const relaxation = createRelaxation(network, { sweep: stated.sweep, lack }, pricing.pay());
  pricing.leave(lack, true);
  const priced = createLedger(network, stated.sweep, { lack });
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
    const least = Math.ceil(rows.length * settled);
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
  pricing.pay().set(pay);
  const short = { ...rules, lack: Float64Array.from(rules.lack) };
  const ledger = createLedger(network, sweep, short);
  for (const [row, order] of sweep.orders.entries()) ledger.settle(row, priced.wait[order]!);
  cover(network, sweep, short, ledger);
  return ledger.wait;
};
