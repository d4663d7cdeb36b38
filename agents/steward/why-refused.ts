import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import type { ContentFilter } from "../runtime/content-filter.ts";
import { asksOnlyWhy } from "../runtime/spoken/goes-on.ts";
import { asksWhyNot } from "./follow-up/asks-refused.ts";

/**
 * Why the sentence before was turned down by the content filter, where this one asks nothing but that; undefined otherwise. What was
 * talked about before it is not what the question means.
 */
export const whyRefused = async (
  db: Db,
  filter: Pick<ContentFilter, "refusalOf">,
  text: string,
  { conversationId, messageId }: { readonly conversationId: string; readonly messageId: string },
): Promise<Bilingual | undefined> => {
  if (!asksOnlyWhy(text) && !asksWhyNot(text)) return undefined;
  const before = await db
    .selectFrom("agent_run as r")
    .innerJoin("chat_message as m", "m.id", "r.message_id")
    .select(["r.outcome", "m.id", "m.conversation_id", "m.user_id", "m.text"])
    .where("r.conversation_id", "=", conversationId)
    .where("r.message_id", "!=", messageId)
    .orderBy("r.started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (before?.outcome !== "refused") return undefined;
  const refusal = await filter.refusalOf(before);
  return (
    refusal && {
      zh: `上一句被内容过滤拦下了，没有往下读。${refusal.zh}要是误会了，换个说法，说清要查或要办的是哪张工单、哪条产线或哪种物料。`,
      en: `The content filter turned the last sentence down, and it was not read any further. ${refusal.en} If that was not what you meant, put it in other words, with the order, line or material that it is about.`,
    }
  );
};
