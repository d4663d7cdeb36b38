import type { Book } from "../book.ts";
import { createHolders } from "../holders.ts";
import type { PegNetwork } from "../network.ts";
import type { Reserve } from "../reserve.ts";

/** What needs are promised of their sources, and what each could be promised still. */
export const createHeld = ({ firstSource, sourcePool, supplied, needed }: PegNetwork, book: Book) => {
  /** By source: pieces promised from it, and the supply for whose date. */
  const held = new Float64Array(sourcePool.length);
  const heldAt = new Int32Array(sourcePool.length);
  const holders = createHolders(supplied.length, sourcePool.length);
  let reserve: Reserve | undefined;
  return {
    held,
    heldAt,
    holders,
    /** Promises leave from now on what everyone needs some day. */
    provide: (kept: Reserve): void => {
      reserve = kept;
    },
    /** Whether a need may have all of its pieces of a pool, as far as others need those some day. */
    mayHaveAll: (need: number, pool: number): boolean =>
      !(reserve && reserve.limit(need, pool) < needed[need]!),
    /** Pieces of a pool that a need can have for the date of a supply. */
    roomFor: (need: number, pool: number, at: number): number => {
      const room = book.room(pool, at);
      return reserve && room > 0 ? Math.min(room, reserve.limit(need, pool)) : room;
    },
    take: (need: number, source: number, at: number, pieces: number): void => {
      book.take(sourcePool[source]!, at, pieces);
      reserve?.take(need, sourcePool[source]!, pieces);
      held[source] = pieces;
      heldAt[source] = at;
      holders.enter(source, at);
    },
    release: (need: number): void => {
      for (let source = firstSource[need]!; source < firstSource[need + 1]!; source += 1)
        if (held[source]! > 0) {
          book.take(sourcePool[source]!, heldAt[source]!, -held[source]!);
          reserve?.take(need, sourcePool[source]!, -held[source]!);
          held[source] = 0;
          holders.leave(source, heldAt[source]!);
        }
    },
  };
};
export type Held = ReturnType<typeof createHeld>;
