import type { Bilingual } from "../../services/core/errors.ts";
import { targetIn } from "../runtime/spoken/asked/target.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { changeText, valueText } from "./figures/tell.ts";

/**
 * Whether a figure came to what the sentence names, or that nobody has set a target, which the data store keeps none of; undefined where
 * neither is asked.
 */
export const targetTold = (
  { metric, isOfBad }: Pick<FigureQuestion, "metric" | "isOfBad">,
  figure: number | undefined,
  text: string,
): { readonly text: Bilingual; readonly facts: Readonly<Record<string, string>> } | undefined => {
  const target = targetIn(text);
  if (!target || figure === undefined) return undefined;
  if (target.value === undefined)
    return {
      text: {
        zh: `没有人给${metric.name.zh}定过目标，达没达成没法说；要和一个数比，请把它说出来。`,
        en: `No target is on record for the ${metric.name.en}, so whether it was met cannot be told; say the number to hold it against.`,
      },
      facts: {},
    };
  const value = isOfBad ? 100 - figure : figure;
  const [aim, by] = [valueText(metric, target.value), changeText(metric, value - target.value)];
  const isReached = value >= target.value;
  return {
    text: {
      zh: isReached ? `达到了 ${aim.zh}，高 ${by.zh}。` : `没有达到 ${aim.zh}，低 ${by.zh}。`,
      en: isReached ? `That is ${by.en} above ${aim.en}.` : `That is ${by.en} below ${aim.en}.`,
    },
    facts: { target: aim.en, fromTarget: by.en },
  };
};
