/** Limits within which a series varies by itself. */
export interface Limits {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** Three standard deviations by the mean moving range of two neighbours (d2 = 1.128): 3 / 1.128. */
const factor = 2.66;
/** Fewer values say nothing of how they vary. */
const leastForLimits = 8;

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Limits of an individuals chart (Shewhart), by the mean moving range, which a lasting shift of the level moves little:
 * NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2. Undefined for fewer than eight values.
 *
 * @param range What the metric can be at all: a share is between 0 and 100.
 */
export const individualLimits = (
  values: readonly number[],
  range: { readonly least?: number; readonly most?: number } = {},
): Limits | undefined => {
  if (values.length < leastForLimits) return undefined;
  const mean = meanOf(values);
  const spread = factor * meanOf(values.slice(1).map((value, index) => Math.abs(value - values[index]!)));
  return {
    mean,
    lower: Math.max(range.least ?? Number.NEGATIVE_INFINITY, mean - spread),
    upper: Math.min(range.most ?? Number.POSITIVE_INFINITY, mean + spread),
  };
};

/**
 * How far two neighbours of a series lie apart at most by itself: the upper limit of a moving range chart (D4 = 3.267 for two values),
 * NIST/SEMATECH e-Handbook 6.3.2.2. Undefined for fewer than eight values.
 */
export const usualRange = (values: readonly number[]): number | undefined =>
  values.length < leastForLimits
    ? undefined
    : 3.267 * meanOf(values.slice(1).map((value, index) => Math.abs(value - values[index]!)));

/** Weight of the newest value, and width of the limits, which together find a shift of about one standard deviation soonest. */
const [weight, width] = [0.2, 2.962];

/**
 * The points at which the exponentially weighted moving average leaves its limits: small shifts that last, which no single
 * value shows. NIST/SEMATECH e-Handbook 6.3.2.4; weight and width after Lucas and Saccucci (1990) for an average run length
 * of 500.
 */
export const ewmaSignals = (values: readonly number[]): number[] => {
  if (values.length < leastForLimits) return [];
  const mean = meanOf(values);
  const deviation = meanOf(values.slice(1).map((value, index) => Math.abs(value - values[index]!))) / 1.128;
  let average = mean;
  return values.flatMap((value, index) => {
    average = weight * value + (1 - weight) * average;
    const share = (weight / (2 - weight)) * (1 - (1 - weight) ** (2 * (index + 1)));
    return Math.abs(average - mean) > width * deviation * Math.sqrt(share) ? [index] : [];
  });
};
