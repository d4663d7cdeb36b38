import type { Measurement } from "./case.ts";

/** Levels of a measurement: 0 far below its lower limit, 8 in the middle of what is accepted, 16 far above the upper one. */
export const levels = 17;
const middle = 8;

/**
 * Where a measurement stands between its limits: 0 where it should be, -1 and 1 at the limits. Without an expected value
 * that is their middle; with one limit alone and none expected, a tenth of the limit counts as the distance to it.
 */
export const positionOf = ({ value, expected, lower, upper }: Measurement): number => {
  const centre =
    expected ??
    (lower !== undefined && upper !== undefined
      ? (lower + upper) / 2
      : lower !== undefined
        ? lower + Math.max(Math.abs(lower) / 10, 1e-9)
        : upper !== undefined
          ? upper - Math.max(Math.abs(upper) / 10, 1e-9)
          : value);
  const side = value < centre ? lower : upper;
  const other = value < centre ? upper : lower;
  // With no limit on its side the other one's distance is the measure, and nothing fails there.
  const span = Math.abs((side ?? other ?? centre + 1) - centre);
  if (span > 0) return (value - centre) / span;
  return value === centre ? 0 : value < centre ? -Infinity : Infinity;
};

/** A level by its position: failing ones apart from passing ones, and near ones apart from far ones. */
const bounds = [0.15, 0.35, 0.6, 0.8, 1, 1.4, 2, 3] as const;

export const levelOf = (measurement: Measurement): number => {
  const position = positionOf(measurement);
  const distance = Math.abs(position);
  // What stands at its limit is accepted.
  const away = bounds.filter((bound) => distance > bound).length;
  return position < 0 ? middle - away : middle + away;
};

export const isFailing = ({ value, lower, upper }: Measurement): boolean =>
  (lower !== undefined && value < lower) || (upper !== undefined && value > upper);

/** Levels of such a share. */
export const shareLevels = 11;

const shareBounds = [0.1, 0.25, 0.45, 0.7, 0.97] as const;
/** A level of a position as a share of the run's largest, -1 to 1. */
export const shareLevel = (share: number): number => {
  const away = shareBounds.filter((bound) => Math.abs(share) > bound).length;
  return share < 0 ? -away : away;
};
