import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A point from which on a series has another level. */
export interface Change {
  /** Index of the first value of the new level. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
  /** Share of random orders of the same values that seem to change as much. */
  readonly chance: number;
}

const leastSegment = 3;
const orders = 499;
const significant = 0.02;

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Where the two parts of a series differ most, by the sum of squares that it explains. */
const best = (values: readonly number[]): { at: number; gain: number } => {
  const count = values.length;
  const total = values.reduce((sum, value) => sum + value, 0);
  let left = 0;
  let found = { at: 0, gain: -1 };
  for (let at = 1; at < count; at += 1) {
    left += values[at - 1]!;
    if (at < leastSegment || count - at < leastSegment) continue;
    const gap = left / at - (total - left) / (count - at);
    const gain = (gap * gap * at * (count - at)) / count;
    if (gain > found.gain) found = { at, gain };
  }
  return found;
};

/**
 * The points at which a series changes its level, found one after the other, each one kept where fewer than 2 % of random
 * orders of its values change as much (binary segmentation with a permutation test: Taylor, Change-Point Analysis, 2000).
 * The same series gives the same points.
 */
export const changePoints = (values: readonly number[], most = 5): Change[] => {
  const random = xoroshiro128plus(20_241_104);
  const found: number[] = [];
  const chances = new Map<number, number>();
  const search = (from: number, to: number): void => {
    if (to - from < 2 * leastSegment || found.length >= most) return;
    const part = values.slice(from, to);
    const { at, gain } = best(part);
    if (gain <= 0) return;
    let as = 0;
    const shuffled = [...part];
    for (let round = 0; round < orders; round += 1) {
      for (let index = shuffled.length - 1; index > 0; index -= 1) {
        const other = uniformInt(random, 0, index);
        [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
      }
      if (best(shuffled).gain >= gain) as += 1;
    }
    const chance = (as + 1) / (orders + 1);
    if (chance > significant) return;
    found.push(from + at);
    chances.set(from + at, chance);
    search(from, from + at);
    search(from + at, to);
  };
  search(0, values.length);
  found.sort((a, b) => a - b);
  return found.map((at, index) => ({
    at,
    before: meanOf(values.slice(found[index - 1] ?? 0, at)),
    after: meanOf(values.slice(at, found[index + 1])),
    chance: chances.get(at)!,
  }));
};
