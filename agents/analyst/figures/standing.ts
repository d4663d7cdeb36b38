import { dayMs, hourMs } from "../../../services/core/zone.ts";
import { isTime, type TimeDimension } from "../../runtime/metrics/metric.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { type Cell, gridOf } from "./grid.ts";
import { busyIn } from "./lines.ts";
import type { Scope } from "./query.ts";
import type { Reading } from "./reading.ts";
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

/** How each part of a figure that is split by time stands. @param since When the record begins, ms. */
export const standingsOf = async (
  reading: Reading,
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
  const [busy, lines] = await Promise.all([busyOf(reading, scope), busyIn(reading, scope)]);
  // Where no line works by a calendar, nobody said when work was meant to be done.
  const isPlanned = lines.some(({ id, hasCalendar }) => hasCalendar && kindOf.has(id));
  const worked = new Set([...busy.values()].flatMap((windows) => windows.map(({ key }) => key)));
  return (key) => ({
    isBefore: (ends.get(key) ?? 0) <= since,
    isPartial: (known.get(key) ?? 0) < (whole.get(key) ?? 0),
    isIdle: isPlanned && !worked.has(key),
  });
};
