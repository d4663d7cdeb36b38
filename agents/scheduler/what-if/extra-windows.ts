import { united } from "../../../optimizer/calendar.ts";
import { dayMs, hourMs, minuteMs } from "../../../services/core/zone.ts";
import { type Shift, type Window, weekly, withoutClosed } from "../../../services/mes/working-time.ts";
import type { DayShift, ShiftName } from "../../runtime/spoken/asked/shift.ts";
import { type Day, dayOf, momentOfDay, mondayOf } from "../../runtime/spoken/periods/calendar.ts";
import type { ExtraTime } from "../../runtime/spoken/times/extra-time.ts";

/** When a line works week by week, and when it cannot whatever is wanted, in ms. */
export interface LineHours {
  readonly id: string;
  readonly shifts: readonly Shift[];
  /** Maintenance and breakdowns. */
  readonly blocked: readonly Window[];
}

/** What is asked of the lines' hours; the stretches are settled. */
export type Extra = Pick<ExtraTime, "stretches" | "hours" | "daily" | "shift" | "shifts" | "allHours">;

/** A shorter gap between two shifts is a break, which stays one. */
const longestBreakMs = 90 * minuteMs;
/** Less than this is no time to come in for. */
const leastMs = 15 * minuteMs;
const weekDays = 7;
/** Who has a choice comes in by day. */
const byPreference: readonly ShiftName[] = ["day", "evening", "night"];

const lengthOf = (windows: readonly Window[]): number =>
  windows.reduce((sum, [from, to]) => sum + to - from, 0);
const clipped = (windows: readonly Window[], [from, to]: Window): Window[] =>
  windows.flatMap(([start, end]): Window[] => {
    const piece: Window = [Math.max(start, from), Math.min(end, to)];
    return piece[0] < piece[1] ? [piece] : [];
  });
const dayWindow = (day: Day): Window => [momentOfDay(day).getTime(), momentOfDay(day + 1).getTime()];
const weekdayOf = (day: Day): number => new Date(day * dayMs).getUTCDay();
const daysOf = ([from, to]: Window): Day[] => {
  const first = dayOf(new Date(from));
  return Array.from({ length: dayOf(new Date(to - 1)) - first + 1 }, (_, index) => first + index);
};

const isFree = ({ shifts }: LineHours, day: Day): boolean =>
  shifts.length > 0 && shifts.every(({ weekday }) => weekday !== weekdayOf(day));

/** The hours of the last day before a free one that is none. */
const usualOn = ({ shifts }: LineHours, day: Day): Window[] => {
  for (let back = 1; back < weekDays; back += 1) {
    const own = shifts.filter(({ weekday }) => weekday === weekdayOf(day - back));
    if (own.length > 0)
      return own.map(({ start_minute: start, end_minute: end }) => [
        momentOfDay(day, start).getTime(),
        momentOfDay(day, end).getTime(),
      ]);
  }
  return [];
};

/** Hours of a line that its week leaves closed; breaks count as work. */
const closedTime = (line: LineHours, now: Date, until: number) => {
  const origin = momentOfDay(dayOf(now) - 1);
  const horizon = (until - origin.getTime()) / 1_000 + 2 * weekDays * (dayMs / 1_000);
  const open = united(
    weekly(line.shifts, origin, horizon).map(([from, to]) => [
      origin.getTime() + from * 1_000,
      origin.getTime() + to * 1_000,
    ]),
    longestBreakMs,
  );
  const closedOf = (windows: readonly Window[]) =>
    withoutClosed(withoutClosed(clipped(windows, [now.getTime(), until]), open), line.blocked);
  return {
    open,
    closedOf,
    /** What is closed within a window; of a day that is free the hours that are usual, where they fill this share of it. */
    within: (window: Window, allHours: boolean, share = 0): Window[] =>
      united(
        daysOf(window).flatMap((day) => {
          const all = clipped([dayWindow(day)], window);
          const usual = isFree(line, day) && !allHours ? clipped(usualOn(line, day), window) : [];
          return closedOf(lengthOf(usual) > share * lengthOf(all) ? usual : all);
        }),
      ),
  };
};
type ClosedTime = ReturnType<typeof closedTime>;

const firstOf = (windows: readonly Window[], ms: number): Window[] => {
  let left = ms;
  return windows.flatMap(([from, to]): Window[] => {
    const taken = Math.min(left, to - from);
    left -= taken;
    return taken > 0 ? [[from, from + taken]] : [];
  });
};

/** So many hours behind the last shift of a day, or the first ones of a day that is free. */
const hoursOn = (line: LineHours, time: ClosedTime, day: Day, hours: number, now: Date): Window[] => {
  const [from, to] = dayWindow(day);
  const ms = hours * hourMs;
  if (isFree(line, day)) return firstOf(time.within([from, to], false), ms);
  const last = time.open.findLast(([start]) => start >= from && start < to)?.[1];
  if (last === undefined || last > to + dayMs / 3) return [];
  // Who asks late in the evening means what is left of it.
  const start = Math.max(last, now.getTime());
  return firstOf(time.closedOf([[start, start + ms]]), ms);
};

/** The shifts of the plant's day within a window, those of the day before those of the night. */
const shiftsWithin = (window: Window, grid: readonly DayShift[], name: ShiftName | undefined): Window[] =>
  daysOf(window).flatMap((day) =>
    byPreference.flatMap((preferred) =>
      grid
        .filter((shift) => shift.name === preferred && (name === undefined || shift.name === name))
        .flatMap(({ start, end }) =>
          clipped([[momentOfDay(day, start).getTime(), momentOfDay(day, end).getTime()]], window),
        ),
    ),
  );

/**
 * The closed time of a line that would be worked; none where it has no such time. Breaks, maintenance and breakdowns stay
 * closed.
 *
 * @param grid The plant's shifts.
 */
export const extraWindows = (
  line: LineHours,
  { stretches, hours, daily, shift, shifts, allHours }: Extra,
  now: Date,
  grid: readonly DayShift[],
): Window[] => {
  // A calendar without shifts is of a line that is not worked at all.
  if (line.shifts.length === 0 || stretches.length === 0) return [];
  const windows = stretches.map(({ from, to }): Window => [from.getTime(), to.getTime()]);
  const time = closedTime(line, now, Math.max(...windows.map(([, to]) => to)) + dayMs);
  const worth = (found: readonly Window[]) => lengthOf(found) >= leastMs;
  /** Of several choices the first ones that bring time. */
  const first = (choices: readonly Window[][], most: number) => choices.filter(worth).slice(0, most).flat();
  const choicesIn = (window: Window): Window[][] =>
    hours !== undefined
      ? daysOf(window).map((day) => hoursOn(line, time, day, hours, now))
      : shiftsWithin(window, grid, shift).map((one) => time.within(one, allHours, 1 / 2));
  if (hours === undefined && shift === undefined && shifts === undefined) {
    const all = united(windows.flatMap((window) => time.within(window, allHours)));
    return worth(all) ? all : [];
  }
  const each = hours !== undefined ? 1 : (shifts ?? Number.POSITIVE_INFINITY);
  return united(
    daily
      ? windows.flatMap((window) =>
          daysOf(window).flatMap((day) => first(clipped([dayWindow(day)], window).flatMap(choicesIn), each)),
        )
      : first(windows.flatMap(choicesIn), each),
  );
};

/** What is taken where no stretch is named. */
export type AssumedStretch = "day" | "weekend" | "week";

/** The coming weekend where a line is free on it, else a week; a few hours are those of the next day. */
export const assumedStretch = (
  lines: readonly LineHours[],
  { hours, daily, shift }: Pick<ExtraTime, "hours" | "daily" | "shift">,
  now: Date,
): { readonly kind: AssumedStretch; readonly from: Date; readonly to: Date } => {
  const today = dayOf(now);
  const ahead = (days: number) => new Date(now.getTime() + days * dayMs);
  if (hours !== undefined && !daily) return { kind: "day", from: now, to: ahead(1) };
  const saturday = mondayOf(today) + 5 + (today === mondayOf(today) + 6 ? weekDays : 0);
  const freeWeekend = lines.some((line) => isFree(line, saturday) || isFree(line, saturday + 1));
  if (shift !== undefined || daily || !freeWeekend) return { kind: "week", from: now, to: ahead(weekDays) };
  const start = momentOfDay(saturday);
  return { kind: "weekend", from: start > now ? start : now, to: momentOfDay(saturday + 2) };
};
