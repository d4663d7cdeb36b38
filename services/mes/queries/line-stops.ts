import type { Db } from "../database.ts";
import type { Happening } from "../schema/plan.ts";
import { weekly, withoutClosed } from "../working-time.ts";
import { isDown } from "./equipment.ts";
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
export const lineStops = async (db: Db, { from, to }: StretchOfTime, now: Date): Promise<LineStop[]> => {
  const [lines, shifts, exceptions] = await Promise.all([
    db.selectFrom("equipment").selectAll().where("level", "=", "WorkCenter").orderBy("sort").execute(),
    db.selectFrom("calendar_shift").selectAll().execute(),
    db
      .selectFrom("calendar_exception")
      .selectAll()
      .where("start_time", "<", to)
      .where("end_time", ">", from)
      .orderBy("start_time")
      .execute(),
  ]);
  const length = (to.getTime() - from.getTime()) / 1_000;
  const at = (seconds: number) => new Date(from.getTime() + seconds * 1_000);
  const told = "down" satisfies Happening["kind"];
  return lines.flatMap((line): LineStop[] => {
    const own = shifts.filter(({ calendar_id }) => calendar_id === line.calendar_id);
    const offShift = withoutClosed([[0, length]], weekly(own, from, length + daySeconds));
    const until = new Date(now.getTime() + assumedRepairSeconds * 1_000);
    const since = line.state_since ?? now;
    return [
      ...offShift.map(([start, end]) => ({
        equipmentId: line.id,
        kind: "OFF_SHIFT" as const,
        start: at(start),
        end: at(end),
        reason: null,
      })),
      ...exceptions
        .filter(({ equipment_id }) => equipment_id === line.id)
        .map(({ start_time: start, end_time: end, reason }) => ({
          equipmentId: line.id,
          kind: reason === told ? ("BREAKDOWN" as const) : ("PLANNED_STOP" as const),
          start,
          end,
          reason: reason === told ? null : reason,
        })),
      ...(isDown(line.state_code) && since < to && until > from
        ? [
            {
              equipmentId: line.id,
              kind: "BREAKDOWN" as const,
              start: since,
              end: until,
              reason: line.state_reason,
            },
          ]
        : []),
    ];
  });
};
