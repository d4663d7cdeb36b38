/** One case as its causes were weighed without it. */
export interface Weighed {
  /** Log-weights by cause that stay as they are. */
  readonly fixed: readonly number[];
  /** Sources of evidence, each with log-likelihoods by cause, to be tempered by an exponent of its own. */
  readonly sources: readonly (readonly number[])[];
  /** Index of the cause that it was. */
  readonly truth: number;
}

/** Log-weights by cause of all sources together. */
export const combined = (
  { fixed, sources }: Pick<Weighed, "fixed" | "sources">,
  exponents: readonly number[],
): number[] =>
  fixed.map((log, cause) =>
    sources.reduce((sum, source, index) => sum + exponents[index]! * source[cause]!, log),
  );

/** Mean of -ln P(truth). */
const logLoss = (cases: readonly Weighed[], exponents: readonly number[]): number =>
  cases.reduce((sum, one) => {
    const logs = combined(one, exponents);
    const most = Math.max(...logs);
    const total = logs.reduce((all, log) => all + Math.exp(log - most), 0);
    return sum + most + Math.log(total) - logs[one.truth]!;
  }, 0) / Math.max(1, cases.length);

const golden = (Math.sqrt(5) - 1) / 2;
const largest = 1.5;
const rounds = 4;

/** Where a function with one minimum has it; golden-section search (Kiefer 1953) to within 0.01. */
const minimum = (lossAt: (at: number) => number): number => {
  let [low, high] = [0, largest];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [lossAt(left), lossAt(right)];
  while (high - low > 0.01) {
    if (atLeft < atRight) {
      high = right;
      [right, atRight] = [left, atLeft];
      left = high - golden * (high - low);
      atLeft = lossAt(left);
    } else {
      low = left;
      [left, atLeft] = [right, atRight];
      right = low + golden * (high - low);
      atRight = lossAt(right);
    }
  }
  return (low + high) / 2;
};

/**
 * The exponents, 0 to 1.5, with the least log loss: one after the other, a few times round. The loss is convex in them
 * (the logarithm of a sum of exponentials of linear functions), so that this comes to its one minimum.
 */
export const fitExponents = (cases: readonly Weighed[], start: readonly number[]): readonly number[] => {
  const exponents = [...start];
  for (let round = 0; round < rounds; round += 1)
    for (const index of exponents.keys())
      exponents[index] = minimum((at) => logLoss(cases, exponents.with(index, at)));
  return exponents;
};
