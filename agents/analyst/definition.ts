import type { Bilingual } from "../../services/core/errors.ts";
import { metricOf } from "../runtime/metrics/catalogue.ts";
import type { Metric } from "../runtime/metrics/metric.ts";
import { asksMeaning } from "../runtime/spoken/about/meaning.ts";
import { metricsNamed } from "../runtime/spoken/asked/named-metrics.ts";

/** The formula; of a product of others theirs, as what it is the product of is its meaning. */
const formulaOf = ({ formula, factors }: Metric): Bilingual => {
  if (!factors) return { zh: `公式 ${formula.zh}`, en: `formula ${formula.en}` };
  const of = (language: "zh" | "en") =>
    factors
      .map(metricOf)
      .map((factor) => `${factor.name[language]} = ${factor.formula[language]}`)
      .join(language === "zh" ? "，" : ", ");
  return { zh: of("zh"), en: of("en") };
};

/** What a metric means and how it is reckoned, before its figure where the words ask for that; empty where they do not. */
export const definitionTold = (metric: Metric, text: string): Bilingual => {
  if (!asksMeaning(text)) return { zh: "", en: "" };
  const { name, meaning, standard } = metric;
  const said = metricsNamed(text).find(({ id }) => id === metric.id);
  const words = said && text.normalize("NFKC").slice(said.at, said.at + said.words.length);
  const called = ({ zh, en }: Bilingual) =>
    words && ![zh, en].some((own) => own.toLowerCase() === words.toLowerCase()) ? words : undefined;
  const also = called(name);
  const formula = formulaOf(metric);
  const by = standard ? { zh: `（${standard}）`, en: ` (${standard})` } : { zh: "", en: "" };
  const capital = name.en.charAt(0).toUpperCase() + name.en.slice(1);
  return {
    zh: `${name.zh}${also ? `（${also}）` : ""}：${meaning.zh}；${formula.zh}${by.zh}。`,
    en: `${capital}${also ? ` (${also})` : ""}: ${meaning.en}; ${formula.en}${by.en}. `,
  };
};
