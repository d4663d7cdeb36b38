import type { Db } from "../database.ts";
import { shortestHorizon, weekly, withoutClosed } from "../working-time.ts";
import { lineCalendars } from "./line-calendars.ts";
import type { StretchOfTime } from "./stretch.ts";

/** A line and its planned busy time (ISO 22400-2 PBT): shifts of the calendar without planned stops. */
export interface LineBusy {
  readonly id: string;
  readonly busy: readonly StretchOfTime[];
}

/** Planned busy time of every line in a stretch. */
export const busyLines = async (db: Db, stretch: StretchOfTime): Promise<LineBusy[]> => {
  const { from, to } = stretch;
  const seconds = (time: Date) => (time.getTime() - from.getTime()) / 1_000;
  const moment = (second: number) => new Date(from.getTime() + second * 1_000);
  return (await lineCalendars(db, stretch)).map(({ line, shifts, planned }) => ({
    id: line.id,
    busy: withoutClosed(
      weekly(shifts, from, Math.max(shortestHorizon * 86_400, seconds(to) + 86_400)),
      planned.map((stop) => [seconds(stop.start_time), seconds(stop.end_time)]),
    )
      .filter(([start]) => start < seconds(to))
      .map(([start, end]) => ({ from: moment(start), to: moment(Math.min(end, seconds(to))) })),
  }));
};
