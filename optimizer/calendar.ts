import { largestTime, type Window as TimeWindow } from "./schema/common.ts";

/** Working time of a resource. */
export interface Calendar {
  /** First moment at or after `from` when the resource works; Infinity when there is none. */
  opens(from: number): number;
  /** Working seconds from 0 until the given moment. */
  worked(until: number): number;
  /** End of `duration` working seconds from the first working moment at or after `from` on; Infinity when there are not so many. */
  finish(from: number, duration: number): number;
  /** Latest moment from which `duration` working seconds go by until `end`; -Infinity when there are not so many. */
  begin(end: number, duration: number): number;
}

const always: Calendar = {
  opens: (from) => from,
  worked: (until) => until,
  finish: (from, duration) => from + duration,
  begin: (end, duration) => end - duration,
};

const neverOpen: Calendar = {
  opens: () => Number.POSITIVE_INFINITY,
  worked: () => 0,
  finish: () => Number.POSITIVE_INFINITY,
  begin: (end, duration) => (duration === 0 ? end : Number.NEGATIVE_INFINITY),
};

type Window = readonly [number, number];

/** Windows that are left of some when others are taken out; an empty list of `from` stands for all time. */
export const without = (from: readonly Window[], taken: readonly Window[]): Window[] => {
  const rest: Window[] = [];
  for (const [opens, closes] of from.length > 0 ? from : [[0, Number.POSITIVE_INFINITY] as const]) {
    let start = opens;
    for (const [begins, ends] of taken) {
      if (ends <= start) continue;
      if (begins >= closes) break;
      if (begins > start) rest.push([start, begins]);
      start = ends;
    }
    if (start < closes) rest.push([start, closes]);
  }
  return rest;
};

const day = 86_400;
const week = 7 * day;

/** The shifts of a calendar: what works for longer than a day has one a day. */
export const shiftsOf = (calendar: readonly Window[]): Window[] =>
  calendar.flatMap(([opens, closes]) => {
    if (closes - opens <= day) return [[opens, closes] as const];
    const shifts: Window[] = [];
    for (let from = opens; from < closes; ) {
      const to = Math.min(closes, (Math.floor(from / day) + 1) * day);
      shifts.push([from, to]);
      from = to;
    }
    return shifts;
  });

/**
 * Whether a resource stands still in a time when it works in other weeks, as it does while it is down or in maintenance: there are no
 * hours that it could work beside its shifts.
 */
export const isStop = (calendar: readonly Window[], from: number, to: number): boolean => {
  const middle = (from + to) / 2;
  const end = calendar.at(-1)?.[1] ?? 0;
  const weeks = [middle - week, middle + week].filter((time) => time >= 0 && time < end);
  return (
    weeks.length > 0 &&
    weeks.every((time) => calendar.some(([opens, closes]) => opens <= time && time < closes))
  );
};

/** Windows in their order, those that meet or overlap as one. @param apart So much between two still makes them one. */
export const united = (windows: readonly Window[], apart = 0): TimeWindow[] => {
  const found: TimeWindow[] = [];
  for (const [from, to] of windows.toSorted((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && from - last[1] <= apart) last[1] = Math.max(last[1], to);
    else found.push([from, to]);
  }
  return found;
};

/** A calendar with more stretches in which it works; an empty one stands for all time. */
export const withWindows = (calendar: readonly Window[], more: readonly Window[]): TimeWindow[] =>
  calendar.length === 0 ? [] : united([...calendar, ...more]);

/**
 * A calendar without what is closed. As an empty list stands for all time, one that is left without any working time has a
 * single window of no length at the end of all times.
 *
 * @param closed In any order; none leaves the calendar as it is.
 */
export const closedIn = (calendar: readonly Window[], closed: readonly Window[]): TimeWindow[] => {
  if (closed.length === 0) return calendar.map(([from, to]): TimeWindow => [from, to]);
  const inTurn = closed.toSorted((a, b) => a[0] - b[0]);
  const rest = without(calendar, inTurn)
    .map(([from, to]): TimeWindow => [from, Math.min(to, largestTime)])
    .filter(([from, to]) => to > from);
  return rest.length > 0 ? rest : [[largestTime, largestTime]];
};

export const createCalendar = (resource: { readonly calendar: readonly Window[] }): Calendar => {
  if (resource.calendar.length === 0) return always;
  const calendar = resource.calendar.filter(([opens, closes]) => closes > opens);
  if (calendar.length === 0) return neverOpen;
  const opening = Float64Array.from(calendar, ([opens]) => opens);
  const closing = Float64Array.from(calendar, ([, closes]) => closes);
  const windows = calendar.length;
  const last = windows - 1;
  /** Index of the first window that ends after the time. */
  const windowAt = (time: number): number => {
    let low = 0;
    let high = windows;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (closing[middle]! > time) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  /** Working seconds before each window. */
  const before = new Float64Array(windows);
  for (let window = 1; window < windows; window += 1)
    before[window] = before[window - 1]! + closing[window - 1]! - opening[window - 1]!;
  return {
    worked: (until) => {
      const index = windowAt(until);
      if (index > last) return before[last]! + closing[last]! - opening[last]!;
      return before[index]! + Math.max(0, until - opening[index]!);
    },
    opens: (from) => {
      const window = windowAt(from);
      return window > last ? Number.POSITIVE_INFINITY : Math.max(from, opening[window]!);
    },
    finish: (from, duration) => {
      let left = duration;
      for (let index = windowAt(from); index < windows; index += 1) {
        const start = Math.max(from, opening[index]!);
        const lasts = closing[index]! - start;
        if (left <= lasts) return start + left;
        left -= lasts;
      }
      return Number.POSITIVE_INFINITY;
    },
    begin: (end, duration) => {
      if (duration === 0) return end;
      let left = duration;
      for (let index = Math.min(windowAt(end), last); index >= 0; index -= 1) {
        const opens = opening[index]!;
        const stop = Math.min(end, closing[index]!);
        if (stop <= opens) continue;
        if (left <= stop - opens) return stop - left;
        left -= stop - opens;
      }
      return Number.NEGATIVE_INFINITY;
    },
  };
};
