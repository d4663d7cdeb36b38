import { inDigits } from "../periods/figures.ts";

const repaired = "(?:返修|维修|返工|修)";
const counts =
  "(?:(?<more>超过|多于|大于)|至少|不少于|满)? ?(?<zh>\\d{1,2}) ?[次回遍](?:以上|及以上|或更多|或以上|往上|多)?";
const often = new RegExp(
  `${repaired}(?:过|了)?(?:的?次数)?.{0,2}?${counts}|(?:(?<moreEn>more than|over|>)|at least|>=)? ?(?<en>\\d{1,2}) ?\\+? ?(?:times|x)(?: or more|\\+)?(?![a-z])`,
);
const saysRepair = /修|返工|(?<![a-z])(?:repair|rework|fix|mend)(?:ed|s)?(?![a-z])/;
const ofUnits =
  /[几多][块台个件少]|哪[些几块台个]|列|有没有|(?<![a-z])(?:how many|which|what|any|list|show)(?![a-z])/;
const ofOther =
  /率|占比|比例|线|设备|机器|平均|(?<![a-z])(?:rate|share|percent\w*|lines?|machines?|average)(?![a-z])/;

/** What names how often, of a sentence in digits. */
export const oftenWords = new RegExp(
  `${often.source.replaceAll(/\?<\w+>/g, "")}|${saysRepair.source}|${ofUnits.source}|or more`,
  "g",
);

/** How many repairs a unit has to have had that a sentence asks of: 3 of 返修三次以上几块, 4 of "more than three times". */
export const repairsAtLeast = (sentence: string): number | undefined => {
  const text = inDigits(sentence);
  if (!saysRepair.test(text) || !ofUnits.test(text) || ofOther.test(text)) return undefined;
  const { zh, en, more, moreEn } = often.exec(text)?.groups ?? {};
  const times = Number(zh ?? en ?? Number.NaN);
  return times > 0 ? times + ((more ?? moreEn) ? 1 : 0) : undefined;
};
