import { stationState } from "../protocols/sparkplug/names.ts";
import type { ReplayEvent } from "./event.ts";

/** A line at a moment. */
export interface ReplayLine {
  /** CFX station state; null while offline, undefined before the first state on record. */
  readonly code: number | null | undefined;
  readonly reason: string;
  /** Broken down, or so when its connection was lost: down after it, that is the same breakdown. */
  readonly isStopped: boolean;
  /** Since when it is in this state, whatever reasons it gave for it, ms; undefined with the state. */
  readonly since: number | undefined;
  /** Pieces made since the reckoning began. */
  readonly good: number;
  readonly scrap: number;
}

/** A line of which nothing is on record yet. */
export const unknownLine: ReplayLine = {
  code: undefined,
  reason: "",
  isStopped: false,
  since: undefined,
  good: 0,
  scrap: 0,
};

/** The line after a state of it. */
export const lineAfter = (line: ReplayLine, { time, attributes }: ReplayEvent): ReplayLine => {
  const { code: told, reason } = attributes;
  const code = typeof told === "number" ? told : null;
  return {
    ...line,
    code,
    reason: typeof reason === "string" ? reason : "",
    isStopped: code === null ? line.isStopped : code === stationState.down,
    since: (code === line.code ? line.since : undefined) ?? time,
  };
};

/** The line with pieces more than before: what was reported since, not all of a job. */
export const lineAfterPieces = (line: ReplayLine, good: number, scrap: number): ReplayLine =>
  good === 0 && scrap === 0 ? line : { ...line, good: line.good + good, scrap: line.scrap + scrap };

/** The same line with the count of its pieces begun anew. */
export const countedAnew = (line: ReplayLine): ReplayLine => ({ ...line, good: 0, scrap: 0 });
