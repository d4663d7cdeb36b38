import { MillwrightError } from "../../core/errors.ts";
import { every } from "../../core/every.ts";
import type { Logger } from "../../core/log.ts";
import type { Db } from "../../mes/database.ts";
import type { Approver } from "./approvals.ts";

/** A message as a person sends it. */
export interface SentMessage {
  readonly conversationId: string;
  readonly messageId: string;
  readonly text: string;
}

interface KeptMessagesDeps {
  readonly db: Db;
  /** Hands a message on to its conversation; again makes no difference. */
  readonly deliver: (by: Approver, message: SentMessage) => Promise<unknown>;
  readonly log: Logger;
  readonly everyMs?: number;
}

/** A conversation knows what it was told while it lives, and it lives longer than this. */
const longestMs = 7 * 3_600_000;
const usualMs = 3_000;

const unanswered = (db: Db) =>
  db
    .selectFrom("chat_message as m")
    .innerJoin("app_user as u", "u.id", "m.user_id")
    .select(["m.id as messageId", "m.conversation_id as conversationId", "m.text", "u.id", "u.roles"])
    .where("m.created_at", ">", new Date(Date.now() - longestMs))
    .where((fields) =>
      fields.not(
        fields.exists(
          fields.selectFrom("agent_run as r").select("r.id").whereRef("r.message_id", "=", "m.id"),
        ),
      ),
    )
    .orderBy("m.created_at")
    .execute();

/**
 * Sees to it that what was stored while the workflow engine was away is handed on when it is back, whether or not the person says it
 * again: at the start, and after each time that one could not be.
 */
export const keepMessages = ({ db, deliver, log, everyMs = usualMs }: KeptMessagesDeps) => {
  let isWaiting = true;
  const looking = every(
    everyMs,
    async () => {
      if (!isWaiting) return;
      for (const { id, roles, ...message } of await unanswered(db))
        await deliver({ id, roles }, message).catch((error: Error) => {
          if (error instanceof MillwrightError && error.code === "TEMPORAL_UNAVAILABLE") throw error;
          // One that cannot be handed on does not hold up the others.
          log.warn({ messageId: message.messageId, error: error.message }, "message not handed on");
        });
      isWaiting = false;
    },
    (error) => log.debug({ error: error.message }, "kept messages wait"),
  );
  return {
    /** One could not be handed on. */
    waits: (): void => {
      isWaiting = true;
    },
    close: looking.close,
  };
};
