/**
 * What the range of so many values of a normal distribution is on average (d2), and how it varies (d3), in standard deviations: AIAG
 * SPC 2nd edition, appendix E; ASTM E2587.
 */
const factors = [
  [1.128, 0.853],
  [1.693, 0.888],
  [2.059, 0.88],
  [2.326, 0.864],
  [2.534, 0.848],
  [2.704, 0.833],
  [2.847, 0.82],
  [2.97, 0.808],
  [3.078, 0.797],
] as const;

/** The smallest and the largest subgroups of which a range is taken; of more a standard deviation tells more. */
export const subgroupSizes = { least: 2, most: factors.length + 1 } as const;

/** What a chart of ranges of `size` values, and of their means, is drawn by. @param size 2 to 10. */
export const rangeFactors = (size: number) => {
  const known = factors[size - subgroupSizes.least];
  if (!known) throw new RangeError(`no subgroup has ${size} values`);
  const [d2, d3] = known;
  return {
    d2,
    d3,
    /** Half of the width of the limits of means, in mean ranges. */
    a2: 3 / (d2 * Math.sqrt(size)),
    /** Limits of the ranges, in mean ranges. */
    lower: Math.max(0, 1 - (3 * d3) / d2),
    upper: 1 + (3 * d3) / d2,
  };
};

/** A standard deviation that ranges tell, and as how many free deviations it is worth. */
export interface Spread {
  readonly sigma: number;
  readonly freedom: number;
}

/**
 * The standard deviation within, by the mean range of subgroups that do not overlap (R̄/d2). Its degrees of freedom are those at which a
 * standard deviation varies as much: k (d2/d3)² / 2 of k ranges, 3.6 a subgroup of five.
 */
export const spreadOfRanges = (ranges: number, sum: number, size: number): Spread | undefined => {
  if (ranges === 0) return undefined;
  const { d2, d3 } = rangeFactors(size);
  return { sigma: sum / ranges / d2, freedom: (ranges * (d2 / d3) ** 2) / 2 };
};

/**
 * The standard deviation within, by the mean moving range of two neighbours (M̄R/d2). As neighbouring ranges share a value, each is worth
 * 0.605 of a free deviation: Cryer and Ryan (1990), the efficiency of M̄R/d2 beside the standard deviation.
 */
export const spreadOfNeighbours = (ranges: number, sum: number): Spread | undefined =>
  ranges === 0 ? undefined : { sigma: sum / ranges / rangeFactors(2).d2, freedom: 0.605 * ranges };
