import { comeBy, type Dates, lastSupplyBy } from "./dates.ts";

/**
 * What is promised of each pool. Pieces of a pool are alike, so only dates count: of all that is promised until a supply's
 * time no more may be promised than has come by then. Who has which piece is settled at the end, the soonest date first.
 */
export const createBook = (dates: Dates) => {
  const { firstSupply } = dates;
  /** Pieces come until each supply less those promised until then. */
  const slack = comeBy(dates);
  /** Least slack from each supply on: what can still be promised for its date. */
  const room = new Float64Array(slack.length);
  const settle = (pool: number): void => {
    let least = Number.POSITIVE_INFINITY;
    for (let at = firstSupply[pool + 1]! - 1; at >= firstSupply[pool]!; at -= 1) {
      if (slack[at]! < least) least = slack[at]!;
      room[at] = least;
    }
  };
  for (let pool = 0; pool + 1 < firstSupply.length; pool += 1) settle(pool);
  return {
    slack,
    /** Pieces that can still be promised for the date of a supply. */
    room: (pool: number, from: number): number => (from < firstSupply[pool]! ? 0 : room[from]!),
    /** The last supply of a pool that is there by a time; one before its first when none is. */
    lastBy: (pool: number, time: number): number => lastSupplyBy(dates, pool, time),
    /** The first supply whose date leaves room for so many pieces, no sooner than one; beyond the last when none does. */
    reach: (pool: number, pieces: number, floor: number): number => {
      let low = floor;
      let high = firstSupply[pool + 1]!;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (room[middle]! >= pieces) high = middle;
        else low = middle + 1;
      }
      return low;
    },
    /** Promises pieces for the date of a supply; gives them back when negative. */
    take: (pool: number, from: number, pieces: number): void => {
      for (let at = from; at < firstSupply[pool + 1]!; at += 1) slack[at]! -= pieces;
      settle(pool);
    },
  };
};
export type Book = ReturnType<typeof createBook>;
