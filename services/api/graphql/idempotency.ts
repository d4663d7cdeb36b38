import { MillwrightError } from "../../core/errors.ts";
import { contentHash, deterministicId } from "../../core/ids.ts";
import type { Tx } from "../../mes/database.ts";
import { transact } from "../../mes/transact.ts";
import type { GraphContext } from "./builder.ts";

const longestKey = 200;

/**
 * The key that makes a request: two requests of one person with the same key are one.
 *
 * @throws MillwrightError INVALID_INPUT for one that says nothing, which every careless client would share.
 */
const soundKey = (key: string): string => {
  if (key.trim() === "" || key.length > longestKey)
    throw new MillwrightError("INVALID_INPUT", {
      path: "idempotencyKey",
      problem: `must be a text of 1 to ${longestKey} characters, a new one for each request`,
    });
  return key;
};

/**
 * Does an act once for an idempotency key: the same key with the same input gives the stored answer, with other input
 * an error. Answer and act are in one transaction.
 *
 * @param act May be called again: see `transact`.
 */
export const once = async <T extends object>(
  context: GraphContext,
  key: string,
  input: object,
  act: (tx: Tx, actId: string) => Promise<T>,
): Promise<T> => {
  const { db, viewer } = context;
  const owned = `${viewer.id}/${soundKey(key)}`;
  const requestHash = contentHash(input);
  return transact(db, async (tx) => {
    const claimed = await tx
      .insertInto("idempotency_key")
      .values({ key: owned, user_id: viewer.id, request_hash: requestHash, response: "{}" })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .returning("key")
      .executeTakeFirst();
    if (!claimed) {
      const row = await tx
        .selectFrom("idempotency_key")
        .selectAll()
        .where("key", "=", owned)
        .executeTakeFirstOrThrow();
      if (row.request_hash !== requestHash) throw new MillwrightError("IDEMPOTENCY_KEY_REUSED", { key });
      return row.response as T;
    }
    const response = await act(tx, deterministicId("api", owned));
    await tx
      .updateTable("idempotency_key")
      .set({ response: JSON.stringify(response) })
      .where("key", "=", owned)
      .execute();
    return response;
  });
};
