import type { Db } from "../database.ts";
import { type Window, weekly, withoutClosed } from "../working-time.ts";
import { lineCalendars } from "./line-calendars.ts";
import type { StretchOfTime } from "./stretch.ts";

/** A line and its planned busy time (ISO 22400-2 PBT): shifts of the calendar without planned stops. */
export interface LineBusy {
  readonly id: string;
  readonly busy: readonly StretchOfTime[];
  /** Whether a calendar says when it works; without one it always does. */
  readonly hasCalendar: boolean;
}

const daySeconds = 86_400;

const busyWithin = (
  { from, to }: StretchOfTime,
  calendars: Awaited<ReturnType<typeof lineCalendars>>,
): LineBusy[] => {
  const seconds = (time: Date) => (time.getTime() - from.getTime()) / 1_000;
  const moment = (second: number) => new Date(from.getTime() + second * 1_000);
  // Lines share few calendars.
  const known = new Map<string | null, Window[]>();
  return calendars.map(({ line, shifts, planned }) => {
    const windows = known.get(line.calendar_id) ?? weekly(shifts, from, seconds(to) + daySeconds);
    known.set(line.calendar_id, windows);
    const stops = planned.map((stop): Window => [seconds(stop.start_time), seconds(stop.end_time)]);
    return {
      id: line.id,
      busy: withoutClosed(windows, stops)
        .filter(([start]) => start < seconds(to))
        .map(([start, end]) => ({ from: moment(start), to: moment(Math.min(end, seconds(to))) })),
      hasCalendar: line.calendar_id !== null && shifts.length > 0,
    };
  });
};

/** Planned busy time of every line in each of some stretches. */
export const busyInEach = async (db: Db, stretches: readonly StretchOfTime[]): Promise<LineBusy[][]> => {
  const calendars = await lineCalendars(db, {
    from: new Date(Math.min(...stretches.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...stretches.map(({ to }) => to.getTime()))),
  });
  return stretches.map((stretch) => busyWithin(stretch, calendars));
};

/** Planned busy time of every line in a stretch. */
export const busyLines = async (db: Db, stretch: StretchOfTime): Promise<LineBusy[]> =>
  (await busyInEach(db, [stretch]))[0]!;
