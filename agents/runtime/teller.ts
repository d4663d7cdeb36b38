import type { Bilingual, ErrorShape } from "../../services/core/errors.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { appendChatEvent } from "../../services/mes/queries/conversations.ts";
import type { Choice } from "./context.ts";

/** Words that arrive together: enough to read along, few enough rows. */
const piecesOf = (text: string): string[] => text.match(/[\s\S]{1,24}/g) ?? [];

/**
 * Tells one run's story to the conversation. Every event has a key of its own, so that a repeated activity tells
 * nothing twice. Of a run that has ended, as one that a person stopped, nothing more is told but that it has.
 *
 * @param isClosing For whoever has ended the run, to say so.
 */
export const createTeller = (db: Db | Tx, conversationId: string, runId: string, isClosing = false) => {
  const append = (ofOpen: string | undefined, key: string, type: string, data: object = {}) =>
    appendChatEvent(db, conversationId, `${runId}/${key}`, type, { runId, ...data }, ofOpen);
  const tell = (key: string, type: string, data: Readonly<Record<string, unknown>> = {}) =>
    append(isClosing ? undefined : runId, key, type, data);
  return {
    tell,
    /** A text, in the pieces that it is shown in. */
    say: async (key: string, text: string): Promise<void> => {
      const messageId = `${runId}/${key}`;
      await tell(`${key}/start`, "TEXT_MESSAGE_START", { messageId });
      for (const [index, delta] of piecesOf(text).entries())
        await tell(`${key}/${index}`, "TEXT_MESSAGE_CONTENT", { messageId, delta });
      await tell(`${key}/end`, "TEXT_MESSAGE_END", { messageId });
    },
    offer: (key: string, choices: readonly Choice[]) => tell(key, "CHOICES", { choices }),
    error: (key: string, error: Pick<ErrorShape, "code"> & { readonly message: Bilingual }) =>
      tell(key, "RUN_ERROR", { error }),
    finish: (outcome: string) => append(undefined, "finished", "RUN_FINISHED", { outcome }),
  };
};
export type Teller = ReturnType<typeof createTeller>;
