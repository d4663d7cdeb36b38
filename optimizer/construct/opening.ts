import { shiftsOf } from "../calendar.ts";
import { lastAt } from "../last-at.ts";

type Window = readonly [number, number];

/** Whole working windows (shifts) of a resource; one that works around the clock has one a day. */
export interface Opening {
  /**
   * Seconds of the windows that something lies in, whole, without those that it shares with what lies before it on the
   * resource. What takes no time lies where it starts.
   *
   * @param before When what lies before is through; -Infinity, nothing does.
   */
  opened(start: number, end: number, before: number): number;
  /** When something is through that is asked about as `before`. */
  through(start: number, end: number): number;
}

const day = 86_400;

/** Windows between two moments as the difference of two running sums: any time costs three look-ups. */
export const createOpening = ({ calendar }: { readonly calendar: readonly Window[] }): Opening => {
  const shifts = shiftsOf(calendar);
  // Before the first window there are none.
  const opens = [Number.NEGATIVE_INFINITY, ...shifts.map(([from]) => from)];
  const closes = [Number.NEGATIVE_INFINITY, ...shifts.map(([, to]) => to)];
  /** Seconds of so many windows, from the first on. */
  const sums = [0];
  for (const [from, to] of shifts) sums.push(sums.at(-1)! + to - from);
  const always = calendar.length === 0;
  /** Seconds of the windows that open before a moment, and of those that close by then; times are whole seconds. */
  const openedBefore = (time: number): number =>
    always ? Math.ceil(time / day) * day : sums[lastAt(opens, time - 1)]!;
  const closedBy = (time: number): number =>
    always ? Math.floor(time / day) * day : sums[lastAt(closes, time)]!;
  const through = (start: number, end: number) => Math.max(end, start + 1);
  return {
    through,
    opened: (start, end, before) =>
      Math.max(0, openedBefore(through(start, end)) - Math.max(closedBy(start), openedBefore(before))),
  };
};
