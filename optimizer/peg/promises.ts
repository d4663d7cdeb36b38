import type { Book } from "./book.ts";
import { createHolders } from "./holders.ts";
import type { WaitTable } from "./lateness.ts";
import type { PegNetwork } from "./network.ts";
import type { Reserve } from "./reserve.ts";

/** Room for rounding when one cost of waiting is looked up by another. */
const epsilon = 1e-9;

/**
 * Single needs on a book of promises: how soon a need can be met, and what it is promised of which source. How soon is
 * measured by what the wait costs its order, see `WaitTable`.
 */
export const createPromises = (network: PegNetwork, book: Book) => {
  const { firstSource, sourcePool, sourceRank, sourceGroup, sourceStale, uniform, needed } = network;
  const { firstSupply, supplyTime } = network;
  /** By source: pieces promised from it, and the supply for whose date. */
  const held = new Float64Array(sourcePool.length);
  const heldAt = new Int32Array(sourcePool.length);
  const holders = createHolders(network.supplied.length, sourcePool.length);
  let table: WaitTable = {
    first: new Int32Array(sourcePool.length + 1),
    cost: new Float64Array(0),
  };
  let reserve: Reserve | undefined;
  /** By source: how far the cost of a supply's date stands behind the supply. */
  const shift = new Int32Array(sourcePool.length);
  const costOf = (source: number, supply: number): number => table.cost[shift[source]! + supply]!;
  /** The last supply of a source whose wait costs no more than a limit; one before its first when none does. */
  const lastWithin = (source: number, limit: number): number => {
    const from = table.first[source]!;
    let low = from;
    let high = table.first[source + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (table.cost[middle]! <= limit + epsilon) low = middle + 1;
      else high = middle;
    }
    return firstSupply[sourcePool[source]!]! + low - from - 1;
  };

  /** End of the sources that are alike with one of them. */
  const groupEnd = (from: number, end: number): number => {
    let to = from + 1;
    while (to < end && sourceGroup[to] === sourceGroup[from]) to += 1;
    return to;
  };
  const soonestOfOne = (need: number, source: number): number => {
    if (sourceStale[source]) return Number.POSITIVE_INFINITY;
    const pool = sourcePool[source]!;
    const floor = Math.max(lastWithin(source, 0), firstSupply[pool]!);
    if (reserve && reserve.limit(need, pool) < needed[need]!) return Number.POSITIVE_INFINITY;
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

  /** Pieces of a pool that a need can have for the date of a supply. */
  const roomFor = (need: number, pool: number, at: number): number => {
    const room = book.room(pool, at);
    return reserve && room > 0 ? Math.min(room, reserve.limit(need, pool)) : room;
  };
  const take = (need: number, source: number, at: number, pieces: number): void => {
    book.take(sourcePool[source]!, at, pieces);
    reserve?.take(need, sourcePool[source]!, pieces);
    held[source] = pieces;
    heldAt[source] = at;
    holders.enter(source, at);
  };
  const release = (need: number): void => {
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
      if (held[source]! > 0) {
        book.take(sourcePool[source]!, heldAt[source]!, -held[source]!);
        reserve?.take(need, sourcePool[source]!, -held[source]!);
        held[source] = 0;
        holders.leave(source, heldAt[source]!);
      }
  };
  const byTime = (source: number, time: number): number =>
    sourceStale[source] ? firstSupply[sourcePool[source]!]! - 1 : book.lastBy(sourcePool[source]!, time);
  const byCost = (source: number, limit: number): number =>
    sourceStale[source] ? firstSupply[sourcePool[source]!]! - 1 : lastWithin(source, limit);
  type Date = (source: number, limit: number) => number;
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
    held,
    heldAt,
    holders,
    costOf,
    take,
    release,
    /** Promises leave from now on what everyone needs some day. */
    provide: (kept: Reserve): void => {
      reserve = kept;
    },
    /** Which needs are to be measured by what their waits cost. */
    measure: (waits: WaitTable): void => {
      table = waits;
      for (let source = 0; source < shift.length; source += 1)
        shift[source] = table.first[source]! - firstSupply[sourcePool[source]!]!;
    },
    /**
     * What the wait costs if a need is met as soon as what is free allows, or the floor when it costs less; Infinity when it
     * cannot be met.
     */
    soonest: (need: number, floor: number): number => {
      const end = firstSource[need + 1]!;
      let best = Number.POSITIVE_INFINITY;
      for (let from = firstSource[need]!; from < end; ) {
        const to = groupEnd(from, end);
        if (roomWithin(need, from, to, byCost, floor) >= needed[need]!) return floor;
        best = Math.min(best, to - from === 1 ? soonestOfOne(need, from) : soonestOfSeveral(need, from, to));
        from = to;
      }
      return best;
    },
    /** Meets a need at a wait that costs no more than a limit, of the best sources that have room; says whether it could. */
    fill: (need: number, limit: number): boolean => fill(need, byCost, limit),
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
    /** Meets a need by a time. */
    fillBy: (need: number, time: number): boolean => fill(need, byTime, time),
    /** What the wait for the last of what a need is promised costs; 0 when it is promised nothing. */
    waitOf: (need: number): number => {
      let cost = 0;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
        if (held[source]! > 0) cost = Math.max(cost, costOf(source, heldAt[source]!));
      return cost;
    },
    /** When the last of what a need is promised is there; 0 when it is promised nothing. */
    timeOf: (need: number): number => {
      let time = 0;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
        if (held[source]! > 0) time = Math.max(time, supplyTime[heldAt[source]!]!);
      return time;
    },
    /** When the last supply is there that a need can have within a wait. */
    lastTime: (need: number, limit: number): number => {
      let time = 0;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
        const supply = byCost(source, limit);
        if (supply >= firstSupply[sourcePool[source]!]!) time = Math.max(time, supplyTime[supply]!);
      }
      return time;
    },
    /** Rank of the sources that a need is promised, weighed by their shares: 0 when all is of its own material. */
    substitution: (need: number): number => {
      let ranks = 0;
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
        ranks += sourceRank[source]! * held[source]!;
      return ranks / needed[need]!;
    },
  };
};
export type Promises = ReturnType<typeof createPromises>;
