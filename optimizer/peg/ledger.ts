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

/**
 * Keeps what the rules still lack while orders are settled. A need with a choice of pools leaves the rules of single pools when
 * its order is settled: which pool it is met from is not.
 */
export const createLedger = (
  network: PegNetwork,
  scarce: Uint8Array,
  sweep: Sweep,
  { lack, open }: Rules,
): Ledger => {
  const { firstNeed, firstSource, sourcePool, firstSupply, needed, unserved } = network;
  const wait = new Float64Array(network.orders).fill(-1);
  const leave = (need: number): void => {
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      const pool = sourcePool[source]!;
      for (let supply = firstSupply[pool]!; supply < firstSupply[pool + 1]!; supply += 1) {
        open[supply]! -= needed[need]!;
        lack[supply]! -= needed[need]!;
      }
    }
  };
  return {
    wait,
    settle: (row, limit) => {
      const order = sweep.orders[row]!;
      const before = wait[order]!;
      const never = limit >= unserved[order]!;
      for (let at = sweep.first[row]!; at < sweep.first[row + 1]!; at += 1)
        if (sweep.choice[at]! < 0 && sweep.wait[at]! > before && (never || sweep.wait[at]! <= limit))
          lack[sweep.what[at]!]! -= sweep.pieces[at]!;
      wait[order] = limit;
      if (before >= 0 || sweep.choices[row] === 0) return;
      for (let need = firstNeed[order]!; need < firstNeed[order + 1]!; need += 1)
        if (scarce[need] && firstSource[need + 1]! - firstSource[need]! > 1) leave(need);
    },
  };
};
