import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { ordersCalledLast, ordersToldLast } from "../../services/mes/queries/runs.ts";
import { isChinese } from "../runtime/format.ts";
import { placeSaid } from "../runtime/spoken/numbers/ordinals.ts";
import { pickedOf } from "./follow-up/picked-of-compared.ts";
import type { LastCall } from "./follow-up/said.ts";

/** The two that were talked about: 两个里头先救哪个, "which of the two first". */
const bothOf =
  /^(?:那|这)?(?:两|2)[个张](?:单子?|工单)?(?:里[头面边]?|中|当中|之间)?(?=.{0,8}(?:哪|谁|先|更))|(?<![a-z])(?:(?<=which )of (?:the|these|those) two|the two of them|both of them(?= .*first))(?![a-z])/i;

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
  const both = said ? undefined : bothOf.exec(text)?.[0];
  if (both) {
    const listed = await ordersToldLast(db, conversationId, messageId);
    const two = listed.length === 2 ? listed : await ordersCalledLast(db, conversationId, messageId);
    const [last, before] = two;
    if (!last || !before) return { text };
    const joint = isChinese(text) ? "和" : "and";
    return {
      text: put(both, listed.length === 2 ? `${last} ${joint} ${before}` : `${before} ${joint} ${last}`),
    };
  }
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
