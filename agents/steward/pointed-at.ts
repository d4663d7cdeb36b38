import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { ordersToldLast } from "../../services/mes/queries/runs.ts";
import { isChinese } from "../runtime/format.ts";
import { placeSaid } from "../runtime/spoken/numbers/ordinals.ts";
import { pickedOf } from "./follow-up/picked-of-compared.ts";
import type { LastCall } from "./follow-up/said.ts";

/**
 * A sentence with the order in place of the words that point at it in the list that was told last, by its place or by what tells it
 * from those that it was compared with: 第二个单为什么延期 is "WO-1260 为什么延期". One that points beyond the list is told how long that is; without a
 * list it stays as it is.
 */
export const pointedAt = async (
  db: Db,
  text: string,
  last: LastCall | undefined,
  { conversationId, messageId }: { readonly conversationId: string; readonly messageId: string },
): Promise<{ readonly text: string } | { readonly beyond: Bilingual }> => {
  const put = (words: string, order: string) => text.replace(words, isChinese(text) ? `${order} ` : order);
  const picked = pickedOf(last, text);
  if (picked) return { text: put(picked.words, picked.order) };
  const said = placeSaid(text);
  if (!said) return { text };
  const told = await ordersToldLast(db, conversationId, messageId);
  if (told.length === 0) return { text };
  const { place, words } = said;
  const order = told.at(place > 0 ? place - 1 : place);
  if (order) return { text: put(words, order) };
  return {
    beyond: {
      zh: `上面只列出了 ${told.length} 个工单，没有${words}。请说工单号。`,
      en: `Only ${told.length} orders were listed; there is no ${words.replace(/^the /i, "")}. Say the order's number.`,
    },
  };
};
