import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";

export interface OutgoingMessage {
  /** The same act gives the same id, so that it is promised once. */
  readonly id: string;
  readonly topic: string;
  readonly payload: Uint8Array;
}

export const outboxChannel = "mw_outbox";

/** Promises a message within the transaction that makes it true. */
export const enqueue = async (tx: Tx, { id, topic, payload }: OutgoingMessage): Promise<void> => {
  await tx
    .insertInto("outbox")
    .values({ id, topic, payload: Buffer.from(payload) })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  await sql`select pg_notify(${outboxChannel}, '')`.execute(tx);
};

/**
 * Promises a message again that its receiver has missed.
 *
 * @param payload What it says by now, where that is something else.
 */
export const promiseAgain = async (tx: Tx, id: string, payload?: Uint8Array): Promise<void> => {
  await tx
    .updateTable("outbox")
    .set({ sent_at: null, ...(payload ? { payload: Buffer.from(payload) } : {}) })
    .where("id", "=", id)
    .execute();
  await sql`select pg_notify(${outboxChannel}, '')`.execute(tx);
};

/** The outbox as its publisher reads it. */
export const createOutboxSource = (db: Db) => ({
  take: (limit: number) =>
    db
      .selectFrom("outbox")
      .select(["id", "topic", "payload"])
      .where("sent_at", "is", null)
      .orderBy("seq")
      .limit(limit)
      .execute(),
  sent: async (ids: readonly string[]): Promise<void> => {
    await db
      .updateTable("outbox")
      .set({ sent_at: new Date() })
      .where("id", "in", [...ids])
      .execute();
  },
});
