/** Values summed up, so that those of several stretches or testers can be put together. */
export interface Moments {
  readonly values: number;
  readonly mean: number;
  /** Sum of the squares of the deviations from the mean. */
  readonly squares: number;
  readonly least: number;
  readonly greatest: number;
  /** Moving ranges: distances of a value from the one before it at the same place. */
  readonly ranges: number;
  readonly rangeSum: number;
}

/** Moments of values in their order; undefined where there are none. All of them are finite. */
export const momentsOf = (values: readonly number[]): Moments | undefined => {
  const [first] = values;
  if (first === undefined) return undefined;
  let [mean, squares, rangeSum] = [0, 0, 0];
  let [least, greatest] = [first, first];
  for (const [index, value] of values.entries()) {
    // By Welford (1962): small deviations of great values are not lost.
    const off = value - mean;
    mean += off / (index + 1);
    squares += off * (value - mean);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    if (index > 0) rangeSum += Math.abs(value - values[index - 1]!);
  }
  return { values: values.length, mean, squares, least, greatest, ranges: values.length - 1, rangeSum };
};

/** Two stretches as one, by Chan, Golub and LeVeque (1979). What lies between the last of one and the first of the other is no range. */
export const together = (a: Moments, b: Moments): Moments => {
  const values = a.values + b.values;
  const off = b.mean - a.mean;
  return {
    values,
    mean: a.mean + (off * b.values) / values,
    squares: a.squares + b.squares + (off * off * a.values * b.values) / values,
    least: Math.min(a.least, b.least),
    greatest: Math.max(a.greatest, b.greatest),
    ranges: a.ranges + b.ranges,
    rangeSum: a.rangeSum + b.rangeSum,
  };
};
