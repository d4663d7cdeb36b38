import type { Bilingual } from "../../services/core/errors.ts";
import { tellAlternates } from "../resource/alternates.ts";
import { tellExpiring } from "../resource/expiring.ts";
import { stockStatus } from "../resource/tools.ts";
import { tellUnusable } from "../resource/unusable.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ToolContext, ToolResult } from "../runtime/context.ts";
import { inSentence, languageIn } from "../runtime/format.ts";
import {
  asksForAlternates,
  asksForExpiry,
  asksForUnusable,
  asksHowLong,
} from "../runtime/spoken/about/stock.ts";
import type { Desk } from "../scheduler/desk/desk.ts";
import { tellCover } from "../scheduler/material/tell-cover.ts";

const inOrder = (texts: readonly Bilingual[]): Bilingual => ({
  zh: texts.map(({ zh }) => zh).join(""),
  en: texts.map(({ en }) => en).join(" "),
});

/** Names what a sentence is about that follows nothing. */
const of = (material: string, { zh, en }: Bilingual): Bilingual => ({
  zh: `${material}：${zh}`,
  en: `${material}: ${inSentence(en)}`,
});

/**
 * The stock of a material with how long it lasts by the plan in force, where something is to be taken of it, and what may
 * stand in for it: each first where the words ask for it. Alternates of what is short stand in the rows unasked.
 */
export const stockAndCover = async (context: ToolContext, desk: Desk): Promise<ToolResult> => {
  const { text, args } = context;
  if (!args.material && asksForExpiry(text)) return tellExpiring(context);
  if (!args.material && asksForUnusable(text)) return tellUnusable(context);
  const stock = await stockStatus(context);
  const { material } = args;
  if (!material) return stock;
  const asked = { cover: asksHowLong(text), alternates: asksForAlternates(text) };
  const [cover, alternates] = await Promise.all([
    tellCover(context, material, asked.cover, desk),
    tellAlternates(context, material),
  ]);
  const told = {
    cover: asked.cover || cover.isNeeded ? [cover.text] : [],
    alternates: asked.alternates ? [alternates.text] : [],
  };
  const first = [...(asked.cover ? told.cover : []), ...told.alternates];
  const beside = asked.cover ? [] : told.cover;
  const [lead, ...others] = first;
  const showsAlternates = asked.alternates || cover.isShort;
  const { firstShort } = cover;
  return {
    ...stock,
    text: inOrder([...(lead ? [of(material, lead), ...others] : []), stock.text, ...beside]),
    rows: [...(showsAlternates ? alternates.rows : []), ...(stock.rows ?? [])],
    evidence: [
      ...stock.evidence,
      ...(told.cover.length > 0 ? cover.evidence : []),
      ...(showsAlternates ? alternates.evidence : []),
    ],
    ...(firstShort ? { choices: [choiceOf("explain_late", { order: firstShort }, languageIn(text))] } : {}),
  };
};
