import type { ReplayEvent } from "./event.ts";

/** Station states as IPC-2591 (CFX) numbers them, and "off" for a line that is offline. */
export type StateName = number | "off";

/** A line at a moment. */
export interface ReplayLine {
  /** Null while offline, undefined before the first state on record. */
  readonly code: number | null | undefined;
  readonly reason: string;
  /** Since when it is in this state, ms; undefined with the state. */
  readonly since: number | undefined;
  /** Up to here the times are reckoned, ms. */
  readonly reckoned: number;
  /** ms in each state since the reckoning began, up to `reckoned`. */
  readonly spent: Readonly<Partial<Record<StateName, number>>>;
  /** Pieces made since the reckoning began. */
  readonly good: number;
  readonly scrap: number;
}

/** A line of which nothing is on record yet. */
export const unknownLine = (from: number): ReplayLine => ({
  code: undefined,
  reason: "",
  since: undefined,
  reckoned: from,
  spent: {},
  good: 0,
  scrap: 0,
});

/** ms in each state since the reckoning began, with the state that still lasts at `time`. */
export const spentAt = ({ code, spent, reckoned }: ReplayLine, time: number): ReplayLine["spent"] => {
  if (code === undefined || time <= reckoned) return spent;
  const name: StateName = code ?? "off";
  return { ...spent, [name]: (spent[name] ?? 0) + time - reckoned };
};

/** The line after a state of it. */
export const lineAfter = (line: ReplayLine, { time, attributes }: ReplayEvent): ReplayLine => {
  const { code, reason } = attributes;
  return {
    ...line,
    code: typeof code === "number" ? code : null,
    reason: typeof reason === "string" ? reason : "",
    since: time,
    reckoned: Math.max(line.reckoned, time),
    spent: spentAt(line, time),
  };
};

export const lineAfterPieces = (line: ReplayLine, good: number, scrap: number): ReplayLine =>
  good === 0 && scrap === 0 ? line : { ...line, good: line.good + good, scrap: line.scrap + scrap };

/** The same line with the reckoning begun anew. */
export const reckonedFrom = (line: ReplayLine, from: number): ReplayLine => ({
  ...line,
  reckoned: from,
  spent: {},
  good: 0,
  scrap: 0,
});
