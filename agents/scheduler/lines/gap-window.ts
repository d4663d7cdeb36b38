import { momentOfDeadline } from "../../runtime/format.ts";
import { asksOfDay } from "../../runtime/spoken/about/free-time.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { gapStretchIn } from "../../runtime/spoken/times/gap-stretch.ts";

/** What is looked over for free time, ms; without an end where none is named. */
export interface GapWindow {
  readonly from: number;
  readonly until: number | undefined;
}

/** From now on, or a stretch or day that is named, or until a moment. @param by A day or moment that the call names. */
export const gapWindow = (
  by: string | null | undefined,
  text: string,
  now: Date,
  shifts: readonly DayShift[],
): GapWindow => {
  const present = now.getTime();
  const timed = by?.includes("T") ?? false;
  const stretch = timed ? undefined : gapStretchIn(text, now, shifts);
  if (stretch && stretch.to > now)
    return { from: Math.max(stretch.from.getTime(), present), until: stretch.to.getTime() };
  if (!by) return { from: present, until: undefined };
  const until = momentOfDeadline(by).getTime();
  if (until <= present) return { from: present, until: undefined };
  const start = momentOfDeadline(`${by.slice(0, 10)}T00:00`).getTime();
  return { from: !timed && asksOfDay(text) ? Math.max(start, present) : present, until };
};
