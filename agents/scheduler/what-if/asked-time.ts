import { dayMs } from "../../../services/core/zone.ts";
import type { Db } from "../../../services/mes/database.ts";
import { isDown } from "../../../services/mes/queries/equipment.ts";
import { lineCalendars } from "../../../services/mes/queries/line-calendars.ts";
import { assumedRepairSeconds } from "../../../services/mes/queries/line-stops.ts";
import { existingIds, namesOfPlant } from "../../../services/mes/queries/names.ts";
import type { Window } from "../../../services/mes/working-time.ts";
import type { ToolContext } from "../../runtime/context.ts";
import { plantDayTime } from "../../runtime/format.ts";
import { readFigure } from "../../runtime/spoken/asked/question.ts";
import type { DayShift } from "../../runtime/spoken/asked/shift.ts";
import { type ExtraTime, extraTimeIn } from "../../runtime/spoken/times/extra-time.ts";
import { namedLine } from "../../runtime/subject.ts";
import type { ExtraAt } from "./extra-time.ts";
import { type AssumedStretch, assumedStretch, extraWindows, type LineHours } from "./extra-windows.ts";

/** Lines of the plant with their weeks; maintenance, breakdowns told and what is down now cannot be worked through. */
const hoursOfLines = async (db: Db, now: Date, to: Date): Promise<LineHours[]> =>
  (await lineCalendars(db, { from: now, to })).map(({ line, shifts, planned, breakdowns }) => ({
    id: line.id,
    shifts,
    blocked: [
      ...[...planned, ...breakdowns].map(
        (stop): Window => [stop.start_time.getTime(), stop.end_time.getTime()],
      ),
      ...(isDown(line.state_code)
        ? [[now.getTime(), now.getTime() + assumedRepairSeconds * 1_000] satisfies Window]
        : []),
    ],
  }));

/** The working time that somebody asks about, on the lines that are meant. */
export interface AskedTime {
  readonly stretches: ExtraTime["stretches"];
  /** Taken where the words name none. */
  readonly assumed: AssumedStretch | undefined;
  /** Lines that are named; all or those of a kind are none. */
  readonly named: readonly string[];
  /** Orders that are to be saved by it. */
  readonly orders: readonly string[];
  /** The day, where it is one: choices keep to it. */
  readonly day: string | undefined;
  /** The lines that are asked about have no closed time in the stretches, whichever hours of them are meant. */
  readonly isFull: boolean;
  /** Closed time of each line that is asked about, and of the others. */
  readonly ofThose: readonly ExtraAt[];
  readonly ofOthers: readonly ExtraAt[];
}

/** Calendars beyond the stretch that say which hours of a day are usual. */
const beyondMs = 16 * dayMs;

/** Reads which closed time of which lines is asked about. @param shiftsOf The plant's shifts. @throws MillwrightError UNKNOWN_LINE. */
export const askedTime = async (
  context: ToolContext,
  now: Date,
  shiftsOf: (db: Db) => Promise<readonly DayShift[]>,
): Promise<AskedTime> => {
  const { db, text } = context;
  const [names, grid, line] = await Promise.all([namesOfPlant(db), shiftsOf(db), namedLine(context)]);
  const clock = plantDayTime(now);
  const extra = extraTimeIn(text, now, grid, names, clock);
  const known = names.lines.map(({ id }) => id);
  const named = [...new Set([...(line ? [line.id] : []), ...extra.lines])].filter((id) => known.includes(id));
  const { kind } = readFigure(text, names, now, clock);
  const meant = new Set(
    named.length > 0
      ? named
      : names.lines.filter(({ process }) => !kind || process === kind).map(({ id }) => id),
  );
  const last = Math.max(now.getTime(), ...extra.stretches.map(({ to }) => to.getTime()));
  const lines = await hoursOfLines(db, now, new Date(last + beyondMs));
  const { kind: assumed, ...stretch } = assumedStretch(
    lines.filter(({ id }) => meant.has(id)),
    extra,
    now,
  );
  const stretches = extra.stretches.length > 0 ? extra.stretches : [stretch];
  const extraAt = lines.flatMap((one): ExtraAt[] => {
    const windows = extraWindows(one, { ...extra, stretches }, now, grid);
    return windows.length > 0
      ? [
          {
            line: one.id,
            windows: windows.map(([from, to]) => ({ from: new Date(from), to: new Date(to) })),
          },
        ]
      : [];
  });
  const anyHours = {
    stretches,
    hours: undefined,
    shift: undefined,
    shifts: undefined,
    daily: false,
    allHours: true,
  };
  const isFull = lines.every(
    (one) => !meant.has(one.id) || extraWindows(one, anyHours, now, grid).length === 0,
  );
  const orders = await existingIds(db, "work_order", extra.orders);
  const days = new Set(stretches.map(({ from }) => plantDayTime(from).day));
  return {
    stretches,
    assumed: extra.stretches.length > 0 ? undefined : assumed,
    named,
    isFull,
    orders: extra.orders.filter((id) => orders.has(id)),
    day: extra.stretches.length === 1 && days.size === 1 ? [...days][0] : undefined,
    ofThose: extraAt.filter((one) => meant.has(one.line)),
    ofOthers: extraAt.filter((one) => !meant.has(one.line)),
  };
};
