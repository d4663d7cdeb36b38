import { sql } from "kysely";
import { type RemoveBatch, rowsOf } from "./removal.ts";

/** Rows of one batch of each table. */
const batch = 2_000;

/**
 * Removes what went over the wire and is settled: messages that machines were sent, messages set aside that were taken or dismissed
 * since, and the stored answers of idempotency keys. What was brought about by them stands in the events.
 */
export const removeMessages: RemoveBatch = async (tx, before) => {
  return {
    outbox: await rowsOf(
      tx,
      sql`delete from outbox where seq in (
      select seq from outbox where sent_at < ${before} order by sent_at limit ${batch})`,
    ),
    set_aside_message: await rowsOf(
      tx,
      sql`delete from set_aside_message where id in (
      select id from set_aside_message where status in ('Taken', 'Dismissed') and settled_at < ${before} limit ${batch})`,
    ),
    idempotency_key: await rowsOf(
      tx,
      sql`delete from idempotency_key where key in (
      select key from idempotency_key where created_at < ${before} order by created_at limit ${batch})`,
    ),
  };
};
