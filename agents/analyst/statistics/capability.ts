import type { Moments } from "./moments.ts";
import { type Spread, spreadOfNeighbours } from "./spread.ts";

/** What a value has to lie between; one of them is enough. */
export interface Specification {
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
}

/** An index with the interval that holds the true one 95 times in a hundred. */
export interface Index {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Why there is no index: no limits, limits without room between them as of a yes or no, a single value, values that are all alike. */
export type NoIndex = "no-limits" | "no-tolerance" | "too-few" | "no-spread";

/** How a process that varies as measured keeps to its limits. */
export interface Capability {
  readonly values: number;
  readonly mean: number;
  /** Standard deviation from value to value, as long as nothing else changes; undefined for a single value. */
  readonly within: number | undefined;
  /** Standard deviation of all values, drifts and changes included; undefined for a single value. */
  readonly overall: number | undefined;
  /** ISO 22514-2 and AIAG SPC: room between the limits over 6 σ within; only of two limits. */
  readonly cp: number | undefined;
  /** Room from the mean to the nearer limit over 3 σ within. */
  readonly cpk: Index | undefined;
  /** The same by the overall standard deviation: performance, and not capability. */
  readonly pp: number | undefined;
  readonly ppk: Index | undefined;
  readonly none: NoIndex | undefined;
  /** Fewer values than an index is to be relied on by: its interval is wide. */
  readonly isFew: boolean;
}

/** AIAG SPC asks for 25 subgroups or more with at least 100 values before an index is told. */
export const leastForIndex = 100;

const normal95 = 1.959_964;

/** Less than this beside the values themselves is the noise of sums, and no spread. */
const noise = 1e-9;

const roomOf = (mean: number, { lower, upper }: Specification): number =>
  Math.min(
    lower === undefined ? Number.POSITIVE_INFINITY : mean - lower,
    upper === undefined ? Number.POSITIVE_INFINITY : upper - mean,
  );

/**
 * An index with its interval: Bissell (1990), "How reliable is your capability index?", Applied Statistics 39. The first term is what
 * the mean, the second what the standard deviation is not known by.
 */
const indexOf = (room: number, { sigma, freedom }: Spread, values: number): Index => {
  const value = room / (3 * sigma);
  const half = normal95 * Math.sqrt(1 / (9 * values) + value ** 2 / (2 * freedom));
  return { value, low: value - half, high: value + half };
};

const noneOf = (
  { values, mean, squares }: Moments,
  { lower, upper }: Specification,
  within: Spread | undefined,
): NoIndex | undefined => {
  if (lower === undefined && upper === undefined) return "no-limits";
  if (lower !== undefined && upper !== undefined && !(upper > lower)) return "no-tolerance";
  if (values < 2 || !within) return "too-few";
  const least = noise * Math.max(Math.abs(mean), Number.MIN_VALUE);
  return Math.sqrt(squares / values) <= least || within.sigma <= least ? "no-spread" : undefined;
};

/**
 * Capability and performance of what was measured. One limit alone has no Cp and Pp. @param within Where subgroups tell the spread
 * within; else the moving ranges do.
 */
export const capabilityOf = (
  moments: Moments,
  specification: Specification,
  within: Spread | undefined = spreadOfNeighbours(moments.ranges, moments.rangeSum),
): Capability => {
  const { values, mean, squares } = moments;
  const { lower, upper } = specification;
  const overall = values < 2 ? undefined : { sigma: Math.sqrt(squares / (values - 1)), freedom: values - 1 };
  const none = noneOf(moments, specification, within);
  const room = roomOf(mean, specification);
  const spreads = none === undefined && within && overall ? { within, overall } : undefined;
  const width = lower !== undefined && upper !== undefined ? upper - lower : undefined;
  const ratio = (spread: Spread | undefined) =>
    spread && width !== undefined ? width / (6 * spread.sigma) : undefined;
  return {
    ...{ values, mean, within: within?.sigma, overall: overall?.sigma, none },
    cp: ratio(spreads?.within),
    cpk: spreads && indexOf(room, spreads.within, values),
    pp: ratio(spreads?.overall),
    ppk: spreads && indexOf(room, spreads.overall, values),
    isFew: values < leastForIndex,
  };
};
