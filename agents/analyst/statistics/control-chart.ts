import { brokenAt, type NelsonRule, type WesternElectricRule, zonesAt } from "./run-rules.ts";
import { rangeFactors, type Spread, spreadOfNeighbours, spreadOfRanges } from "./spread.ts";

/** One line of a control chart. */
export interface Lines {
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ChartedPoint {
  /** Where its first value and its last one stand in the series. */
  readonly from: number;
  readonly to: number;
  /** A value, or the mean of a subgroup. */
  readonly value: number;
  /** Its distance from the value before it, or the range of the subgroup; undefined for the first value. */
  readonly range: number | undefined;
  readonly nelson: readonly NelsonRule[];
  readonly westernElectric: readonly WesternElectricRule[];
  /** Its range is beyond the limits of ranges. */
  readonly isRangeBeyond: boolean;
}

/**
 * Individuals and moving range, or X̄ and R where values come in subgroups (AIAG SPC, chapter II; ISO 7870-2), with limits that are kept
 * after the stretch that they were made of.
 */
export interface ControlChart {
  readonly kind: "individuals" | "means";
  /** Values of a subgroup; 1 for individuals. */
  readonly size: number;
  readonly values: Lines;
  readonly ranges: Lines;
  readonly within: Spread;
  /** The points that the limits come of: the first one and the one after the last. */
  readonly settled: { readonly from: number; readonly to: number };
  /** False where no stretch was in control, and the limits are of all points without those far out. */
  readonly isSettled: boolean;
  readonly points: readonly ChartedPoint[];
}

/** Points that limits are made of: AIAG asks for 25; more than a hundred make them no narrower to speak of. */
const [leastPoints, mostPoints] = [25, 100];
/** Of a short series what there is has to do. */
export const leastForChart = 8;

type Point = Pick<ChartedPoint, "from" | "to" | "value" | "range">;

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const pointsOf = (values: readonly number[], size: number): Point[] => {
  if (size === 1)
    return values.map((value, at) => ({
      ...{ from: at, to: at, value },
      range: at === 0 ? undefined : Math.abs(value - values[at - 1]!),
    }));
  return Array.from({ length: Math.floor(values.length / size) }, (_, index) => {
    const own = values.slice(index * size, (index + 1) * size);
    const range = Math.max(...own) - Math.min(...own);
    return { from: index * size, to: (index + 1) * size - 1, value: meanOf(own), range };
  });
};

interface Limits extends Pick<ControlChart, "values" | "ranges" | "within"> {
  /** Standard deviation of the points themselves. */
  readonly sigma: number;
}

const limitsOf = (points: readonly Point[], size: number): Limits | undefined => {
  // The range before the first of a stretch reaches out of it.
  const ranges = (size === 1 ? points.slice(1) : points).flatMap(({ range }) => range ?? []);
  const sum = ranges.reduce((total, range) => total + range, 0);
  const within =
    size === 1 ? spreadOfNeighbours(ranges.length, sum) : spreadOfRanges(ranges.length, sum, size);
  if (!within || !(within.sigma > 0)) return undefined;
  const centre = meanOf(points.map(({ value }) => value));
  const sigma = within.sigma / Math.sqrt(size);
  const { lower, upper } = rangeFactors(Math.max(2, size));
  const middle = sum / ranges.length;
  return {
    ...{ within, sigma },
    values: { centre, lower: centre - 3 * sigma, upper: centre + 3 * sigma },
    ranges: { centre: middle, lower: lower * middle, upper: upper * middle },
  };
};

const scoresOf = (points: readonly Point[], { values, sigma }: Limits): number[] =>
  points.map(({ value }) => (value - values.centre) / sigma);

const inControl = (points: readonly Point[], limits: Limits): boolean => {
  const scores = scoresOf(points, limits);
  return scores.every((_, at) => !brokenAt(scores, at).some((rule) => rule <= 3));
};

/** All points but those beyond the limits that the others make; a few far out would widen their own limits. */
const withoutFarOut = (points: readonly Point[], size: number): Limits | undefined => {
  let kept = points;
  for (;;) {
    const limits = limitsOf(kept, size);
    if (!limits) return limitsOf(points, size);
    const { lower, upper } = limits.values;
    const next = kept.filter(({ value }) => value >= lower && value <= upper);
    if (next.length === kept.length || next.length < leastForChart) return limits;
    kept = next;
  }
};

/**
 * The first stretch that was in control by its own limits: nothing beyond them, no nine on one side, no six that rise. The longest that
 * there is of a hundred points, fifty or twenty-five.
 */
const settledIn = (
  points: readonly Point[],
  size: number,
): (Pick<ControlChart, "settled"> & { limits: Limits }) | undefined => {
  const whole = Math.min(mostPoints, points.length);
  for (const length of new Set([whole, 50, leastPoints])) {
    if (length > points.length) continue;
    for (let from = 0; from + length <= points.length; from += 5) {
      const own = points.slice(from, from + length);
      const limits = limitsOf(own, size);
      if (limits && inControl(own, limits)) return { settled: { from, to: from + length }, limits };
    }
  }
  return undefined;
};

/**
 * A control chart of values in the order in which they were measured. Undefined for fewer than eight points, and for values that are all
 * alike. @param size Values of a subgroup that follow each other; what is left at the end is no subgroup.
 */
export const controlChart = (values: readonly number[], size = 1): ControlChart | undefined => {
  const points = pointsOf(values, size);
  if (points.length < leastForChart) return undefined;
  const found = settledIn(points, size);
  const limits = found?.limits ?? withoutFarOut(points, size);
  if (!limits) return undefined;
  const scores = scoresOf(points, limits);
  const { ranges } = limits;
  return {
    ...{ kind: size === 1 ? "individuals" : "means", size, within: limits.within, ranges },
    values: limits.values,
    settled: found?.settled ?? { from: 0, to: points.length },
    isSettled: found !== undefined,
    points: points.map((point, at) => ({
      ...point,
      nelson: brokenAt(scores, at),
      westernElectric: zonesAt(scores, at),
      isRangeBeyond: point.range !== undefined && (point.range > ranges.upper || point.range < ranges.lower),
    })),
  };
};
