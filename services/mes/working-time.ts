import { plantZone } from "../core/zone.ts";

/** Times of the plant's week, in seconds from now. */
export type Window = [from: number, to: number];

const secondMs = 1_000;
const daySeconds = 86_400;
const dayMinutes = 1_440;
/** How far ahead the plant's calendars are looked at in any case, in days. */
export const shortestHorizon = 60;
/** Nobody's calendar says more about what is further away than this. */
const longestHorizon = 1_460;

/** Seconds ahead that calendars are looked at for work that is due until a moment: twice as far, so that what is late still finds a place. */
export const horizonUntil = (latest: Date | undefined, now: Date): number => {
  const ahead = latest ? Math.ceil((2 * (latest.getTime() - now.getTime())) / (daySeconds * secondMs)) : 0;
  return Math.min(longestHorizon, Math.max(shortestHorizon, ahead)) * daySeconds;
};

/** Times of a shift by the plant's clock. */
export interface Shift {
  readonly weekday: number;
  readonly start_minute: number;
  readonly end_minute: number;
}

const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** A shift that is the same on every day of the week. */
export const daily = (start: number, end: number): Shift[] =>
  everyDay.map((weekday) => ({ weekday, start_minute: start, end_minute: end }));

/** When a person usually works: a calendar counts before daily hours, which may run past midnight. */
export interface UsualHours {
  readonly calendar_id: string | null;
  readonly shift_start_minute: number | null;
  readonly shift_end_minute: number | null;
}

/** The shifts of a person, absences not taken out; undefined for one with neither a calendar nor hours, who is always there. */
export const shiftsOfPerson = (
  { calendar_id: calendar, shift_start_minute: start, shift_end_minute: end }: UsualHours,
  shifts: readonly (Shift & { readonly calendar_id: string })[],
): readonly Shift[] | undefined => {
  if (calendar !== null) return shifts.filter(({ calendar_id }) => calendar_id === calendar);
  return start !== null && end !== null ? daily(start, end) : undefined;
};

/** Working windows of a weekly calendar from now on, up to a horizon; one that never stops gives a single window. */
export const weekly = (
  shifts: readonly Shift[],
  now: Date,
  horizonSeconds = shortestHorizon * daySeconds,
): Window[] => {
  const horizonDays = Math.ceil(horizonSeconds / daySeconds);
  const { dayTimeAt, momentOf } = plantZone();
  const today = Date.parse(`${dayTimeAt(now).day}T00:00Z`) / (daySeconds * secondMs);
  const dateOf = (day: number): Date => new Date((today + day) * daySeconds * secondMs);
  /** Seconds from now until the clock shows so many minutes after a day's midnight. */
  const secondsUntil = (day: number, minutes: number): number => {
    const shown = dateOf(day + Math.floor(minutes / dayMinutes)).getTime() + (minutes % dayMinutes) * 60_000;
    const [date, time] = new Date(shown).toISOString().slice(0, 16).split("T") as [string, string];
    return Math.round((momentOf(date, time).getTime() - now.getTime()) / secondMs);
  };
  const windows: Window[] = [];
  for (let day = -1; day < horizonDays; day += 1) {
    const weekday = dateOf(day).getUTCDay();
    for (const shift of shifts
      .filter((candidate) => candidate.weekday === weekday)
      .sort((a, b) => a.start_minute - b.start_minute)) {
      const from = secondsUntil(day, shift.start_minute);
      const to = secondsUntil(day, shift.end_minute);
      if (to <= 0) continue;
      const last = windows.at(-1);
      if (last && last[1] >= from) last[1] = Math.max(last[1], to);
      else windows.push([Math.max(0, from), to]);
    }
  }
  return windows;
};

/** Whether a weekly calendar has work at a moment. */
export const isWorkedAt = (shifts: readonly Shift[], moment: Date): boolean =>
  weekly(shifts, moment, daySeconds).some(([from]) => from === 0);

/** Takes closed times out of working windows. */
export const withoutClosed = (windows: readonly Window[], closed: readonly Window[]): Window[] =>
  closed.reduce<Window[]>(
    (open, [from, to]) =>
      open.flatMap(([start, end]): Window[] => {
        if (to <= start || from >= end) return [[start, end]];
        const rest: Window[] = [];
        if (from > start) rest.push([start, from]);
        if (to < end) rest.push([to, end]);
        return rest;
      }),
    [...windows],
  );
