type Window = readonly [number, number];

/** Whole working windows (shifts) of a resource; one that always works has one a day. */
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

/** How many of an ascending list are not above a value. */
const countUpTo = (ascending: readonly number[], value: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Windows between two moments as the difference of two running sums: any time costs three look-ups. */
export const createOpening = ({ calendar }: { readonly calendar: readonly Window[] }): Opening => {
  const opens = calendar.map(([from]) => from);
  const closes = calendar.map(([, to]) => to);
  /** Seconds of so many windows, from the first on. */
  const sums = [0];
  for (const [from, to] of calendar) sums.push(sums.at(-1)! + to - from);
  const always = calendar.length === 0;
  /** Seconds of the windows that open before a moment, and of those that close by then; times are whole seconds. */
  const openedBefore = (time: number): number =>
    always ? Math.ceil(time / day) * day : sums[countUpTo(opens, time - 1)]!;
  const closedBy = (time: number): number =>
    always ? Math.floor(time / day) * day : sums[countUpTo(closes, time)]!;
  const through = (start: number, end: number) => Math.max(end, start + 1);
  return {
    through,
    opened: (start, end, before) =>
      Math.max(0, openedBefore(through(start, end)) - Math.max(closedBy(start), openedBefore(before))),
  };
};
