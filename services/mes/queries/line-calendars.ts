import type { Db } from "../database.ts";
import type { Happening } from "../schema/plan.ts";
import { daily, type Shift } from "../working-time.ts";
import type { StretchOfTime } from "./stretch.ts";

/** What the calendar has for a breakdown that somebody told. */
const breakdown = "down" satisfies Happening["kind"];

/** Of a line without a calendar, which always works. */
const roundTheClock: readonly Shift[] = daily(0, 1_440);

/** What calendars say of the lines, in the order of the floor: their shifts, and within a stretch the stops that were planned or told. */
export const lineCalendars = async (db: Db, { from, to }: StretchOfTime) => {
  const [lines, shifts, stops] = await Promise.all([
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
  return lines.map((line) => {
    const own = stops.filter(({ equipment_id }) => equipment_id === line.id);
    return {
      line,
      shifts:
        line.calendar_id === null
          ? roundTheClock
          : shifts.filter(({ calendar_id }) => calendar_id === line.calendar_id),
      planned: own.filter(({ reason }) => reason !== breakdown),
      breakdowns: own.filter(({ reason }) => reason === breakdown),
    };
  });
};
