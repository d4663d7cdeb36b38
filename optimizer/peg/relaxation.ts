import type { PegNetwork } from "./network.ts";
import type { Stated } from "./restate.ts";

/** Entries of the longest row. */
const longestRow = (first: Int32Array): number => {
  let most = 0;
  for (let row = 0; row + 1 < first.length; row += 1) most = Math.max(most, first[row + 1]! - first[row]!);
  return most;
};

/**
 * The pegging problem with prices instead of rules on what must wait. It falls apart into single orders: each picks the wait at
 * which the wait itself costs least, less what it is paid for waiting. The coupling of a kit (its last material counts) stays
 * exact.
 */
export const createRelaxation = (
  { weight, unserved }: PegNetwork,
  { sweep, lack }: Pick<Stated, "sweep" | "lack">,
  /** For a piece that waits by each rule. */
  pay: Float64Array,
) => {
  const { orders, least, first, rule, wait, pieces } = sweep;
  const waiting = new Float64Array(lack.length);
  /** Pieces by which an entry counts for its rule. */
  const counts = new Float64Array(rule.length);
  const picked = new Float64Array(orders.length);
  const margin = new Float64Array(orders.length);
  /** What each entry of the row at hand is paid: looked up once, as rules lie far apart. */
  const paying = new Float64Array(longestRow(first));

  /** Picks the wait of a row, no less than a given one, and gives what it costs less what it is paid. */
  const pick = (row: number, floor = 0): number => {
    const order = orders[row]!;
    const begin = first[row]!;
    const end = first[row + 1]!;
    const each = weight[order]!;
    let most = 0;
    for (let at = begin; at < end; at += 1) {
      const one = counts[at]! * pay[rule[at]!]!;
      paying[at - begin] = one;
      most += one;
    }
    let value = each * unserved[order]! - most;
    let second = Number.POSITIVE_INFINITY;
    picked[row] = unserved[order]!;
    let paid = 0;
    let now = Math.max(floor, least[row]!);
    for (let at = begin; each * now - most < value; now = wait[at]!) {
      // All that this wait allows.
      for (; at < end && wait[at]! <= now; at += 1) paid += paying[at - begin]!;
      const here = each * now - paid;
      if (here < value) {
        second = value;
        value = here;
        picked[row] = now;
      } else if (here < second) second = here;
      if (at === end) break;
    }
    margin[row] = second - value;
    return value;
  };
  /** Counts what a row does at the wait it picked. */
  const count = (row: number): void => {
    const limit = picked[row]!;
    const never = limit >= unserved[orders[row]!]!;
    for (let at = first[row]!; at < first[row + 1]! && (never || wait[at]! <= limit); at += 1)
      waiting[rule[at]!]! += counts[at]!;
  };

  /** Has orders count for no more than what the rules lack by now. */
  const clip = (rows: Int32Array): void => {
    for (const row of rows)
      for (let at = first[row]!; at < first[row + 1]!; at += 1)
        counts[at] = Math.max(0, Math.min(pieces[at]!, lack[rule[at]!]!));
  };
  clip(Int32Array.from(orders.keys()));

  return {
    clip,
    /** Pieces that wait by each rule. */
    waiting,
    /** By row: the wait that it picked last, and how much more another costs it at the least. */
    picked,
    margin,
    pick,
    /** What some rows cost together at the prices, less what they are paid. */
    solve: (rows: Int32Array): number => {
      waiting.fill(0);
      let total = 0;
      for (const row of rows) {
        total += pick(row);
        count(row);
      }
      return total;
    },
  };
};
export type Relaxation = ReturnType<typeof createRelaxation>;
