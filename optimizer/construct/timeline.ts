import { lastAt } from "../last-at.ts";

/** Units of a secondary resource in use over time: a step function with counts. */
export interface Timeline {
  clear(): void;
  /** Takes units over a time, or gives them back when negative. */
  take(from: number, to: number, units: number): void;
  /** Moment from which no lack of units inside the time is left; -1 when there is none, Infinity when it never ends. */
  blockedUntil(from: number, to: number, units: number): number;
}

export const createTimeline = (capacity: number): Timeline => {
  /** Level i holds from time i until time i + 1. */
  const times: number[] = [Number.NEGATIVE_INFINITY];
  const levels: number[] = [0];
  /** The step that holds at a moment. */
  const stepAt = (time: number): number => lastAt(times, time);
  /** The step that begins at a moment, cut out of the one before it where there is none. */
  const cutAt = (time: number): number => {
    const step = stepAt(time);
    if (times[step] === time) return step;
    times.splice(step + 1, 0, time);
    levels.splice(step + 1, 0, levels[step]!);
    return step + 1;
  };
  return {
    clear: () => {
      times.length = 1;
      levels.length = 1;
    },
    take: (from, to, units) => {
      const first = cutAt(from);
      const end = cutAt(to);
      for (let step = first; step < end; step += 1) levels[step]! += units;
    },
    blockedUntil: (from, to, units) => {
      if (units > capacity) return Number.POSITIVE_INFINITY;
      // The last lack counts: whoever starts before its end and goes on as long runs into it.
      let until = -1;
      for (let step = stepAt(from); step < times.length && times[step]! < to; step += 1)
        if (levels[step]! + units > capacity) until = times[step + 1]!;
      return until;
    },
  };
};
