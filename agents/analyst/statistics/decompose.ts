/** A part of a ratio: what is above and below its line. */
export interface RatioPart {
  readonly part: number;
  readonly whole: number;
}

/** What a part did to a ratio: by its own rate, and by weighing more or less than before. */
export interface RatioShare {
  readonly rate: number;
  readonly mix: number;
}

/**
 * Splits the change of a ratio into what each part did, without a rest: the change of its own rate at the mean of its two
 * weights, and the change of its weight at the mean of its two rates, held against the mean of the whole (Kitagawa,
 * Components of a Difference between Two Rates, 1955). The sum over all parts is the change.
 *
 * @param parts Each part before and now; of one that was not there, zeros.
 */
export const ratioShares = (
  parts: readonly { readonly before: RatioPart; readonly now: RatioPart }[],
): RatioShare[] => {
  const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((all, one) => all + of(one), 0);
  const [wholeBefore, wholeNow] = [sum(({ before }) => before.whole), sum(({ now }) => now.whole)];
  if (wholeBefore <= 0 || wholeNow <= 0) return parts.map(() => ({ rate: 0, mix: 0 }));
  const mean = (sum(({ before }) => before.part) / wholeBefore + sum(({ now }) => now.part) / wholeNow) / 2;
  return parts.map(({ before, now }) => {
    const [weightBefore, weightNow] = [before.whole / wholeBefore, now.whole / wholeNow];
    // What has no rate of its own has changed none: all of it is weight.
    const own = ({ part, whole }: RatioPart) => (whole > 0 ? part / whole : undefined);
    const rateBefore = own(before) ?? own(now) ?? mean;
    const rateNow = own(now) ?? rateBefore;
    // A part above the line without a whole below it adds what it is.
    const stray =
      (now.whole > 0 ? 0 : now.part / wholeNow) - (before.whole > 0 ? 0 : before.part / wholeBefore);
    return {
      rate: ((rateNow - rateBefore) * (weightBefore + weightNow)) / 2 + stray,
      mix: (weightNow - weightBefore) * ((rateBefore + rateNow) / 2 - mean),
    };
  });
};

/**
 * Splits the change of a product into what each factor did, without a rest and whatever the order in which they are looked
 * at: the mean over all orders of what the factor changes when it changes after those before it (Shapley value; for
 * decompositions Albrecht, François and Schoors 2002).
 */
export const factorShares = (before: readonly number[], now: readonly number[]): number[] => {
  const count = before.length;
  const shares = new Array<number>(count).fill(0);
  const product = (changed: number) =>
    before.reduce((all, value, index) => all * (changed & (1 << index) ? now[index]! : value), 1);
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >> 1));
  for (let index = 0; index < count; index += 1)
    for (let set = 0; set < 1 << count; set += 1) {
      if (set & (1 << index)) continue;
      const size = bits(set);
      const share = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      shares[index]! += share * (product(set | (1 << index)) - product(set));
    }
  return shares;
};
