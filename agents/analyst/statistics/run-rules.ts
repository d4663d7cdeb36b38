/**
 * Rules by which points of a control chart stand out, by their numbers in Nelson (1984), "The Shewhart control chart: tests for special
 * causes", Journal of Quality Technology 16; ISO 7870-2. Scores are distances from the centre line in standard deviations of the points.
 */
export const nelsonRules = [1, 2, 3, 4, 5, 6, 7, 8] as const;
export type NelsonRule = (typeof nelsonRules)[number];

/**
 * The zone tests of Western Electric (1956) by their numbers: beyond 3σ, two of three beyond 2σ, four of five beyond 1σ, eight in a row
 * on one side. The fourth is by one point stricter than Nelson's second.
 */
export const westernElectricRules = [1, 2, 3, 4] as const;
export type WesternElectricRule = (typeof westernElectricRules)[number];

const lastOf = (scores: readonly number[], at: number, count: number): readonly number[] =>
  at + 1 < count ? [] : scores.slice(at + 1 - count, at + 1);

/** So many of the last ones beyond a bound on one side, the point itself among them. */
const beyond = (
  scores: readonly number[],
  at: number,
  [least, of]: readonly [number, number],
  bound: number,
) => {
  const side = Math.sign(scores[at]!);
  if (scores[at]! * side <= bound) return false;
  return lastOf(scores, at, of).filter((score) => score * side > bound).length >= least;
};

const oneSide = (scores: readonly number[], at: number, count: number): boolean => {
  const last = lastOf(scores, at, count);
  return last.length > 0 && (last.every((score) => score > 0) || last.every((score) => score < 0));
};

/** Steps from each of the last ones to the next. */
const stepsOf = (scores: readonly number[], at: number, count: number): readonly number[] => {
  const last = lastOf(scores, at, count);
  return last.slice(1).map((score, index) => Math.sign(score - last[index]!));
};

const breaks: Readonly<Record<NelsonRule, (scores: readonly number[], at: number) => boolean>> = {
  1: (scores, at) => Math.abs(scores[at]!) > 3,
  2: (scores, at) => oneSide(scores, at, 9),
  3: (scores, at) => {
    const steps = stepsOf(scores, at, 6);
    return steps.length > 0 && steps[0] !== 0 && steps.every((step) => step === steps[0]);
  },
  4: (scores, at) => {
    const steps = stepsOf(scores, at, 14);
    return (
      steps.length > 0 &&
      steps.every((step, index) => step !== 0 && (index === 0 || step === -steps[index - 1]!))
    );
  },
  5: (scores, at) => beyond(scores, at, [2, 3], 2),
  6: (scores, at) => beyond(scores, at, [4, 5], 1),
  7: (scores, at) => {
    const last = lastOf(scores, at, 15);
    return last.length > 0 && last.every((score) => Math.abs(score) < 1);
  },
  8: (scores, at) => {
    const last = lastOf(scores, at, 8);
    return last.length > 0 && last.every((score) => Math.abs(score) > 1);
  },
};

/** The rules of Nelson that a series breaks at a point. */
export const brokenAt = (scores: readonly number[], at: number): NelsonRule[] =>
  nelsonRules.filter((rule) => breaks[rule](scores, at));

/** The tests of Western Electric that a series breaks at a point. */
export const zonesAt = (scores: readonly number[], at: number): WesternElectricRule[] =>
  westernElectricRules.filter((rule) =>
    rule === 4 ? oneSide(scores, at, 8) : breaks[([1, 5, 6] as const)[rule - 1]!](scores, at),
  );
