import type { PegNetwork } from "./network.ts";
import type { Sweep } from "./sweep.ts";

export interface RelaxationPrices {
  /** For a piece that waits by each rule. */
  readonly pay: Float64Array;
  /** Of a piece of each supply, for those with a choice of pools: what rules pay from then on. */
  readonly price: Float64Array;
}

/**
 * The pegging problem with prices instead of rules on what must wait. It falls apart into single orders: each picks the wait at
 * which the wait itself, the cheapest supplies where it has a choice, and what it is paid for waiting cost least. The coupling of
 * a kit (its last material counts) stays exact.
 */
export const createRelaxation = (
  { weight, unserved, supplied }: PegNetwork,
  sweep: Sweep,
  lack: Float64Array,
  { pay, price }: RelaxationPrices,
) => {
  const { orders, choices, least, first, choice, what, wait, pieces } = sweep;
  const used = new Float64Array(supplied.length);
  const waiting = new Float64Array(lack.length);
  const cheapest = new Float64Array(sweep.mostChoices);
  const chosen = new Int32Array(sweep.mostChoices);
  /** Pieces by which an entry counts for its rule; 0 for what counts for none. */
  const counts = new Float64Array(what.length);
  const picked = new Float64Array(orders.length);
  const margin = new Float64Array(orders.length);

  /** Picks the wait of a row, no less than a given one, and gives what it costs less what it is paid. */
  const pick = (row: number, floor = 0): number => {
    const order = orders[row]!;
    const end = first[row + 1]!;
    let most = 0;
    for (let at = first[row]!; at < end; at += 1) most += counts[at]! * pay[what[at]!]!;
    let value = weight[order]! * unserved[order]! - most;
    let second = Number.POSITIVE_INFINITY;
    picked[row] = unserved[order]!;
    let open = choices[row]!;
    cheapest.fill(Number.POSITIVE_INFINITY, 0, open);
    let supplies = 0;
    let paid = 0;
    let now = Math.max(floor, least[row]!);
    for (let at = first[row]!; weight[order]! * now - most < value; now = wait[at]!) {
      // All that this wait allows.
      for (; at < end && wait[at]! <= now; at += 1) {
        const place = choice[at]!;
        if (place < 0) {
          paid += counts[at]! * pay[what[at]!]!;
          continue;
        }
        const cost = pieces[at]! * price[what[at]!]!;
        const known = cheapest[place]!;
        if (cost >= known) continue;
        cheapest[place] = cost;
        if (known === Number.POSITIVE_INFINITY) open -= 1;
        supplies += known === Number.POSITIVE_INFINITY ? cost : cost - known;
      }
      if (open === 0) {
        const here = weight[order]! * now + supplies - paid;
        if (here < value) {
          second = value;
          value = here;
          picked[row] = now;
        } else if (here < second) second = here;
      }
      if (at === end) break;
    }
    margin[row] = second - value;
    return value;
  };
  /** Counts what a row does at the wait it picked. */
  const count = (row: number): void => {
    const limit = picked[row]!;
    const never = limit >= unserved[orders[row]!]!;
    const open = choices[row]!;
    cheapest.fill(Number.POSITIVE_INFINITY, 0, open);
    for (let at = first[row]!; at < first[row + 1]! && (never || wait[at]! <= limit); at += 1) {
      const place = choice[at]!;
      if (place < 0) {
        waiting[what[at]!]! += counts[at]!;
        continue;
      }
      const cost = pieces[at]! * price[what[at]!]!;
      if (cost >= cheapest[place]!) continue;
      cheapest[place] = cost;
      chosen[place] = at;
    }
    if (never) return;
    for (let place = 0; place < open; place += 1) used[what[chosen[place]!]!]! += pieces[chosen[place]!]!;
  };

  /** Has orders count for no more than what the rules lack by now. */
  const clip = (rows: Int32Array): void => {
    for (const row of rows)
      for (let at = first[row]!; at < first[row + 1]!; at += 1)
        counts[at] = choice[at]! < 0 ? Math.max(0, Math.min(pieces[at]!, lack[what[at]!]!)) : 0;
  };
  clip(Int32Array.from(orders.keys()));

  return {
    clip,
    /** What those with a choice of pools ask of each supply. */
    used,
    /** Pieces that wait by each rule. */
    waiting,
    /** By row: the wait that it picked last, and how much more another costs it at the least. */
    picked,
    margin,
    pick,
    /** What some rows cost together at the prices, less what they are paid. */
    solve: (rows: Int32Array): number => {
      used.fill(0);
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
