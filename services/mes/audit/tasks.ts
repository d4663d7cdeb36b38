import type { KeyObject } from "node:crypto";
import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash, newId } from "../../core/ids.ts";
import { plantNow } from "../clock.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents, eventChannel } from "../events.ts";
import { advisoryLocks } from "../locks.ts";
import { type Verified, verifyAudit } from "./chain.ts";
import { pseudonymise } from "./pseudonymise.ts";

/** Tells the worker, who has the key of the audit, that there is something to do. */
export const auditChannel = "mw_audit";

/** Asks for the whole chain to be looked at; gives the task that does so, which may have been asked for already. */
export const askForCheck = async (tx: Db | Tx, askedBy: string | null): Promise<string> => {
  const open = await tx
    .selectFrom("audit_task")
    .select("id")
    .where("kind", "=", "Check")
    .where("status", "in", ["Asked", "Running"])
    .executeTakeFirst();
  if (open) return open.id;
  const id = newId();
  await tx
    .insertInto("audit_task")
    .values({ id, kind: "Check", asked_by: askedBy, arguments: "{}", result: "null" })
    .execute();
  await sql`select pg_notify(${auditChannel}, '')`.execute(tx);
  return id;
};

/** Asks for somebody who has left to be made anonymous; gives the task that does so. */
export const askToPseudonymise = async (tx: Tx, id: string, askedBy: string): Promise<string> => {
  const task = newId();
  await tx
    .insertInto("audit_task")
    .values({
      id: task,
      kind: "Pseudonymise",
      asked_by: askedBy,
      arguments: JSON.stringify({ id }),
      result: "null",
    })
    .execute();
  await sql`select pg_notify(${auditChannel}, '')`.execute(tx);
  return task;
};

const check = async (db: Db, key: KeyObject, id: string): Promise<Verified> => {
  let told = 0;
  const found = await verifyAudit(db, key, async (batches) => {
    // A row for every batch would cost more than the batch.
    if (batches - told < 8) return;
    told = batches;
    await db.updateTable("audit_task").set({ progress: batches }).where("id", "=", id).execute();
  });
  const { broken } = found;
  if (broken)
    await appendEvents(db, [
      {
        // Once for each place.
        id: contentHash("audit.broken", broken.batch, broken.seq ?? "", broken.problem),
        type: "audit.broken",
        time: await plantNow(db),
        source: "audit",
        objects: [{ id: `BATCH-${broken.batch}`, type: "audit_batch", qualifier: "broken" }],
        attributes: { ...broken, reason: broken.problem },
      },
    ]);
  return found;
};

const runTask = async (db: Db, key: KeyObject, id: string): Promise<void> => {
  await db.updateTable("audit_task").set({ status: "Running", progress: 0 }).where("id", "=", id).execute();
  const end = async (status: "Done" | "Failed", result: object) => {
    await db
      .updateTable("audit_task")
      .set({ status, finished_at: new Date(), result: JSON.stringify(result) })
      .where("id", "=", id)
      .execute();
    await sql`select pg_notify(${eventChannel}, '')`.execute(db);
  };
  const task = await db.selectFrom("audit_task").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  try {
    if (task.kind === "Check") await end("Done", await check(db, key, id));
    else {
      const { id: leaver } = task.arguments as { id: string };
      const { pseudonym } = await pseudonymise(db, key, { id: leaver, actorId: task.asked_by ?? undefined });
      await end("Done", { pseudonym });
    }
  } catch (error) {
    const told =
      error instanceof MillwrightError ? error.bilingual : { zh: String(error), en: String(error) };
    await end("Failed", told);
    // What a person asked wrongly is told to him; anything else is the log's as well.
    if (!(error instanceof MillwrightError)) throw error;
  }
};

/**
 * Does what was asked for and is not done, what somebody fell over included. One process at a time does it; who falls lets go of the
 * lock.
 */
export const runAuditTasks = (db: Db, key: KeyObject): Promise<void> =>
  db.connection().execute(async (own) => {
    const { rows } = await sql<{
      mine: boolean;
    }>`select pg_try_advisory_lock(${advisoryLocks.auditTasks}) as mine`.execute(own);
    if (!rows[0]?.mine) return;
    try {
      for (;;) {
        const next = await db
          .selectFrom("audit_task")
          .select("id")
          .where("status", "in", ["Asked", "Running"])
          .orderBy("asked_at")
          .limit(1)
          .executeTakeFirst();
        if (!next) return;
        await runTask(db, key, next.id);
      }
    } finally {
      await sql`select pg_advisory_unlock(${advisoryLocks.auditTasks})`.execute(own);
    }
  });
