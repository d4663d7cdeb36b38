import type { Book } from "./book.ts";
import type { PegNetwork } from "./network.ts";
import { createFilling } from "./promises/filling.ts";
import { createHeld } from "./promises/held.ts";
import { createSoonest } from "./promises/soonest.ts";
import { createWaits } from "./promises/waits.ts";

/**
 * Single needs on a book of promises: how soon a need can be met, and what it is promised of which source. How soon is
 * measured by what the wait costs its order, see `WaitTable`.
 */
export const createPromises = (network: PegNetwork, book: Book) => {
  const { firstSource, sourcePool, sourceRank, needed, firstSupply, supplyTime } = network;
  const waits = createWaits(network);
  const promised = createHeld(network, book);
  const filling = createFilling(network, book, waits, promised);
  const { held, heldAt, holders, take, release, provide } = promised;
  const { fill, fillBy, fillEvenly, byCost } = filling;
  const { costOf } = waits;
  return {
    held,
    heldAt,
    holders,
    costOf,
    take,
    release,
    provide,
    /** Which needs are to be measured by what their waits cost. */
    measure: waits.measure,
    soonest: createSoonest(network, book, waits, promised, filling),
    fill,
    fillEvenly,
    fillBy,
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
