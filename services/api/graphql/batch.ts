import { gather } from "../../core/gather.ts";
import type { GraphContext } from "./builder.ts";

/** Finds what belongs to each of some keys at once. */
type FindAll<Key, Found> = (db: GraphContext["db"], keys: readonly Key[]) => Promise<ReadonlyMap<Key, Found>>;

/**
 * What a field of a row needs of the data store, asked once for all rows of the request that ask for it together; undefined for a key
 * that nothing belongs to.
 */
export const together = <Key, Found>(findAll: FindAll<Key, Found>) => {
  const asking = new WeakMap<GraphContext, (key: Key) => Promise<Found | undefined>>();
  const createAsk = ({ db }: GraphContext) =>
    gather(async (keys: readonly Key[]) => {
      const found = await findAll(db, [...new Set(keys)]);
      return keys.map((key) => found.get(key));
    });
  return (context: GraphContext, key: Key): Promise<Found | undefined> => {
    const ask = asking.get(context) ?? createAsk(context);
    asking.set(context, ask);
    return ask(key);
  };
};
