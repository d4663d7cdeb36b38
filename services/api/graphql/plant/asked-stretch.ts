import { MillwrightError } from "../../../core/errors.ts";
import { dayMs } from "../../../core/zone.ts";
import type { StretchOfTime } from "../../../mes/queries/stretch.ts";

/**
 * The stretch of plant time that somebody asks for, of so many days at most.
 *
 * @throws MillwrightError INVALID_INPUT.
 */
export const askedStretch = (from: Date, to: Date, mostDays: number): StretchOfTime => {
  if (!(from < to && to.getTime() - from.getTime() <= mostDays * dayMs))
    throw new MillwrightError("INVALID_INPUT", {
      path: "to",
      problem: `must be after from, by at most ${mostDays} days`,
    });
  return { from, to };
};
