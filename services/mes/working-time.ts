/** Times of the plant's week, in seconds from now. */
export type Window = [from: number, to: number];

const secondMs = 1_000;
const daySeconds = 86_400;
const horizonDays = 60;
/** How far ahead the plant's calendars are looked at. */
export const horizonSeconds = horizonDays * daySeconds;
/** The plant's time zone is a fixed one: shifts begin at the same minute every day of the year. */
const zoneOffsetSeconds = 8 * 3_600;

export interface Shift {
  readonly weekday: number;
  readonly start_minute: number;
  readonly end_minute: number;
}

const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** A shift that is the same on every day of the week. */
export const daily = (start: number, end: number): Shift[] =>
  everyDay.map((weekday) => ({ weekday, start_minute: start, end_minute: end }));

/** Working windows of a weekly calendar from now on; one that never stops gives a single window. */
export const weekly = (shifts: readonly Shift[], now: Date): Window[] => {
  const nowSeconds = now.getTime() / secondMs;
  const midnight = Math.floor((nowSeconds + zoneOffsetSeconds) / daySeconds) * daySeconds - zoneOffsetSeconds;
  const windows: Window[] = [];
  for (let day = -1; day < horizonDays; day += 1) {
    const start = midnight + day * daySeconds;
    const weekday = new Date((start + zoneOffsetSeconds) * secondMs).getUTCDay();
    for (const shift of shifts
      .filter((candidate) => candidate.weekday === weekday)
      .sort((a, b) => a.start_minute - b.start_minute)) {
      const from = Math.round(start + shift.start_minute * 60 - nowSeconds);
      const to = Math.round(start + shift.end_minute * 60 - nowSeconds);
      if (to <= 0) continue;
      const last = windows.at(-1);
      if (last && last[1] >= from) last[1] = to;
      else windows.push([Math.max(0, from), to]);
    }
  }
  return windows;
};

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
