import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { languageIn } from "../runtime/format.ts";
import { dimensionsOf } from "../runtime/metrics/catalogue.ts";
import { asksEachReason } from "../runtime/spoken/asked/each-reason.ts";
import { asksWhy } from "../runtime/spoken/goes-on.ts";
import type { Evidence } from "../runtime/tool.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { causeTold } from "./metric-cause.ts";
import { narrowedBy } from "./narrowed.ts";
import type { ToldPart } from "./parts-told.ts";

/** Whether a sentence asks why of the part that a ranking has found first: "which shift scrapped most, and why". */
export const asksWhyOfFound = (
  { asked: { ranking, split } }: Pick<FigureQuestion, "asked">,
  parts: readonly ToldPart[],
  text: string,
): boolean =>
  ranking !== undefined &&
  split !== "reason" &&
  parts[0]?.value !== undefined &&
  (asksWhy(text) || (parts.length === 1 && asksEachReason(text)));

/**
 * What has changed of the part that a ranking has found, where it is asked why that one: of a figure that is kept by no reasons. Undefined where
 * nobody asks, or a part is no figure of its own.
 *
 * @param question Its period is the one that the parts are of.
 */
export const whyTold = async (
  db: Db,
  question: FigureQuestion,
  parts: readonly ToldPart[],
  text: string,
): Promise<{ readonly text: Bilingual; readonly evidence: readonly Evidence[] } | undefined> => {
  const { asked, metric, filter } = question;
  const narrow = narrowedBy(asked.split);
  const [first] = parts;
  if (!narrow || !first || !asksWhyOfFound(question, parts, text)) return undefined;
  if (dimensionsOf(metric).includes("reason")) return undefined;
  const none = { zh: "", en: "" };
  const told = await causeTold(
    db,
    {
      ...question,
      filter: { ...filter, ...narrow(first.key) },
      asked: { ...asked, split: undefined, ranking: undefined },
      unused: { ...question.unused, ...none },
    },
    languageIn(text),
  );
  return { text: { zh: told.text.zh, en: ` ${told.text.en}` }, evidence: told.evidence };
};
