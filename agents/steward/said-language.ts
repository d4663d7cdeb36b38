import type { Db } from "../../services/mes/database.ts";
import type { InterpretInput } from "../runtime/activities.ts";
import { isChinese } from "../runtime/format.ts";

/** An id is of no language, nor are the capitals that a kind of lines or products is called by: "SMT". */
const ids = /[A-Za-z]{2,5}-?\d+|(?<![A-Za-z])[A-Z]{2,5}(?![A-Za-z])/g;

/** The language to answer in: of the words, or where there are none, of what was said before. */
export const saidLanguage = async (
  db: Db,
  text: string,
  { conversationId, messageId }: InterpretInput,
): Promise<"zh" | "en"> => {
  if (isChinese(text)) return "zh";
  if (/[a-z]/i.test(text.replaceAll(ids, ""))) return "en";
  const before = await db
    .selectFrom("agent_run")
    .select("language")
    .where("conversation_id", "=", conversationId)
    .where("message_id", "!=", messageId)
    .orderBy("started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return before?.language === "zh" ? "zh" : "en";
};
