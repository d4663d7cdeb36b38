import { setTimeout as pause } from "node:timers/promises";
import { passingOf } from "../core/passing.ts";
import type { Db, Tx } from "./database.ts";

/** Pauses before the tries behind the first: of two that were in each other's way one goes on, and is soon through. */
const pausesMs = [20, 100, 300];

/**
 * One transaction, for whoever answers a caller at once. Broken off because another one was in its way, such as in a deadlock, it has
 * changed nothing and is begun anew, three times at the most; behind that, and for every other failure, it throws what it failed with.
 *
 * @param act All that it does is in the transaction: it may be called again. Workflows' activities and messages of machines are tried
 *   again as a whole by who runs them, and need none of this.
 */
export const transact = async <T>(db: Db, act: (tx: Tx) => Promise<T>): Promise<T> => {
  for (const wait of pausesMs)
    try {
      return await db.transaction().execute(act);
    } catch (error) {
      if (passingOf(error) !== "conflict") throw error;
      await pause(wait);
    }
  return db.transaction().execute(act);
};
