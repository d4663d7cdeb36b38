import { setImmediate } from "node:timers/promises";
import type { GraphContext } from "./builder.ts";

/** Finds what belongs to each of some keys at once. */
type FindAll<Key, Found> = (db: GraphContext["db"], keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>;

/**
 * What a field of a row needs of the data store, asked once for all rows of the request that ask for it together; undefined for a key
 * that nothing belongs to.
 */
export const together = <Key, Found>(findAll: FindAll<Key, Found>) => {
  const asking = new WeakMap<
    GraphContext,
    { readonly keys: Set<Key>; readonly found: Promise<ReadonlyMap<Key, Found>> }
  >();
  return async (context: GraphContext, key: Key): Promise<Found | undefined> => {
    let batch = asking.get(context);
    if (!batch) {
      const keys = new Set<Key>();
      const ask = async () => {
        // Fields of a list are resolved one after another, before anything that waits goes on.
        await setImmediate();
        asking.delete(context);
        return findAll(context.db, [...keys]);
      };
      batch = { keys, found: ask() };
      asking.set(context, batch);
    }
    batch.keys.add(key);
    return (await batch.found).get(key);
  };
};
