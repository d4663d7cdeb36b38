import type { Bilingual } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { dimensionsOf } from "../runtime/metrics/catalogue.ts";
import { asksEachReason } from "../runtime/spoken/asked/each-reason.ts";
import type { Evidence } from "../runtime/tool.ts";
import { metricEvidence } from "./about.ts";
import { askFigure } from "./figures/ask.ts";
import type { FigureQuery } from "./figures/query.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { valueText } from "./figures/tell.ts";
import { narrowedBy } from "./narrowed.ts";
import { type ToldPart, toldParts } from "./parts-told.ts";
import { asksWhyOfFound } from "./why-told.ts";

/** As many parts as a sentence tells the reasons of. */
const mostParts = 5;
/** As many reasons as are told where they are alike. */
const mostAlike = 3;

interface ToldReasons {
  readonly text: Bilingual;
  readonly evidence: readonly Evidence[];
}

/**
 * The reason that each of the parts that are told has most of: "SMT-4 most of all material shortage 9.1 h". Of a figure that is known by
 * no reasons it is said how they are asked for; undefined where nobody asks for them.
 */
export const reasonsTold = async (
  db: Db,
  question: FigureQuestion,
  query: FigureQuery,
  parts: readonly ToldPart[],
  text: string,
): Promise<ToldReasons | undefined> => {
  const { metric, asked, filter } = question;
  const of = narrowedBy(asked.split);
  const isOfFound = asksWhyOfFound(question, parts, text);
  if (!of || !(asksEachReason(text) || isOfFound)) return undefined;
  if (!dimensionsOf(metric).includes("reason"))
    // Why it is so of the one that was found is told behind it.
    return isOfFound
      ? undefined
      : {
          text: {
            zh: `；${metric.name.zh}没有按原因记，请逐个问为什么`,
            en: `; the ${metric.name.en} is kept by no reasons, ask why of one at a time`,
          },
          evidence: [],
        };
  const ofReasons: FigureQuestion = {
    ...question,
    asked: { ...asked, split: "reason", ranking: undefined, among: [] },
  };
  const told = await Promise.all(
    parts.slice(0, mostParts).map(async ({ key, name }) => {
      const narrow = { ...filter, ...of(key) };
      const figure = await askFigure(db, { ...query, filter: narrow, split: "reason" });
      const reasons = await toldParts(db, ofReasons, figure);
      const [most] = reasons.filter(({ value }) => value);
      if (!most) return [];
      const same = reasons.filter(({ value }) => value === most.value).slice(0, mostAlike);
      const reason = {
        zh: same.map((one) => one.name.zh).join("、"),
        en: same.map((one) => one.name.en).join(", "),
      };
      const [each, eachEn] = same.length > 1 ? ["各 ", " each"] : ["", ""];
      const { zh, en } = valueText(metric, most.value);
      return [{ name, filter: narrow, reason, value: { zh: `${each}${zh.trim()}`, en: `${en}${eachEn}` } }];
    }),
  );
  const all = told.flat();
  if (all.length === 0) return undefined;
  return {
    text: {
      zh: `。最多的原因：${all.map(({ name, reason, value }) => `${name.zh} 是${reason.zh} ${value.zh}`).join("，")}`,
      en: `. The most frequent reason: ${all.map(({ name, reason, value }) => `${name.en} ${reason.en} ${value.en}`).join(", ")}`,
    },
    evidence: all.map(({ name, filter: narrow, reason, value }) =>
      metricEvidence({ ...question, filter: narrow }, { of: name.en, reason: reason.en, value: value.en }),
    ),
  };
};
