import type { PegNetwork } from "../network.ts";
import type { Accounts } from "./accounts.ts";
import { type Holdings, openSources } from "./holdings.ts";
import type { Levels } from "./levels.ts";

/** Takes what needs want of what is there by a time. */
export interface Taking {
  /** Gives up what some needs hold; it is asked for again at first. */
  empty(firstNeed: number, closeNeed: number): void;
  /** Takes what a need wants by a time; whether all is there, else nothing is taken. */
  fill(need: number, time: number): boolean;
  /** When more of what a need could be met from is there than by a time that is too soon for it. */
  next(need: number, time: number): number;
  /** Pieces that are not there for a need by a time at which it cannot be filled. */
  lack(need: number, time: number): number;
}

export const createTaking = (
  network: PegNetwork,
  levels: Levels,
  { held, heldAt, keeps }: Pick<Holdings, "held" | "heldAt" | "keeps">,
  { change, mark: markNow, back }: Accounts,
): Taking => {
  const { firstSource, sourcePool, sourceGroup, uniform, needed, firstSupply, supplyTime } = network;
  const isOpen = openSources(network);
  /** What each source held when it was given up last. */
  const last = held.slice();

  /** What a need may take of a source by a time. */
  const roomBy = (source: number, time: number): number => {
    const pool = sourcePool[source]!;
    return isOpen[source] ? levels.room(pool, levels.lastBy(pool, time)) : 0;
  };
  /** Takes pieces of some sources by a time, as many as there are up to a number; how many are still open. */
  const takeOf = (need: number, group: number, time: number): number => {
    let open = needed[need]!;
    for (let source = firstSource[need]!; source < firstSource[need + 1]! && open > 0; source += 1) {
      if (group >= 0 && sourceGroup[source] !== group) continue;
      const count = Math.min(open, roomBy(source, time));
      if (count <= 0) continue;
      change(source, count, levels.lastBy(sourcePool[source]!, time));
      open -= count;
    }
    return open;
  };
  /** Takes what a need held by a time; whether all is there. */
  const takeAgain = (need: number, time: number): boolean => {
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      if (last[source] === 0) continue;
      const pool = sourcePool[source]!;
      const supply = levels.lastBy(pool, time);
      if (levels.room(pool, supply) < last[source]!) return false;
      change(source, last[source]!, supply);
    }
    return true;
  };
  /** Takes what a need wants by a time; whether all is there. */
  const fill = (need: number, time: number): boolean => {
    const mark = markNow();
    if (takeAgain(need, time)) return true;
    back(mark);
    if (keeps[need]) return false;
    if (!uniform[need]) {
      if (takeOf(need, -1, time) === 0) return true;
      back(mark);
      return false;
    }
    let tried = -1;
    for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1) {
      // Sources of a group stand next to each other by material; another time does no harm.
      if (sourceGroup[source] === tried) continue;
      tried = sourceGroup[source]!;
      if (takeOf(need, tried, time) === 0) return true;
      back(mark);
    }
    return false;
  };
  /** When more of what a need could be met from is there than by a time that is too soon for it. */
  const next = (need: number, time: number): number => {
    const [from, to] = [firstSource[need]!, firstSource[need + 1]!];
    if (keeps[need] || to === from + 1) {
      let latest = Number.NEGATIVE_INFINITY;
      for (let source = from; source < to; source += 1) {
        const pieces = keeps[need]
          ? last[source]!
          : isOpen[source]
            ? needed[need]!
            : Number.POSITIVE_INFINITY;
        if (pieces > 0) latest = Math.max(latest, levels.soonest(sourcePool[source]!, pieces));
      }
      return latest > time ? latest : Number.POSITIVE_INFINITY;
    }
    let soonest = Number.POSITIVE_INFINITY;
    for (let source = from; source < to; source += 1) {
      const supply = levels.lastBy(sourcePool[source]!, time) + 1;
      if (isOpen[source] && supply < firstSupply[sourcePool[source]! + 1]!)
        soonest = Math.min(soonest, supplyTime[supply]!);
    }
    return soonest;
  };

  return {
    empty: (firstNeed, closeNeed) => {
      for (let source = firstSource[firstNeed]!; source < firstSource[closeNeed]!; source += 1) {
        last[source] = held[source]!;
        if (held[source]! > 0) change(source, 0, heldAt[source]!);
      }
    },
    fill,
    next,
    lack: (need, time) => {
      if (keeps[need] || uniform[need]) return needed[need]!;
      const mark = markNow();
      const open = takeOf(need, -1, time);
      back(mark);
      return open;
    },
  };
};
