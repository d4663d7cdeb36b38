import type { MeasuredRow } from "../../../services/mes/queries/measured.ts";

/** In standard deviations: a move that is less matters to nobody. */
export const leastShift = 0.5;

/** By how much the level in the last quarter of a stretch is beside that before it. */
export interface Drift {
  readonly before: number;
  readonly after: number;
  /** In standard deviations of what was before; its sign is that of the move. */
  readonly shift: number;
  /** Chance of so great a move where nothing has changed. */
  readonly chance: number;
  /** Great enough to matter: half a standard deviation. */
  readonly isGreat: boolean;
}

const [leastValues, leastHours] = [8, 8];

/** Two-sided chance of a normal score: Abramowitz and Stegun 7.1.26. */
const chanceOf = (score: number): number => {
  const x = Math.abs(score) / Math.SQRT2;
  const t = 1 / (1 + 0.327_591_1 * x);
  const series =
    t *
    (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
  return Math.min(1, series * Math.exp(-x * x));
};

/**
 * Whether a step at a tester has moved. Values within their limits are held against each other, as a single faulty unit says nothing of the
 * level. Values of one hour are alike, being of one lot: where hours differ by more than their values do, it is hours that are counted.
 * Undefined where there is too little before or after.
 */
export const driftOf = (row: MeasuredRow): Drift | undefined => {
  const { early, early_mean: before, early_squares: squares, late, late_mean: after } = row;
  if (before === null || after === null || squares === null || early < leastValues || late < leastValues)
    return undefined;
  const sigma = Math.sqrt(squares / (early - 1));
  if (!(sigma > 1e-9 * Math.abs(before))) return undefined;
  const ofValues = sigma ** 2 * (1 / early + 1 / late);
  const ofHours =
    row.hours_variance !== null && row.early_hours >= leastHours
      ? row.hours_variance * (1 / row.early_hours + 1 / row.late_hours)
      : 0;
  const shift = (after - before) / sigma;
  return {
    ...{ before, after, shift },
    chance: chanceOf((after - before) / Math.sqrt(Math.max(ofValues, ofHours))),
    isGreat: Math.abs(shift) >= leastShift,
  };
};
