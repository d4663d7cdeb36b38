export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const [least, most] = [5, 40];

/**
 * How often values fall into stretches of one width, by Freedman and Diaconis (1981), which a few far out do not widen. Values that are all
 * alike are one bin; none are none.
 */
export const binsOf = (values: readonly number[]): Bin[] => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) return [];
  if (!(high > low)) return [{ from: low, to: high, count: sorted.length }];
  const quartile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const width = (2 * (quartile(0.75) - quartile(0.25))) / Math.cbrt(sorted.length);
  const wanted = width > 0 ? Math.ceil((high - low) / width) : least;
  const count = Math.min(most, Math.max(least, wanted));
  const counts = new Array<number>(count).fill(0);
  for (const value of sorted)
    counts[Math.min(count - 1, Math.floor(((value - low) / (high - low)) * count))]! += 1;
  const edge = (index: number) => low + ((high - low) * index) / count;
  return counts.map((found, index) => ({ from: edge(index), to: edge(index + 1), count: found }));
};
