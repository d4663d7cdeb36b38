import type { Bilingual } from "../../services/core/errors.ts";
import { endOf, type Ranking, ranksChange } from "../runtime/spoken/asked/rank.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { valueText } from "./figures/tell.ts";

interface Value {
  readonly name: Bilingual;
  readonly value: number | undefined;
}

const ends: Readonly<Record<Ranking["from"], Bilingual>> = {
  worst: { zh: "最差", en: "worst" },
  best: { zh: "最好", en: "best" },
  low: { zh: "最低", en: "lowest" },
  high: { zh: "最高", en: "highest" },
  fallen: { zh: "", en: "" },
  risen: { zh: "", en: "" },
};

/** Which of the values of a course lies at the end that the question asks for beside it: 走势，哪一周最差. */
export const trendEnd = (
  { metric, asked: { ranking } }: Pick<FigureQuestion, "metric" | "asked">,
  values: readonly Value[],
  grain: Bilingual,
): { readonly text: Bilingual; readonly fact: string } | undefined => {
  if (!ranking || ranksChange(ranking)) return undefined;
  const known = values.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const all = known.map(({ value }) => value);
  const farthest = endOf(ranking, metric) === "high" ? Math.max(...all) : Math.min(...all);
  const found = known.filter(({ value }) => value === farthest);
  if (found.length === 0) return undefined;
  const value = valueText(metric, farthest);
  const list = (language: "zh" | "en") =>
    found.map(({ name }) => name[language]).join(language === "zh" ? "、" : ", ");
  const end = ends[ranking.from];
  return {
    text: {
      zh: `${end.zh}的${grain.zh}是 ${list("zh")}，${value.zh}`,
      en: `the ${end.en} ${grain.en}: ${list("en")}, ${value.en}`,
    },
    fact: `${list("en")} ${value.en}`,
  };
};
