import { type RawBuilder, sql } from "kysely";
import { contentHash, newId } from "../../core/ids.ts";
import { plantNow } from "../clock.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { advisoryLocks } from "../locks.ts";

/** Rows that were removed, by their tables; empty when nothing was left to remove. */
export type Removed = Readonly<Record<string, number>>;

/** Removes one batch of what is older than a moment of wall time. */
export type RemoveBatch = (tx: Tx, before: Date) => Promise<Removed>;

/** How many rows a statement removes. */
export const rowsOf = async (tx: Tx, statement: RawBuilder<unknown>): Promise<number> =>
  Number((await statement.execute(tx)).numAffectedRows ?? 0);

export const rowsIn = (removed: Removed): number =>
  Object.values(removed).reduce((sum, count) => sum + count, 0);

/**
 * Removes a batch and tells the audit what went, in one transaction. Of several processes one removes at a time; the others remove
 * nothing.
 */
export const removeBatch = (db: Db, kind: string, remove: RemoveBatch, before: Date): Promise<Removed> =>
  db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(${advisoryLocks.removal}) as mine`.execute(tx);
    if (!rows[0]?.mine) return {};
    const removed = await remove(tx, before);
    if (rowsIn(removed) === 0) return removed;
    await appendEvents(tx, [
      {
        id: contentHash("removed", kind, newId()),
        type: "records.removed",
        time: await plantNow(tx),
        source: "retention",
        objects: [{ id: kind, type: "records", qualifier: "removed" }],
        attributes: { before: before.toISOString(), rows: removed },
      },
    ]);
    return removed;
  });
