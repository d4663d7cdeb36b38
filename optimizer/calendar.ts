/** Working time of a resource. */
export interface Calendar {
  /** First moment at or after `from` when the resource works; Infinity when there is none. */
  opens(from: number): number;
  /** Working seconds from 0 until the given moment. */
  worked(until: number): number;
  /** End of `duration` working seconds that start at `from`, which is a working moment. */
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

export const createCalendar = ({ calendar }: { readonly calendar: readonly Window[] }): Calendar => {
  if (calendar.length === 0) return always;
  /** Index of the first window that ends after the time. */
  const windowAt = (time: number): number => {
    let low = 0;
    let high = calendar.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (calendar[middle]![1] > time) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  /** Working seconds before each window. */
  const before = calendar.map(() => 0);
  for (let window = 1; window < calendar.length; window += 1)
    before[window] = before[window - 1]! + calendar[window - 1]![1] - calendar[window - 1]![0];
  const last = calendar.length - 1;
  return {
    worked: (until) => {
      const index = windowAt(until);
      if (index > last) return before[last]! + calendar[last]![1] - calendar[last]![0];
      return before[index]! + Math.max(0, until - calendar[index]![0]);
    },
    opens: (from) => {
      const window = calendar[windowAt(from)];
      return window ? Math.max(from, window[0]) : Number.POSITIVE_INFINITY;
    },
    finish: (from, duration) => {
      let left = duration;
      for (let index = windowAt(from); index < calendar.length; index += 1) {
        const [opens, closes] = calendar[index]!;
        const start = Math.max(from, opens);
        if (left <= closes - start) return start + left;
        left -= closes - start;
      }
      return Number.POSITIVE_INFINITY;
    },
    begin: (end, duration) => {
      if (duration === 0) return end;
      let left = duration;
      for (let index = Math.min(windowAt(end), last); index >= 0; index -= 1) {
        const [opens, closes] = calendar[index]!;
        const stop = Math.min(end, closes);
        if (stop <= opens) continue;
        if (left <= stop - opens) return stop - left;
        left -= stop - opens;
      }
      return Number.NEGATIVE_INFINITY;
    },
  };
};
