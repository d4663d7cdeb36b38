import type { Book } from "../book.ts";
import type { PegNetwork } from "../network.ts";
import type { Held } from "./held.ts";
import type { Waits } from "./waits.ts";

/** The last supply of a source that counts within a limit. */
type Date = (source: number, limit: number) => number;

/** Meets needs out of what is free: within a wait, or by a time. */
export const createFilling = (
  { firstSource, sourcePool, sourceGroup, sourceStale, uniform, needed, firstSupply }: PegNetwork,
  book: Book,
  { lastWithin }: Waits,
  { roomFor, take, release }: Held,
) => {
  /** End of the sources that are alike with one of them. */
  const groupEnd = (from: number, end: number): number => {
    let to = from + 1;
    while (to < end && sourceGroup[to] === sourceGroup[from]) to += 1;
    return to;
  };
  const byTime: Date = (source, time) =>
    sourceStale[source] ? firstSupply[sourcePool[source]!]! - 1 : book.lastBy(sourcePool[source]!, time);
  const byCost: Date = (source, limit) =>
    sourceStale[source] ? firstSupply[sourcePool[source]!]! - 1 : lastWithin(source, limit);
  /** Pieces that sources of one group can give within a limit. */
  const roomWithin = (need: number, from: number, end: number, dateOf: Date, limit: number): number => {
    let total = 0;
    for (let source = from; source < end; source += 1)
      total += roomFor(need, sourcePool[source]!, dateOf(source, limit));
    return total;
  };
  const fill = (need: number, dateOf: Date, limit: number): boolean => {
    const end = firstSource[need + 1]!;
    let open = needed[need]!;
    for (let from = firstSource[need]!; open > 0 && from < end; ) {
      const to = groupEnd(from, end);
      const able = uniform[need] === 0 || roomWithin(need, from, to, dateOf, limit) >= open;
      for (let source = from; able && open > 0 && source < to; source += 1) {
        const at = dateOf(source, limit);
        const pieces = Math.min(open, roomFor(need, sourcePool[source]!, at));
        if (pieces <= 0) continue;
        take(need, source, at, pieces);
        open -= pieces;
      }
      from = to;
    }
    if (open > 0) release(need);
    return open === 0;
  };
  return {
    groupEnd,
    byCost,
    roomWithin,
    /** Meets a need at a wait that costs no more than a limit, of the best sources that have room; says whether it could. */
    fill: (need: number, limit: number): boolean => fill(need, byCost, limit),
    /** Meets a need by a time. */
    fillBy: (need: number, time: number): boolean => fill(need, byTime, time),
    /** Meets a need within a wait of the one source that has the most to spare; says whether it could. */
    fillEvenly: (need: number, limit: number): boolean => {
      let best = -1;
      let most = needed[need]!;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
        const room = roomFor(need, sourcePool[source]!, byCost(source, limit));
        if (room < most || (room === most && best >= 0)) continue;
        most = room;
        best = source;
      }
      if (best < 0) return false;
      take(need, best, byCost(best, limit), needed[need]!);
      return true;
    },
  };
};
export type Filling = ReturnType<typeof createFilling>;
