import type { Book } from "../book.ts";
import type { PegNetwork } from "../network.ts";
import type { Filling } from "./filling.ts";
import type { Held } from "./held.ts";
import type { Waits } from "./waits.ts";

/** How soon a need could be met, measured by what the wait costs its order. */
export const createSoonest = (
  { firstSource, sourcePool, sourceStale, firstSupply, needed }: PegNetwork,
  book: Book,
  { costOf, lastWithin }: Waits,
  { mayHaveAll, roomFor }: Held,
  { groupEnd, byCost, roomWithin }: Pick<Filling, "groupEnd" | "byCost" | "roomWithin">,
) => {
  const soonestOfOne = (need: number, source: number): number => {
    if (sourceStale[source]) return Number.POSITIVE_INFINITY;
    const pool = sourcePool[source]!;
    const floor = Math.max(lastWithin(source, 0), firstSupply[pool]!);
    if (!mayHaveAll(need, pool)) return Number.POSITIVE_INFINITY;
    const at = book.reach(pool, needed[need]!, floor);
    return at < firstSupply[pool + 1]! ? costOf(source, at) : Number.POSITIVE_INFINITY;
  };
  const pointer: number[] = [];
  const room: number[] = [];
  /** Walks back from the last supplies of several sources until what is left would be too little. */
  const soonestOfSeveral = (need: number, from: number, end: number): number => {
    let total = 0;
    for (let source = from; source < end; source += 1) {
      const pool = sourcePool[source]!;
      pointer[source - from] = sourceStale[source] ? firstSupply[pool]! - 1 : firstSupply[pool + 1]! - 1;
      room[source - from] = roomFor(need, pool, pointer[source - from]!);
      total += room[source - from]!;
    }
    if (total < needed[need]!) return Number.POSITIVE_INFINITY;
    for (;;) {
      let last = -1;
      let most = 0;
      for (let at = 0; at < end - from; at += 1) {
        const supply = pointer[at]!;
        if (supply < firstSupply[sourcePool[from + at]!]!) continue;
        const cost = costOf(from + at, supply);
        if (cost <= most) continue;
        most = cost;
        last = at;
      }
      if (last < 0) return 0;
      const before = pointer[last]! - 1;
      const left =
        before < firstSupply[sourcePool[from + last]!]!
          ? 0
          : Math.min(room[last]!, book.room(sourcePool[from + last]!, before));
      total += left - room[last]!;
      if (total < needed[need]!) return most;
      pointer[last] = before;
      room[last] = left;
    }
  };
  /**
   * What the wait costs if a need is met as soon as what is free allows, or the floor when it costs less; Infinity when it
   * cannot be met.
   */
  return (need: number, floor: number): number => {
    const end = firstSource[need + 1]!;
    let best = Number.POSITIVE_INFINITY;
    for (let from = firstSource[need]!; from < end; ) {
      const to = groupEnd(from, end);
      if (roomWithin(need, from, to, byCost, floor) >= needed[need]!) return floor;
      best = Math.min(best, to - from === 1 ? soonestOfOne(need, from) : soonestOfSeveral(need, from, to));
      from = to;
    }
    return best;
  };
};
