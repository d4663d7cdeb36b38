import type { PegNetwork } from "./network.ts";
import type { Stated } from "./restate.ts";

/**
 * The rules with only those waits left open that cost a row little more at the prices than its best: what waits in any case is
 * taken off what is lacking. Near the best prices few others are ever picked, so that a round takes a fraction of its time; the
 * values of such rounds are no bounds.
 *
 * @param most Weighted hours above the best.
 */
export const openWindow = (
  { weight }: PegNetwork,
  stated: Stated,
  pay: Float64Array,
  most: number,
): Stated => {
  const { orders, first, rule, wait, pieces } = stated.sweep;
  const lack = Float64Array.from(stated.lack);
  const least = Float64Array.from(stated.sweep.least);
  const places: number[] = [];
  const counts: number[] = [];
  const closed = new Int32Array(first.length);
  const countOf = (at: number) => Math.min(pieces[at]!, Math.max(0, stated.lack[rule[at]!]!));
  for (let row = 0; row < orders.length; row += 1) {
    const each = weight[orders[row]!]!;
    const end = first[row + 1]!;
    let best = Number.POSITIVE_INFINITY;
    /** Tells the cost of every wait, less what it is paid. */
    const walk = (visit: (now: number, value: number) => void): void => {
      let paid = 0;
      let now = least[row]!;
      for (let at = first[row]!; ; now = wait[at]!) {
        for (; at < end && wait[at]! <= now; at += 1) paid += countOf(at) * pay[rule[at]!]!;
        visit(now, each * now - paid);
        if (at === end) return;
      }
    };
    walk((_, value) => {
      best = Math.min(best, value);
    });
    let low = Number.POSITIVE_INFINITY;
    let high = 0;
    walk((now, value) => {
      if (value > best + most) return;
      low = Math.min(low, now);
      high = now;
    });
    least[row] = low;
    for (let at = first[row]!; at < end && wait[at]! <= high; at += 1)
      if (wait[at]! <= low) lack[rule[at]!]! -= countOf(at);
      else {
        places.push(at);
        counts.push(countOf(at));
      }
    closed[row + 1] = places.length;
  }
  return {
    lack,
    typical: stated.typical,
    given: stated.given,
    sweep: {
      ...stated.sweep,
      least,
      first: closed,
      rule: Int32Array.from(places, (at) => rule[at]!),
      wait: Float64Array.from(places, (at) => wait[at]!),
      pieces: Float64Array.from(counts),
    },
  };
};
