import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { formatPercent } from "../runtime/format.ts";
import type { Figure } from "./figures/ask.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { valueText } from "./figures/tell.ts";
import { toldParts } from "./parts-told.ts";

interface ToldReasons {
  readonly text: Bilingual;
  readonly facts: Readonly<Record<string, string>>;
}

/**
 * The reasons that a sentence asks of by name, each with its share. Machines report reasons in words and codes of their own: where none
 * is reported by the name, that is said, and not that there were no such stops.
 */
export const stopReasonsTold = async (
  db: Db,
  question: FigureQuestion,
  figure: Figure,
): Promise<ToldReasons | undefined> => {
  const { metric, asked } = question;
  if (asked.split !== "reason" || asked.stopReasons.length === 0 || !figure.value) return undefined;
  const whole = figure.value;
  const all = await toldParts(
    db,
    { ...question, limit: undefined, asked: { ...asked, ranking: undefined } },
    figure,
  );
  const told = asked.stopReasons.map(({ zh, en }) => {
    const own = all.filter(({ name, value }) => name.zh === zh && value !== undefined);
    const sum = own.reduce((total, { value }) => total + value!, 0);
    if (own.length === 0)
      return {
        en,
        fact: "not reported by this name",
        text: { zh: `没有报为“${zh}”的`, en: `none is reported as "${en}"` },
      };
    const [value, share] = [valueText(metric, sum), formatPercent(sum / whole)];
    return {
      en,
      fact: `${value.en}, ${share}`,
      text: { zh: `${zh} ${value.zh}，占 ${share}`, en: `${en} ${value.en}, ${share} of it` },
    };
  });
  return {
    text: {
      zh: `；其中${told.map(({ text }) => text.zh).join("；")}`,
      en: `; of it ${told.map(({ text }) => text.en).join("; ")}`,
    },
    facts: Object.fromEntries(told.map(({ en, fact }) => [en, fact])),
  };
};
