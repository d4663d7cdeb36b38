import type { Doubt } from "./doubt.ts";

/** Room for rounding in sums of costs and of pieces. */
const epsilon = 1e-7;

/** Steps that the orders in doubt take, and what they leave short of each rule; below 0 where more wait than have to. */
export interface Taken {
  readonly steps: Int32Array;
  readonly short: Float64Array;
}

export const takeSteps = ({ first, entries, rule, pieces, lack }: Doubt, steps: Int32Array): Taken => {
  const short = Float64Array.from(lack);
  for (let order = 0; order < steps.length; order += 1)
    for (let at = entries[first[order]!]!; at < entries[first[order]! + steps[order]!]!; at += 1)
      short[rule[at]!]! -= pieces[at]!;
  return { steps, short };
};

/**
 * Finds the best steps for a few orders while all others keep theirs, by branch and bound (Land and Doig 1960). At the prices an
 * order's choices differ by what they cost less what they are paid; no choice of all costs less than the best of each with
 * what is paid for all that is lacking, and what waits beyond that is paid in vain.
 *
 * @returns Has a group take better steps if it finds some, of at most so many nodes; says how many it saw.
 */
export const createBranching = (doubt: Doubt, { steps, short }: Taken) => {
  const { first, cost, entries, rule, pieces, pay } = doubt;
  /** What the group has yet to wait by, and what those of it who have not chosen could at the most. */
  const open = new Float64Array(short.length);
  const able = new Float64Array(short.length);
  const price = new Float64Array(short.length);
  const seen = new Uint8Array(short.length);
  const touched: number[] = [];
  const line: number[] = [];
  /** By place in the line: the choices, the best first, and how much worse each is. */
  const choices: number[][] = [];
  const worse: number[][] = [];
  const chosen: number[] = [];
  const best: number[] = [];
  let least = 0;
  let left = 0;
  const worthOf = (step: number): number => {
    let value = cost[step]!;
    for (let at = entries[step]!; at < entries[step + 1]!; at += 1) value -= price[rule[at]!]! * pieces[at]!;
    return value;
  };
  const descend = (place: number, bound: number): void => {
    if (place === line.length) {
      least = bound;
      for (let at = 0; at < place; at += 1) best[at] = chosen[at]!;
      return;
    }
    const order = line[place]!;
    const from = entries[first[order]!]!;
    const end = entries[first[order + 1]!]!;
    for (let at = from; at < end; at += 1) able[rule[at]!]! -= pieces[at]!;
    for (let choice = 0; choice < choices[place]!.length; choice += 1) {
      const above = bound + worse[place]![choice]!;
      if (above >= least - epsilon || left === 0) break;
      left -= 1;
      const taken = choices[place]![choice]!;
      const to = entries[first[order]! + taken]!;
      let vain = 0;
      for (let at = from; at < to; at += 1) {
        const one = rule[at]!;
        const before = open[one]!;
        open[one] = before - pieces[at]!;
        if (open[one]! < 0) vain += price[one]! * (before < 0 ? pieces[at]! : -open[one]!);
      }
      let met = above + vain < least - epsilon;
      for (let at = from; met && at < end; at += 1) met = open[rule[at]!]! <= able[rule[at]!]! + epsilon;
      if (met) {
        chosen[place] = taken;
        descend(place + 1, above + vain);
      }
      for (let at = from; at < to; at += 1) open[rule[at]!]! += pieces[at]!;
    }
    for (let at = from; at < end; at += 1) able[rule[at]!]! += pieces[at]!;
  };
  /** Takes the group out of what waits; gives what it costs as it is. */
  const takeOut = (group: readonly number[]): number => {
    for (const one of touched) seen[one] = 0;
    touched.length = 0;
    let now = 0;
    for (const order of group) {
      const has = first[order]! + steps[order]!;
      for (let step = first[order]!; step < has; step += 1) now += cost[step]!;
      for (let at = entries[first[order]!]!; at < entries[first[order + 1]!]!; at += 1) {
        const one = rule[at]!;
        if (!seen[one]) {
          seen[one] = 1;
          touched.push(one);
          open[one] = short[one]!;
          able[one] = 0;
        }
        able[one]! += pieces[at]!;
        if (at < entries[has]!) open[one]! += pieces[at]!;
      }
    }
    return now;
  };
  /** Puts the orders whose choices differ most first; gives the least that all could cost. */
  const putInLine = (group: readonly number[]): number => {
    let bound = 0;
    for (const one of touched) {
      price[one] = open[one]! > 0 ? pay[one]! : 0;
      bound += price[one]! * open[one]!;
    }
    const found = group.map((order) => {
      const values = [0];
      for (let step = first[order]!; step < first[order + 1]!; step += 1)
        values.push(values.at(-1)! + worthOf(step));
      const sorted = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
      bound += values[sorted[0]!]!;
      return { order, sorted, worse: sorted.map((choice) => values[choice]! - values[sorted[0]!]!) };
    });
    found.sort((a, b) => b.worse[1]! - a.worse[1]! || a.order - b.order);
    for (const [place, { order, sorted, worse: more }] of found.entries()) {
      line[place] = order;
      choices[place] = sorted;
      worse[place] = more;
    }
    line.length = group.length;
    return bound;
  };
  return (group: readonly number[], most: number): number => {
    const now = takeOut(group);
    const bound = putInLine(group);
    least = now;
    left = most;
    descend(0, bound);
    if (least < now)
      for (const [place, order] of line.entries()) {
        const low = entries[first[order]! + Math.min(steps[order]!, best[place]!)]!;
        const high = entries[first[order]! + Math.max(steps[order]!, best[place]!)]!;
        const sign = best[place]! > steps[order]! ? 1 : -1;
        for (let at = low; at < high; at += 1) short[rule[at]!]! -= sign * pieces[at]!;
        steps[order] = best[place]!;
      }
    return most - left;
  };
};
