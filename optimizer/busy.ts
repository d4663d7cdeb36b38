import type { createCalendar } from "./calendar.ts";
import type { PlannedOperation } from "./plan.ts";

export type Calendar = ReturnType<typeof createCalendar>;
export type Stretch = readonly [from: number, until: number];

/** Working seconds of the part of a stretch that lies in another one. */
export const workedWithin = ({ worked }: Calendar, [from, until]: Stretch, within: Stretch): number =>
  Math.max(0, worked(Math.min(until, within[1])) - worked(Math.max(from, within[0])));

/** Working seconds of a stretch in which a resource is set up or works; what a batch does together counts once. */
export const busyWithin = (
  calendar: Calendar,
  lane: readonly PlannedOperation[],
  within: Stretch,
): number => {
  let busy = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { start, end, setup } of lane.toSorted((a, b) => a.start - b.start)) {
    busy += workedWithin(calendar, [Math.max(calendar.begin(start, setup), reached), end], within);
    reached = Math.max(reached, end);
  }
  return busy;
};
