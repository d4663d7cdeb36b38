/** Ranks from 1, those of equal values their mean. */
const ranksOf = (values: readonly number[]): number[] => {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to += 1;
    for (let at = from; at <= to; at += 1) ranks[order[at]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const count = a.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / count;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ownA, ownB] = [0, 0, 0];
  for (let index = 0; index < count; index += 1) {
    const [x, y] = [a[index]! - meanA, b[index]! - meanB];
    both += x * y;
    ownA += x * x;
    ownB += y * y;
  }
  return ownA > 0 && ownB > 0 ? both / Math.sqrt(ownA * ownB) : 0;
};

/** Spearman's rank correlation: whether two series rise and fall together, however they are scaled. */
export const rankCorrelation = (a: readonly number[], b: readonly number[]): number =>
  correlation(ranksOf(a), ranksOf(b));

/** The upper tail of the standard normal distribution (Abramowitz and Stegun 26.2.17; error below 7.5e-8). */
const upperTail = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
};

/**
 * Chance that a rank correlation as strong comes of series that have nothing to do with each other, two-sided: Fisher's
 * transformation with the variance of Fieller, Hartley and Pearson (1957), 1.06 / (n − 3).
 */
export const chanceOf = (rho: number, count: number): number => {
  if (count < 4) return 1;
  const bounded = Math.min(0.999_999, Math.abs(rho));
  return Math.min(1, 2 * upperTail(Math.atanh(bounded) / Math.sqrt(1.06 / (count - 3))));
};

/**
 * Which of many tests hold where one in twenty of those that do may be wrong (Benjamini and Hochberg 1995).
 *
 * @returns For each chance whether it holds.
 */
export const discoveries = (chances: readonly number[], rate = 0.05): boolean[] => {
  const order = chances.map((_, index) => index).sort((a, b) => chances[a]! - chances[b]!);
  const last = order.findLastIndex(
    (index, position) => chances[index]! <= (rate * (position + 1)) / chances.length,
  );
  const kept = new Set(order.slice(0, last + 1));
  return chances.map((_, index) => kept.has(index));
};
