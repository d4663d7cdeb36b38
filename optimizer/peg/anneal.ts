import { createRandom } from "../random.ts";
import type { Doubt } from "./doubt.ts";

export interface AnnealOptions {
  readonly seed: number;
  readonly tries: number;
}

/** Weighted hours: how much worse a change may be at the beginning and at the end. */
const hot = 60;
const cold = 0.5;
/**
 * What a missing piece costs, as a multiple of what it is paid: at the beginning, when this share of the tries has passed, and at
 * the end.
 */
const firstFine = 1;
const fined = 0.8;
const midFine = 3;
const lastFine = 12;
/** Rules that pay less count as if they paid this share of the mean. */
const leastPay = 0.3;
/** Tries between two adjustments. */
const often = 4_096;
/** Most links of a chain, and how likely each is. */
const mostLinks = 3;
const linked = 0.6;

const fineAt = (passed: number): number =>
  passed < fined
    ? firstFine * (midFine / firstFine) ** (passed / fined)
    : midFine * (lastFine / midFine) ** ((passed - fined) / (1 - fined));

/** The steps that count for each rule, closed. */
const stepsByRule = ({ lack, cost, entries, rule }: Doubt) => {
  const first = new Int32Array(lack.length + 1);
  for (const one of rule) first[one + 1]! += 1;
  for (let one = 0; one < lack.length; one += 1) first[one + 1]! += first[one]!;
  const steps = new Int32Array(rule.length);
  const place = first.slice();
  for (let step = 0; step < cost.length; step += 1)
    for (let at = entries[step]!; at < entries[step + 1]!; at += 1) {
      steps[place[rule[at]!]!] = step;
      place[rule[at]!]! += 1;
    }
  return { first, steps };
};

/**
 * Chooses waits for the orders in doubt by simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983). What is still short is
 * fined by the prices, and the more the colder it is. A try has one order wait longer or less, and then others that count for the
 * same rule make up for it the other way (ejection chains of Glover 1996).
 *
 * @returns The steps that each order takes.
 */
export const anneal = (doubt: Doubt, { seed, tries }: AnnealOptions): Int32Array => {
  const { first, taker, cost, entries, rule, pieces, lack, pay } = doubt;
  const { int, share } = createRandom(seed);
  const taken = new Int32Array(doubt.taken.length);
  const short = Float64Array.from(lack);
  const fine = new Float64Array(lack.length);
  const paying = pay.filter((paid) => paid > 0);
  const floor = (leastPay * paying.reduce((sum, paid) => sum + paid, 0)) / Math.max(1, paying.length);

  const counting = stepsByRule(doubt);

  /** Has an order take so many steps, and says what it costs with the fines. */
  const move = (order: number, to: number): number => {
    let more = 0;
    const from = first[order]!;
    const now = taken[order]!;
    for (let step = from + now; step < from + to; step += 1) {
      more += cost[step]!;
      for (let at = entries[step]!; at < entries[step + 1]!; at += 1) {
        const one = rule[at]!;
        const before = short[one]!;
        if (before > 0) more -= fine[one]! * Math.min(before, pieces[at]!);
        short[one] = before - pieces[at]!;
      }
    }
    for (let step = from + now - 1; step >= from + to; step -= 1) {
      more -= cost[step]!;
      for (let at = entries[step]!; at < entries[step + 1]!; at += 1) {
        const one = rule[at]!;
        const after = short[one]! + pieces[at]!;
        if (after > 0) more += fine[one]! * Math.min(after, pieces[at]!);
        short[one] = after;
      }
    }
    taken[order] = to;
    return more;
  };
  for (let order = 0; order < taken.length; order += 1) move(order, doubt.taken[order]!);

  const moved: number[] = [];
  const before: number[] = [];
  /** A rule that the steps of an order between two counts leave short, or more than met; -1 when there is none. */
  const touched = (order: number, low: number, high: number, wantsShort: boolean): number => {
    const from = entries[first[order]! + low]!;
    const count = entries[first[order]! + high]! - from;
    const shift = count > 0 ? int(count) : 0;
    for (let at = 0; at < count; at += 1) {
      const one = rule[from + ((shift + at) % count)]!;
      if (wantsShort ? short[one]! > 0 : short[one]! < 0) return one;
    }
    return -1;
  };
  const change = (order: number, to: number): number => {
    moved.push(order);
    before.push(taken[order]!);
    return move(order, to);
  };
  for (let round = 0, heat = hot; round < tries && taken.length > 0; round += 1) {
    if (round % often === 0) {
      const passed = round / tries;
      heat = hot * (cold / hot) ** passed;
      const times = fineAt(passed);
      for (let one = 0; one < fine.length; one += 1) fine[one] = Math.max(pay[one]!, floor) * times;
    }
    moved.length = 0;
    before.length = 0;
    let order = int(taken.length);
    const steps = first[order + 1]! - first[order]!;
    const now = taken[order]!;
    // Mostly to the next wait, now and then to any.
    let to = int(2) === 0 ? now + 1 - 2 * int(2) : int(steps + 1);
    if (to === now || to < 0 || to > steps) continue;
    let more = change(order, to);
    for (let link = 0; link < mostLinks && more > 0 && share() < linked; link += 1) {
      const old = before.at(-1)!;
      const longer = to > old;
      const one = touched(order, Math.min(to, old), Math.max(to, old), !longer);
      if (one < 0) break;
      const from = counting.first[one]!;
      const step = counting.steps[from + int(counting.first[one + 1]! - from)]!;
      order = taker[step]!;
      const within = step - first[order]!;
      if (moved.includes(order) || taken[order]! > within !== longer) break;
      to = longer ? within : within + 1;
      more += change(order, to);
    }
    if (more > 0 && share() >= Math.exp(-more / heat))
      for (let at = moved.length - 1; at >= 0; at -= 1) move(moved[at]!, before[at]!);
  }
  return taken;
};
