import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import { asksFactors } from "../runtime/spoken/asked/factors.ts";
import type { Evidence } from "../runtime/tool.ts";
import { metricEvidence } from "./about.ts";
import { askFigure } from "./figures/ask.ts";
import type { FigureQuery } from "./figures/query.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { valueText } from "./figures/tell.ts";

/** The factors of a figure that is a product, of the same scope and stretch, and which is the lowest; undefined where nobody asks for them. */
export const factorsTold = async (
  db: Db,
  question: FigureQuestion,
  query: FigureQuery,
  text: string,
): Promise<{ readonly text: Bilingual; readonly evidence: readonly Evidence[] } | undefined> => {
  const { factors } = question.metric;
  if (!factors || !asksFactors(text)) return undefined;
  const told = await Promise.all(
    factors.map(async (id) => {
      const metric = metricOf(id);
      const { value } = await askFigure(db, { ...query, metric: id, split: undefined });
      return { metric, value, said: valueText(metric, value) };
    }),
  );
  if (told.some(({ value }) => value === undefined)) return undefined;
  const [lowest] = told.toSorted((a, b) => a.value! - b.value!);
  const list = (language: "zh" | "en") =>
    told.map(({ metric, said }) => `${metric.name[language]} ${said[language]}`);
  return {
    text: {
      zh: `；${list("zh").join("，")}，最低的是${lowest!.metric.name.zh}`,
      en: `; ${list("en").join(", ")}; the lowest is ${lowest!.metric.name.en}`,
    },
    evidence: told.map(({ metric, said }) => metricEvidence({ ...question, metric }, { value: said.en })),
  };
};
