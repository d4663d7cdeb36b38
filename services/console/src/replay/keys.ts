import { countUpTo } from "../../../replay/timeline.ts";

interface Timed {
  readonly time: number;
}

/** The time of the first item behind a moment; undefined where there is none. */
export const nextTime = (items: readonly Timed[], at: number): number | undefined =>
  items[countUpTo(items, at)]?.time;

/** The time of the last item before a moment; undefined where there is none. */
export const previousTime = (items: readonly Timed[], at: number): number | undefined => {
  // Times are whole milliseconds, a playhead's need not be.
  const before = countUpTo(items, Math.ceil(at) - 1);
  return items[before - 1]?.time;
};

interface Stops {
  readonly from: number;
  readonly to: number;
  readonly events: readonly Timed[];
  readonly marks: readonly Timed[];
}

/**
 * Where a key leads: arrows to the event before or behind, brackets to the mark before or behind, Home and End to the
 * ends of the stretch. Undefined for other keys; at the end of a way it leads to the end of the stretch.
 */
export const keyLeads = (key: string, at: number, { from, to, events, marks }: Stops): number | undefined => {
  switch (key) {
    case "ArrowRight":
      return nextTime(events, at) ?? to;
    case "ArrowLeft":
      return previousTime(events, at) ?? from;
    case "]":
      return nextTime(marks, at) ?? to;
    case "[":
      return previousTime(marks, at) ?? from;
    case "Home":
      return from;
    case "End":
      return to;
    default:
      return undefined;
  }
};
