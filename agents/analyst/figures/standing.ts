import { sql } from "kysely";
import { dayMs, hourMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { isTime, type TimeDimension } from "../../runtime/metrics/metric.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { type Cell, gridOf } from "./grid.ts";
import type { Scope } from "./query.ts";
import { busyOf } from "./sources/time.ts";

/** How a part of a split by time stands to what is known and what was planned. */
export interface Standing {
  /** It ends before the record begins. */
  readonly isBefore: boolean;
  /** Of some of it nothing is known: it reaches beyond the stretch, or the record begins within it. */
  readonly isPartial: boolean;
  /** No line that is asked about was meant to work in it. */
  readonly isIdle: boolean;
}

/** At least as long as a part of each kind is, on the day that clocks are put back too. */
const longest: Readonly<Record<TimeDimension, number>> = {
  hour: 2 * hourMs,
  shift: dayMs + 2 * hourMs,
  day: dayMs + 2 * hourMs,
  week: 8 * dayMs,
  month: 32 * dayMs,
};

const lengthsOf = (cells: readonly Cell[]): Map<string, number> => {
  const lengths = new Map<string, number>();
  for (const { key, from, to } of cells) lengths.set(key, (lengths.get(key) ?? 0) + to - from);
  return lengths;
};

/** Whether there is a calendar at all by which one of the lines works. */
const hasCalendar = async (db: Db, lines: readonly string[]): Promise<boolean> => {
  const { rows } = await sql`
    select from equipment e join calendar_shift s on s.calendar_id = e.calendar_id
    where e.id = any(${lines}::text[]) limit 1`.execute(db);
  return rows.length > 0;
};

/** How each part of a figure that is split by time stands. @param since When the record begins, ms. */
export const standingsOf = async (
  db: Db,
  scope: Scope,
  shifts: readonly DayShift[],
  since: number,
): Promise<(key: string) => Standing> => {
  const { from, to, split, filter, eachShift = false, kindOf, cells } = scope;
  const by = split !== undefined && isTime(split) ? split : "day";
  const around = gridOf({
    from: new Date(from.getTime() - longest[by]),
    to: new Date(to.getTime() + longest[by]),
    by,
    shift: filter.shift,
    shifts,
    eachShift,
  });
  // All nights of a stretch together have no ends that it could cut.
  const whole = by === "shift" && !eachShift ? lengthsOf(cells) : lengthsOf(around);
  const known = lengthsOf(cells.filter((cell) => cell.from >= since));
  const ends = new Map(cells.map(({ key, to: end }) => [key, end]));
  const [busy, isPlanned] = await Promise.all([busyOf(db, scope), hasCalendar(db, [...kindOf.keys()])]);
  const worked = new Set([...busy.values()].flatMap((windows) => windows.map(({ key }) => key)));
  return (key) => ({
    isBefore: (ends.get(key) ?? 0) <= since,
    isPartial: (known.get(key) ?? 0) < (whole.get(key) ?? 0),
    isIdle: isPlanned && !worked.has(key),
  });
};
