import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { contentHash, deterministicId } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";
import type { EventObject } from "../schema/event.ts";
import type { PlaybookFacts, PlaybookRunStatus } from "../schema/playbook.ts";

const event = (
  type: string,
  key: readonly unknown[],
  time: Date,
  objects: readonly EventObject[],
  attributes: Readonly<Record<string, unknown>>,
): NewEvent => ({ id: contentHash(type, ...key), type, time, source: "playbook", objects, attributes });

const about = (id: string): EventObject => ({ id, type: "playbook", qualifier: "about" });
const ofRun = (id: string): EventObject => ({ id, type: "playbook_run", qualifier: "run" });
const actor = (id: string): EventObject => ({ id, type: "person", qualifier: "actor" });

export interface SavedPlaybook {
  readonly id: string;
  readonly definition: object;
  /** The version that was changed; 0 for a new one. */
  readonly base: number;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/**
 * Stores a version of a playbook; a new one is off. Gives its number.
 *
 * @throws MillwrightError CONFLICT when somebody saved another version meanwhile.
 */
export const savePlaybook = async (
  tx: Tx,
  { id, definition, base, actorId, now }: SavedPlaybook,
): Promise<number> => {
  await tx
    .insertInto("playbook")
    .values({ id, version: 0, checked_until: now, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom("playbook")
    .select("version")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.version !== base)
    throw new MillwrightError("INVALID_INPUT", {
      path: "base",
      problem: `version ${row.version} was saved meanwhile; load it and change that`,
    });
  const version = base + 1;
  await tx
    .insertInto("playbook_version")
    .values({
      playbook_id: id,
      version,
      definition: JSON.stringify(definition),
      saved_by: actorId,
      saved_at: now,
    })
    .execute();
  await tx.updateTable("playbook").set({ version }).where("id", "=", id).execute();
  await appendEvents(tx, [
    event("playbook.saved", [id, version], now, [about(id), actor(actorId)], { version }),
  ]);
  return version;
};

/** Turns a playbook on or off; on, it answers to what happens from now on. */
export const setPlaybookActive = async (
  tx: Tx,
  { id, active, actorId, now, key }: { id: string; active: boolean; actorId: string; now: Date; key: string },
): Promise<void> => {
  const { seq } = await tx
    .selectFrom("event")
    .select((fields) => fields.fn.max("seq").as("seq"))
    .executeTakeFirstOrThrow();
  const row = await tx
    .updateTable("playbook")
    .set({ is_active: active, ...(active ? { active_after: seq ?? "0", checked_until: now } : {}) })
    .where("id", "=", id)
    .where("is_active", "!=", active)
    .returning("id")
    .executeTakeFirst();
  if (!row) return;
  await tx.deleteFrom("playbook_due").where("playbook_id", "=", id).execute();
  const type = active ? "playbook.on" : "playbook.off";
  await appendEvents(tx, [event(type, [id, key], now, [about(id), actor(actorId)], {})]);
};

export interface PlaybookStart {
  readonly playbookId: string;
  readonly version: number;
  readonly cause: string;
  readonly facts: PlaybookFacts;
  readonly atOnce: number;
  readonly cooldownMinutes: number;
  readonly now: Date;
}

/** The id of a run, and of its workflow after `playbook/<id>/`. */
export const playbookRunId = (playbookId: string, cause: string): string =>
  deterministicId("playbook-run", playbookId, cause);

/**
 * Starts a run, or notes why it was not started: too many at once, too soon after the last. The same cause does either
 * once. Gives the run's id where it was started now.
 */
export const startPlaybookRun = async (tx: Tx, start: PlaybookStart): Promise<string | undefined> => {
  const { playbookId, version, cause, facts, atOnce, cooldownMinutes, now } = start;
  await tx.selectFrom("playbook").select("id").where("id", "=", playbookId).forUpdate().execute();
  const id = playbookRunId(playbookId, cause);
  const earlier = await tx
    .selectFrom("playbook_run")
    .select(["status", "started_at"])
    .where("playbook_id", "=", playbookId)
    .where("status", "!=", "Skipped")
    .orderBy("started_at", "desc")
    .limit(100)
    .execute();
  const since = now.getTime() - cooldownMinutes * 60_000;
  const tooSoon = earlier.some(({ started_at }) => started_at.getTime() > since && cooldownMinutes > 0);
  const tooMany = earlier.filter(({ status }) => status === "Running").length >= atOnce;
  const reason: Bilingual | null = tooMany
    ? { zh: `已有 ${atOnce} 个同时运行`, en: `${atOnce} run at once already` }
    : tooSoon
      ? {
          zh: `距上次启动不到 ${cooldownMinutes} 分钟`,
          en: `less than ${cooldownMinutes} min after the last start`,
        }
      : null;
  const status: PlaybookRunStatus = reason ? "Skipped" : "Running";
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("playbook_run")
    .values({
      id,
      playbook_id: playbookId,
      version,
      cause,
      status,
      reason: JSON.stringify(reason),
      facts: JSON.stringify(facts),
      started_at: now,
      finished_at: reason ? now : null,
      is_handed_on: reason !== null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows || reason) return undefined;
  await appendEvents(tx, [
    event("playbook.started", [id], now, [about(playbookId), ofRun(id)], { version, cause }),
  ]);
  return id;
};

/** Ends a run once, with its event. */
export const endPlaybookRun = async (
  tx: Tx,
  id: string,
  status: "Done" | "Failed" | "Stopped",
  reason: Bilingual | null,
  now: Date,
): Promise<boolean> => {
  const row = await tx
    .updateTable("playbook_run")
    .set({ status, reason: JSON.stringify(reason), finished_at: now })
    .where("id", "=", id)
    .where("status", "=", "Running")
    .returning("playbook_id")
    .executeTakeFirst();
  if (!row) return false;
  const type = `playbook.${status.toLowerCase()}`;
  await appendEvents(tx, [
    event(type, [id], now, [about(row.playbook_id), ofRun(id)], reason ? { cause: reason } : {}),
  ]);
  return true;
};

export interface NewNotice {
  readonly id: string;
  readonly role: string;
  readonly kind: "told" | "task";
  readonly text: Bilingual;
  readonly evidence: readonly object[];
  readonly runId: string;
  readonly playbookId: string;
  readonly now: Date;
}

/** Tells a role something, once. */
export const giveNotice = async (tx: Tx, notice: NewNotice): Promise<void> => {
  const { id, role, kind, text, evidence, runId, playbookId, now } = notice;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("notice")
    .values({
      id,
      role,
      kind,
      text: JSON.stringify(text),
      evidence: JSON.stringify(evidence),
      run_id: runId,
      created_at: now,
      acknowledged_by: null,
      acknowledged_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return;
  const type = kind === "task" ? "playbook.handed" : "playbook.told";
  await appendEvents(tx, [
    event(type, [id], now, [about(playbookId), ofRun(runId), { id, type: "notice", qualifier: "notice" }], {
      role,
      cause: text,
    }),
  ]);
};

/**
 * Somebody has seen a notice, or takes a task; the first one counts.
 *
 * @throws MillwrightError NOT_FOUND; FORBIDDEN where a task is another role's.
 */
export const acknowledgeNotice = async (
  tx: Tx,
  id: string,
  person: { readonly id: string; readonly roles: readonly string[] },
  now: Date,
): Promise<void> => {
  const notice = await tx
    .selectFrom("notice")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!notice) throw new MillwrightError("NOT_FOUND", { kind: "notice", id });
  if (!person.roles.includes(notice.role)) throw new MillwrightError("FORBIDDEN", { role: notice.role });
  if (notice.acknowledged_at) return;
  await tx
    .updateTable("notice")
    .set({ acknowledged_by: person.id, acknowledged_at: now })
    .where("id", "=", id)
    .execute();
  await appendEvents(tx, [
    event(
      "playbook.taken",
      [id],
      now,
      [{ id, type: "notice", qualifier: "taken" }, ofRun(notice.run_id), actor(person.id)],
      {},
    ),
  ]);
};
