import type { Db } from "../database.ts";
import { weekly, withoutClosed } from "../working-time.ts";
import { isDown } from "./equipment.ts";
import { lineCalendars } from "./line-calendars.ts";
import type { StretchOfTime } from "./stretch.ts";

const daySeconds = 86_400;

/** How long a line that is down is taken to stay so from now on, in seconds, until somebody says better. */
export const assumedRepairSeconds = 2 * 3_600;

/** A stretch in which a line does not work. */
export interface LineStop {
  readonly equipmentId: string;
  readonly kind: "OFF_SHIFT" | "PLANNED_STOP" | "BREAKDOWN";
  readonly start: Date;
  readonly end: Date;
  /** In the words of who entered it or of the machine. */
  readonly reason: string | null;
}

/**
 * When lines do not work within a stretch: outside of their shifts, in stops that were planned or told, and while they are down, which
 * the planner takes to last for `assumedRepairSeconds` from now.
 */
export const lineStops = async (db: Db, stretch: StretchOfTime, now: Date): Promise<LineStop[]> => {
  const { from, to } = stretch;
  const length = (to.getTime() - from.getTime()) / 1_000;
  const at = (seconds: number) => new Date(from.getTime() + seconds * 1_000);
  const until = new Date(now.getTime() + assumedRepairSeconds * 1_000);
  return (await lineCalendars(db, stretch)).flatMap(({ line, shifts, planned, breakdowns }): LineStop[] => {
    const stop = (kind: LineStop["kind"], start: Date, end: Date, reason: string | null): LineStop => ({
      equipmentId: line.id,
      kind,
      start,
      end,
      reason,
    });
    const since = line.state_since ?? now;
    const isDownNow = isDown(line.state_code) && since < to && until > from;
    return [
      ...withoutClosed([[0, length]], weekly(shifts, from, length + daySeconds)).map(([start, end]) =>
        stop("OFF_SHIFT", at(start), at(end), null),
      ),
      ...planned.map(({ start_time, end_time, reason }) =>
        stop("PLANNED_STOP", start_time, end_time, reason),
      ),
      ...breakdowns.map(({ start_time, end_time }) => stop("BREAKDOWN", start_time, end_time, null)),
      ...(isDownNow ? [stop("BREAKDOWN", since, until, line.state_reason)] : []),
    ];
  });
};
