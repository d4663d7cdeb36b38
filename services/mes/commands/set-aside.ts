import { sql } from "kysely";
import { type ErrorCode, type ErrorDetails, MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";

/** Channel that tells ingest that somebody has sent a message again. */
export const resentChannel = "mw_resent";

export interface SetAside {
  readonly topic: string;
  readonly payload: Buffer;
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/** A text as PostgreSQL takes it: without U+0000. */
const sound = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll("\\u0000", "�")) as T;

/**
 * Keeps a message that could not be taken, for a person to mend and send again. The same message once more is counted; so
 * is one whose error says what it is `about`, which a later one tells anew.
 *
 * @param now Plant time.
 */
export const setMessageAside = async (db: Db, given: SetAside, now: Date): Promise<void> => {
  const { topic, payload, code, details } = {
    ...given,
    ...sound({ topic: given.topic, details: given.details }),
  };
  const about = details["about"];
  const message_key =
    typeof about === "string"
      ? contentHash("set-aside", topic, code, about)
      : contentHash("set-aside", topic, payload.toString("base64"));
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .insertInto("set_aside_message")
      .values({ topic: topic.slice(0, 500), payload, code, details: JSON.stringify(details), message_key })
      .onConflict((conflict) =>
        conflict
          .column("message_key")
          .where("status", "=", "Open")
          .doUpdateSet({ payload, times: sql`set_aside_message.times + 1`, last_at: sql`now()` }),
      )
      .returning(["id", "times"])
      .executeTakeFirstOrThrow();
    if (row.times === 1) await tellEvent(tx, row.id, "set-aside", { topic, code }, now);
  });
};

const tellEvent = async (
  tx: Tx,
  id: string,
  what: "set-aside" | "resent" | "dismissed",
  attributes: Readonly<Record<string, unknown>>,
  time: Date,
  person?: string,
): Promise<void> => {
  await appendEvents(tx, [
    {
      id: contentHash("message", what, id, time.getTime()),
      type: `message.${what}`,
      time,
      source: person ? "api" : "ingest",
      objects: [
        { id: `MSG-${id}`, type: "message", qualifier: what },
        ...(person ? [{ id: person, type: "person", qualifier: "actor" }] : []),
      ],
      attributes,
    },
  ]);
};

/**
 * Sends messages again that were set aside, or puts them away.
 *
 * @param payload The mended content; only of one message.
 * @throws MillwrightError NOT_FOUND for one that does not wait any more.
 */
export const settleMessages = async (
  tx: Tx,
  {
    ids,
    status,
    actorId,
    now,
    payload,
  }: {
    readonly ids: readonly string[];
    readonly status: "Resent" | "Dismissed";
    readonly actorId: string;
    readonly now: Date;
    readonly payload?: Buffer | undefined;
  },
): Promise<void> => {
  for (const id of ids) {
    const row = await tx
      .updateTable("set_aside_message")
      .set({ status, settled_by: actorId, settled_at: new Date(), ...(payload ? { payload } : {}) })
      .where("id", "=", id)
      .where("status", "=", "Open")
      .returning(["topic", "code"])
      .executeTakeFirst();
    if (!row) throw new MillwrightError("NOT_FOUND", { kind: "message that waits", id });
    await tellEvent(tx, id, status === "Resent" ? "resent" : "dismissed", row, now, actorId);
  }
  await sql`select pg_notify(${resentChannel}, '')`.execute(tx);
};

/** Messages that somebody has sent again, the oldest first. */
export const resentMessages = (db: Db) =>
  db
    .selectFrom("set_aside_message")
    .select(["id", "topic", "payload"])
    .where("status", "=", "Resent")
    .orderBy("id")
    .limit(500)
    .execute();

/** What came of a message that was sent again: taken, or open once more for another reason. */
export const noteResent = async (
  db: Db,
  id: string,
  failed?: Pick<SetAside, "code" | "details">,
): Promise<void> => {
  await db
    .updateTable("set_aside_message")
    .set(
      failed
        ? {
            status: "Open",
            code: failed.code,
            details: JSON.stringify(sound(failed.details)),
            message_key: sql`message_key || '/' || id || '/' || times`,
            times: sql`times + 1`,
            last_at: new Date(),
          }
        : { status: "Taken" },
    )
    .where("id", "=", id)
    .where("status", "=", "Resent")
    .execute();
};
