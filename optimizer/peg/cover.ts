import { createTournament } from "../construct/tournament.ts";
import type { Ledger } from "./ledger.ts";
import type { PegNetwork } from "./network.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/** Room for rounding in sums of pieces. */
const epsilon = 1e-9;

/**
 * Has orders wait for what is still short, each time the one that loses least by it for each piece (the greedy cover of Chvatal
 * 1979). What an order is worth only falls as others wait, so it is worked out anew only when it seems the best.
 */
export const cover = (network: PegNetwork, sweep: Sweep, { lack }: Rules, ledger: Ledger): void => {
  const { weight } = network;
  const { orders, first, rule, wait, pieces } = sweep;
  const nextWait = new Float64Array(orders.length);
  /** Least loss for each piece that a row can free; Infinity when it can free none. */
  const lossOf = (row: number): number => {
    const now = ledger.wait[orders[row]!]!;
    let least = Number.POSITIVE_INFINITY;
    let freed = 0;
    for (let at = first[row]!; at < first[row + 1]!; at += 1) {
      if (wait[at]! <= now || lack[rule[at]!]! <= epsilon) continue;
      freed += Math.min(pieces[at]!, lack[rule[at]!]!);
      const loss = (weight[orders[row]!]! * (wait[at]! - now)) / freed;
      if (loss >= least) continue;
      least = loss;
      nextWait[row] = wait[at]!;
    }
    return least;
  };
  const losses = createTournament(orders.length);
  for (let row = 0; row < orders.length; row += 1) losses.set(row, lossOf(row));
  while (losses.least() < Number.POSITIVE_INFINITY) {
    const before = losses.least();
    const row = losses.winner();
    const now = lossOf(row);
    if (now <= before) ledger.settle(row, nextWait[row]!);
    losses.set(row, now <= before ? lossOf(row) : now);
  }
};
