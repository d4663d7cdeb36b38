import { stationState } from "../../protocols/sparkplug/names.ts";

/** What a line was in from one moment to another, ms. */
export interface StateSpan {
  readonly from: number;
  /** Infinite while it lasts. */
  readonly to: number;
  /** CFX station state; null while offline. */
  readonly code: number | null;
  readonly reason: string;
}

/** A time that a line was broken down, ms. */
export interface LineStop {
  readonly from: number;
  /** Infinite while it lasts. */
  readonly to: number;
  /** The last one that was told. */
  readonly reason: string;
}

/**
 * The stops in what a line was in, in the order of their time. One goes on when another reason is told, and where the line is
 * still down once its connection is back: it is often switched off to be mended.
 */
export const stopsOf = (spans: readonly StateSpan[]): LineStop[] => {
  const stops: LineStop[] = [];
  let isStopped = false;
  for (const { from, to, code, reason } of spans) {
    if (code === null) continue;
    const isDown = code === stationState.down;
    const last = stops.at(-1);
    if (isDown && isStopped && last)
      stops[stops.length - 1] = { from: last.from, to, reason: reason || last.reason };
    else if (isDown) stops.push({ from, to, reason });
    isStopped = isDown;
  }
  return stops;
};
