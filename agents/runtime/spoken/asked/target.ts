import { inPlainDigits } from "./condition.ts";

/** Whether a figure has come to something: a bound that is named, or a target. */
export interface Target {
  /** What it is to come to; undefined where the sentence speaks of a target and names none. */
  readonly value: number | undefined;
}

const number = String.raw`(?:百分之 ?)?(\d+(?:\.\d+)?)(?![\d.]| ?[日号点月时周:：]) ?(?:%|percent|per cent|个点|件|台|小时|度|单)?`;
const reachedZh = [
  `(?:有没有|是不是|是否|能不能|有)(?:能|已经)?(?:达到|到|过|超过|达|做到|破)了? ?${number}了?(?:吗|没有?|么)?`,
  `(?:达到|到|过|超过|做到|破)了? ?${number}(?:了)?(?:吗|没有?|么)`,
].map((pattern) => new RegExp(pattern));
const reachedEn = new RegExp(
  `(?<![a-z])(?:(?:did|have|has|do|does|is|was|were|are) (?:we |it |they )?(?:reach(?:ed)?|hit|ma[dk]e|met|meet|got?(?: to)?|gotten to|exceed(?:ed)?|above|over|at least)|(?:reach(?:ed)?|hit|met)) (?:the )?${number}`,
);
const spoken =
  /(?:产量|质量|良率|交付|月度|年度|本月|周)?(?:目标|指标|任务|计划)(?:值)?(?:的)?(?:达成|完成|达到|实现)(?:了|率)?(?:没有?|吗|么|情况|多少)?|(?:达成|达到|完成|实现)了?(?:目标|指标|任务)(?:了)?(?:没有?|吗|么)?|(?:有没有|是不是|是否)?(?:达标|达成)(?:了)?(?:没有?|吗|么)?|离目标.{0,4}(?:多少|多远)|(?<![a-z])(?:(?:hit|met|meet|made|make|reach(?:ed)?|on|against|versus|vs|below|above) (?:(?:the|our|its|my) )?[ #]*(?:[a-z]+ )?(?:targets?|goals?|quotas?|objectives?)|on target)(?![a-z])/;

/** The words by which a sentence asks whether a figure came to something. */
export const targetWords = new RegExp(
  [...reachedZh, reachedEn, spoken].map(({ source }) => source).join("|"),
  "gi",
);

/** What a figure is to have come to, where a sentence asks whether it has; in the figure's own unit. */
export const targetIn = (sentence: string): Target | undefined => {
  const text = inPlainDigits(sentence);
  const found = [...reachedZh, reachedEn].map((pattern) => pattern.exec(text)).find(Boolean);
  if (found) return { value: Number(found[1]) };
  return spoken.test(text) ? { value: undefined } : undefined;
};
