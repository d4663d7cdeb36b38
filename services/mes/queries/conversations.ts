import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { plantTime } from "../clock.ts";
import type { Db, Tx } from "../database.ts";
import { originNow } from "../origin.ts";

export const chatChannel = "mw_chat";

export interface ChatEventRow {
  readonly conversationId: string;
  readonly seq: number;
  readonly time: Date;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/**
 * Appends to a conversation with the next number, at the plant's time, and tells whoever listens. The same key again appends nothing.
 * Gives the number, or undefined when nothing was appended.
 *
 * @param ofOpen A run: once it has finished nothing is appended.
 */
export const appendChatEvent = async (
  db: Db | Tx,
  conversationId: string,
  key: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
  ofOpen?: string,
): Promise<number | undefined> => {
  // One statement: the row lock on the conversation keeps the numbers in order of commit. Two writers of one key at the
  // same moment skip a number, which a reader sees as a gap and reads over.
  const { rows } = await sql<{ seq: number }>`
    with fresh as (
      select 1 where not exists (select 1 from chat_event where conversation_id = ${conversationId} and key = ${key})
        and not exists (select 1 from agent_run where id = ${ofOpen ?? null} and finished_at is not null)
    ), next as (
      update conversation set last_seq = last_seq + 1
      where id = ${conversationId} and exists (select 1 from fresh) returning last_seq
    ), added as (
      insert into chat_event (conversation_id, seq, key, type, time, data)
      select ${conversationId}, last_seq, ${key}, ${type}, ${plantTime}, ${JSON.stringify(data)}::jsonb from next
      on conflict (conversation_id, key) do nothing
      returning seq
    )
    select seq, pg_notify(${chatChannel}, ${conversationId}) from added`.execute(db);
  return rows[0]?.seq;
};

const pageSize = 1_000;

/** A page of the events after a number, and whether more come after it. */
export const chatEventsAfter = async (
  db: Db,
  conversationId: string,
  afterSeq: number,
): Promise<{ readonly events: readonly ChatEventRow[]; readonly more: boolean }> => {
  const rows = await db
    .selectFrom("chat_event")
    .select(["seq", "time", "type", "data"])
    .where("conversation_id", "=", conversationId)
    .where("seq", ">", afterSeq)
    .orderBy("seq")
    .limit(pageSize)
    .execute();
  return { events: rows.map((row) => ({ conversationId, ...row })), more: rows.length === pageSize };
};

export interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly actor: string;
  readonly text: string;
}

/**
 * Stores a message once; true when it is new.
 *
 * @throws MillwrightError FORBIDDEN when the conversation is somebody else's, IDEMPOTENCY_KEY_REUSED when the id was
 *   used for another text.
 */
export const addMessage = async (tx: Tx, message: NewMessage): Promise<boolean> => {
  const { id, conversationId, userId, actor, text } = message;
  await tx
    .insertInto("conversation")
    .values({ id: conversationId, user_id: userId, title: text.slice(0, 80), created_at: plantTime })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  await requireConversation(tx, conversationId, userId);
  const added = await tx
    .insertInto("chat_message")
    .values({
      id,
      conversation_id: conversationId,
      user_id: userId,
      text,
      origin: (await originNow(tx)) ?? null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  if (!added.numInsertedOrUpdatedRows) {
    const known = await tx
      .selectFrom("chat_message")
      .select(["text", "conversation_id"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (known.text !== text || known.conversation_id !== conversationId)
      throw new MillwrightError("IDEMPOTENCY_KEY_REUSED", { key: id });
    return false;
  }
  await appendChatEvent(tx, conversationId, `user/${id}`, "USER_MESSAGE", { messageId: id, text, actor });
  return true;
};

/** @throws MillwrightError NOT_FOUND or FORBIDDEN. */
export const requireConversation = async (db: Db | Tx, id: string, userId: string): Promise<void> => {
  const row = await db.selectFrom("conversation").select("user_id").where("id", "=", id).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "conversation", id });
  if (row.user_id !== userId) throw new MillwrightError("FORBIDDEN", { role: "owner of the conversation" });
};

export const messageById = (db: Db | Tx, id: string) =>
  db
    .selectFrom("chat_message as m")
    .innerJoin("conversation as c", "c.id", "m.conversation_id")
    .selectAll("m")
    .select(["c.mentioned_order", "c.mentioned_line"])
    .where("m.id", "=", id)
    .executeTakeFirst();

/** Remembers what the conversation is about, for "it" and "that line". */
export const mention = async (
  db: Db | Tx,
  conversationId: string,
  mentioned: { order?: string | undefined; line?: string | undefined },
) => {
  if (!mentioned.order && !mentioned.line) return;
  await db
    .updateTable("conversation")
    .set({
      ...(mentioned.order ? { mentioned_order: mentioned.order } : {}),
      ...(mentioned.line ? { mentioned_line: mentioned.line } : {}),
    })
    .where("id", "=", conversationId)
    .execute();
};

export const conversationsOf = (db: Db, userId: string, limit = 50) =>
  db
    .selectFrom("conversation")
    .select(["id", "title", "created_at"])
    .where("user_id", "=", userId)
    .orderBy("created_at", "desc")
    .limit(limit)
    .execute();
