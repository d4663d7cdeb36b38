import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import { isChinese } from "../../runtime/format.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import type { MetricId } from "../../runtime/metrics/metric.ts";
import { unreadIn } from "../../runtime/spoken/asked/unread.ts";
import { takesMetric } from "../../runtime/tool.ts";
import type { Step } from "./step.ts";

/** Letters that stand for something: in capitals or, between Chinese words, in any. */
const shortIn = (text: string): readonly string[] =>
  text.match(
    isChinese(text) ? /(?<![a-z\d-])[a-z]{2,6}(?![a-z\d-])/gi : /(?<![A-Za-z\d-])[A-Z]{2,6}(?![A-Za-z\d-])/g,
  ) ?? [];

/** Figures that are asked for most about the quality of what is made. */
const asked: readonly MetricId[] = ["fpy", "quality", "repairs", "oee"];

/** An abbreviation that nothing here is called by, in a sentence that names no figure: the one that the model took is not told for it. */
export const askUnknownFigure: Step = async ({ tool }, { db, understood, text, language }) => {
  const { certain, figure, now } = understood;
  if (certain || !takesMetric(tool) || figure.metrics.length > 0) return undefined;
  const said = shortIn(text);
  if (said.length === 0) return undefined;
  const unread = new Set(unreadIn(text, await namesOfPlant(db), now).split(" "));
  const unknown = said.find((word) => unread.has(word.toLowerCase()));
  if (!unknown) return undefined;
  return {
    doubt: {
      zh: `“${unknown}”不是这里有的指标，没有拿别的代替。“指标”页列出全部；您要看哪个？`,
      en: `“${unknown}” is no figure that is kept here, and no other was put in its place. The Figures page lists them all; which one do you want?`,
    },
    choices: asked.map((id) => {
      const { name } = metricOf(id);
      return { label: name, text: name[language] };
    }),
  };
};
