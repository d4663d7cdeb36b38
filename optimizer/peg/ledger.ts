import type { PegNetwork } from "./network.ts";
import type { Rules } from "./rules.ts";
import type { Sweep } from "./sweep.ts";

/** Waits that are settled, and what they leave of the rules. */
export interface Ledger {
  /** By order. */
  readonly wait: Float64Array;
  /** Settles the wait of a row, the first time or a longer one. */
  settle(row: number, wait: number): void;
}

/** Keeps what the rules still lack while orders are settled. */
export const createLedger = (
  { orders, unserved }: PegNetwork,
  sweep: Sweep,
  { lack }: Pick<Rules, "lack">,
): Ledger => {
  const wait = new Float64Array(orders).fill(-1);
  return {
    wait,
    settle: (row, limit) => {
      const order = sweep.orders[row]!;
      const before = wait[order]!;
      const never = limit >= unserved[order]!;
      for (let at = sweep.first[row]!; at < sweep.first[row + 1]!; at += 1)
        if (sweep.wait[at]! > before && (never || sweep.wait[at]! <= limit))
          lack[sweep.rule[at]!]! -= sweep.pieces[at]!;
      wait[order] = limit;
    },
  };
};
