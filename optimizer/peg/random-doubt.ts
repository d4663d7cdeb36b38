import { createRandom } from "../random.ts";
import type { Doubt } from "./doubt.ts";

const rules = 3;

/** For tests: a few orders of one to three steps, each of which has some pieces wait by some rules; all steps together are enough. */
export const randomDoubt = (seed: number): Doubt => {
  const { int } = createRandom(seed);
  const first = [0];
  const taker: number[] = [];
  const cost: number[] = [];
  const entries = [0];
  const rule: number[] = [];
  const pieces: number[] = [];
  const all = new Float64Array(rules);
  for (let order = 0; order < 6; order += 1) {
    for (let step = int(3); step >= 0; step -= 1) {
      taker.push(order);
      cost.push(5 + int(40));
      for (let one = 0; one < rules; one += 1) {
        if (int(2) === 0) continue;
        rule.push(one);
        pieces.push(1 + int(9));
        all[one]! += pieces.at(-1)!;
      }
      entries.push(rule.length);
    }
    first.push(cost.length);
  }
  return {
    orders: Int32Array.from({ length: 6 }, (_, order) => order),
    taken: new Int32Array(6),
    first: Int32Array.from(first),
    taker: Int32Array.from(taker),
    cost: Float64Array.from(cost),
    wait: Float64Array.from(cost, (_, step) => step + 1),
    entries: Int32Array.from(entries),
    rule: Int32Array.from(rule),
    pieces: Float64Array.from(pieces),
    lack: all.map((most) => Math.ceil(most / 2)),
    pay: new Float64Array(rules).fill(40),
    least: new Float64Array(6),
  };
};

/** What steps cost, and whether every rule has what it lacks. */
export const weigh = ({ first, cost, entries, rule, pieces, lack }: Doubt, taken: Int32Array) => {
  const left = Float64Array.from(lack);
  let sum = 0;
  for (const [order, count] of taken.entries())
    for (let step = first[order]!; step < first[order]! + count; step += 1) {
      sum += cost[step]!;
      for (let at = entries[step]!; at < entries[step + 1]!; at += 1) left[rule[at]!]! -= pieces[at]!;
    }
  return { sum, met: left.every((pieces) => pieces <= 0) };
};

/** Least cost of steps by which nothing is short, of all there are. */
export const exact = (doubt: Doubt): number => {
  let least = Number.POSITIVE_INFINITY;
  const taken = new Int32Array(6);
  const visit = (order: number): void => {
    if (order === taken.length) {
      const { sum, met } = weigh(doubt, taken);
      if (met) least = Math.min(least, sum);
      return;
    }
    for (let count = 0; count <= doubt.first[order + 1]! - doubt.first[order]!; count += 1) {
      taken[order] = count;
      visit(order + 1);
    }
  };
  visit(0);
  return least;
};
