import type { Bilingual } from "../../services/core/errors.ts";
import { isTime } from "../runtime/metrics/metric.ts";
import { asksApart } from "../runtime/spoken/asked/apart.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { changeText } from "./figures/tell.ts";
import type { ToldPart } from "./parts-told.ts";

/** By how much parts differ. */
export interface ToldApart {
  readonly text: Bilingual;
  readonly facts: Readonly<Record<string, string>>;
}

/** Whether two parts, and no more, are held against each other by their names. */
const isOfTwo = ({ asked: { lines, among, split, ranking } }: FigureQuestion): boolean =>
  ranking === undefined && ((split === "line" && lines.length === 2) || among.length === 2);

/**
 * By how much the two parts differ that are held against each other, or, where it is asked of more, the highest and the lowest; undefined
 * where nobody asks, or only one has a figure.
 */
export const apartTold = (
  question: FigureQuestion,
  parts: readonly ToldPart[],
  text: string,
): ToldApart | undefined => {
  const { metric, asked, isOfBad } = question;
  const known = parts.filter(({ value }) => value !== undefined);
  if (known.length < 2 || !(asksApart(text) || isOfTwo(question))) return undefined;
  const sorted = known.toSorted((a, b) => b.value! - a.value!);
  const [most, least] = isOfBad ? [sorted.at(-1)!, sorted[0]!] : [sorted[0]!, sorted.at(-1)!];
  const by = changeText(metric, Math.abs(most.value! - least.value!));
  const isOverTime = asked.split !== undefined && isTime(asked.split) && known.length > 2;
  const facts = { apart: by.en, most: most.name.en, least: least.name.en };
  if (Math.abs(most.value! - least.value!) < 1e-9)
    return { text: { zh: "；两者持平", en: "; both are the same" }, facts };
  const [zh, en] = isOverTime ? ["最高的", "the highest, "] : ["", ""];
  return {
    text: {
      zh: `；${zh}${most.name.zh}比${least.name.zh}高 ${by.zh}`,
      en: `; ${en}${most.name.en} is ${by.en} above ${least.name.en}`,
    },
    facts,
  };
};
