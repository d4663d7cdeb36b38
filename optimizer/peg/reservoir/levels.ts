import { comeBy, type Dates, lastSupplyBy } from "../dates.ts";

/**
 * What is left of each pool: pieces that have come by each supply less those promised until then. Who has which piece does not
 * matter as long as that never falls below nothing.
 */
export const createLevels = (dates: Dates) => {
  const { firstSupply, supplyTime } = dates;
  const slack = comeBy(dates);
  return {
    /** The last supply of a pool that is there by a time; one before its first when none is. */
    lastBy: (pool: number, time: number): number => lastSupplyBy(dates, pool, time),
    /** Pieces of a pool that can be promised for the date of a supply, before which there may be none. */
    room: (pool: number, supply: number): number => {
      if (supply < firstSupply[pool]!) return 0;
      let least = Number.POSITIVE_INFINITY;
      for (let at = supply; at < firstSupply[pool + 1]!; at += 1) if (slack[at]! < least) least = slack[at]!;
      return least;
    },
    /** When so many pieces of a pool can be promised at the soonest; Infinity when they cannot. */
    soonest: (pool: number, pieces: number): number => {
      const close = firstSupply[pool + 1]!;
      let at = close;
      while (at > firstSupply[pool]! && slack[at - 1]! >= pieces) at -= 1;
      return at < close ? supplyTime[at]! : Number.POSITIVE_INFINITY;
    },
    /** Promises pieces of a pool from the date of a supply on; gives them back when negative. */
    take: (pool: number, supply: number, pieces: number): void => {
      for (let at = supply; at < firstSupply[pool + 1]!; at += 1) slack[at]! -= pieces;
    },
    /** Puts pieces off that are promised for the date of one supply to that of another, or brings them forward. */
    shift: (from: number, to: number, pieces: number): void => {
      for (let at = from; at < to; at += 1) slack[at]! += pieces;
      for (let at = to; at < from; at += 1) slack[at]! -= pieces;
    },
    /** Whether nothing is promised that does not come. */
    hold: (): boolean => slack.every((pieces) => pieces >= 0),
  };
};
export type Levels = ReturnType<typeof createLevels>;
