import type { PersonRole } from "../../../../services/core/roles.ts";
import type { MetricUnit } from "../../metrics/metric.ts";
import { numeralsIn } from "../numbers/numerals.ts";
import { inDigits } from "../periods/figures.ts";

/** When somebody is to be told. */
export interface Condition {
  readonly kind: "above" | "below" | "limits";
  /** In the unit of the metric; none for limits. */
  readonly threshold: number | undefined;
}

const number = String.raw`(?:百分之 ?)?(\d+(?:\.\d+)?) ?(%|percent|per cent|个?小时|hours?|hrs?|h(?![a-z])|分钟|minutes?|mins?|天|days?)?`;
const below =
  "(?:低于|少于|小于|不足|跌破|跌到|降到|低过|掉到|不到|没到|没有?达到|未达到?|跌至|降至|(?<![a-z])(?:below|under|miss(?:ed|es|ing)?|short of|less than|lower than|fewer than|falls? to|drops? to|beneath))";
const above =
  "(?:高于|大于|超过|多于|超出|高过|达到|突破|升到|超|(?<![a-z])(?:above|over|more than|exceeds?|exceeding|tops|topping|passes|goes past|goes beyond|greater than|higher than|beyond|longer than|reaches|at least))";
const limits =
  /异常|失控|控制限|超出控制|波动(?:过大|异常)|不正常|(?<![a-z])(?:abnormal|unusual|out of control|control limits?|anomal)/;

/** By how much a number that is said with a unit has to be multiplied to be one of the metric's. */
const factorOf = (said: string | undefined, unit: MetricUnit): number => {
  const seconds = /小时|h/.test(said ?? "")
    ? 3_600
    : /分|min/.test(said ?? "")
      ? 60
      : /天|day/.test(said ?? "")
        ? 86_400
        : 0;
  if (seconds === 0 || (unit !== "h" && unit !== "min")) return 1;
  return seconds / (unit === "h" ? 3_600 : 60);
};

/** A sentence with each of its numbers in plain digits: 1,200, 1.2万, 两千, 12k; 九成八 is 98%, an hour and a half 1.5 h. */
export const inPlainDigits = (sentence: string): string => {
  const text = sentence.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ");
  return numeralsIn(text)
    .reduceRight(
      (rest, { start, end, values }) =>
        values.length === 1 ? rest.slice(0, start) + String(values[0]) + rest.slice(end) : rest,
      text,
    )
    .replaceAll(
      /(?<!\d)(\d)成(?:半|(\d))?(?!\d)/g,
      (whole, tens: string, ones = whole.endsWith("半") ? "5" : "0") => `${tens}${ones}%`,
    )
    .replaceAll(
      /(?<![\d.])(\d+)个?半(?=个?(?:小时|钟头|天))|(?<![\d.])(\d+) and a half(?= hours?| days?)/g,
      "$1$2.5",
    )
    .replaceAll(/半(?=个?(?:小时|钟头|天))|(?<![a-z])half (?:an? )?(?=hour|day)/g, "0.5")
    .replaceAll(/(?<![a-z])an? hour(?: and a half|(?=[^a-z]|$))/g, (whole) =>
      whole.endsWith("half") ? "1.5 hours" : "1 hour",
    );
};

/** Where a text of plain digits sets a threshold: the match has the number and its unit, or, said behind them, which side. */
const thresholdIn = (
  text: string,
): { readonly kind: "below" | "above"; readonly found: RegExpExecArray } | undefined => {
  for (const [kind, words] of [
    ["below", below],
    ["above", above],
  ] as const) {
    const found = new RegExp(`${words}[了过]? ?(?:the )?${number}`, "d").exec(text);
    if (found) return { kind, found };
  }
  const found = new RegExp(`${number}(?:件|台|次|度|千瓦时|单|个)? ?(以下|以上|or less|or more)`, "d").exec(
    text,
  );
  return found ? { kind: /下|less/.test(found[3]!) ? "below" : "above", found } : undefined;
};

/** The condition that a sentence sets; undefined where it sets none. */
export const conditionIn = (sentence: string, unit: MetricUnit): Condition | undefined => {
  const text = inPlainDigits(sentence);
  const said = thresholdIn(text);
  if (said) {
    const [, value, of] = said.found;
    return { kind: said.kind, threshold: Number(value) * factorOf(of, unit) };
  }
  return limits.test(text) ? { kind: "limits", threshold: undefined } : undefined;
};

/** A text without words that stand in it together, or else one by one. */
export const less = (text: string, words: string): string =>
  text.includes(words)
    ? text.replace(words, " ")
    : words.split(" ").reduce((rest, word) => (word === "" ? rest : rest.replace(word, " ")), text);

/** The words that set a limit, in plain digits; undefined where none is set: "over 30 days" is a stretch. */
export const limitWords = (sentence: string): string | undefined => {
  const words = thresholdIn(inPlainDigits(sentence))?.found[0].trim();
  return words && /^over .*(?:days?|天)$/.test(words) ? undefined : words;
};

/** Whether its threshold is a share of all: "over 3%", 超过百分之三. */
export const saysShare = (sentence: string): boolean =>
  /%|per ?cent|百分之/.test(thresholdIn(inPlainDigits(sentence))?.found[0] ?? "");

/** The sentence with another number in its condition; undefined where it sets no threshold. */
export const withThreshold = (sentence: string, threshold: number): string | undefined => {
  const text = inPlainDigits(sentence);
  const [from, to] = thresholdIn(text)?.found.indices?.[1] ?? [];
  return from === undefined ? undefined : `${text.slice(0, from)}${threshold}${text.slice(to)}`;
};

/** How long a time the figure is taken of; a day where nothing is said. */
export const windowIn = (sentence: string): "hour" | "shift" | "day" => {
  const text = inDigits(sentence);
  if (/每1?个?班|班次|(?<![a-z])(?:(?:per|each|every|in a|a|within a) shift)(?![a-z])/.test(text))
    return "shift";
  if (/每1?个?小时|(?<![a-z])(?:(?:per|each|every|in an|within an|an) hour|hourly)(?![a-z])/.test(text))
    return "hour";
  return "day";
};

const roles: readonly (readonly [PersonRole, RegExp])[] = [
  ["manager", /厂长|经理|(?<![a-z])(?:plant )?manager(?![a-z])/i],
  ["dispatcher", /调度|(?<![a-z])dispatcher(?![a-z])/i],
  ["planner", /计划员|(?<![a-z])planners?(?![a-z])/i],
  ["process", /工艺|(?<![a-z])process engineer(?![a-z])/i],
  ["repair", /维修员|维修工|(?<![a-z])repair technicians?(?![a-z])/i],
  ["automation", /自动化|(?<![a-z])automation engineer(?![a-z])/i],
];
/** Who is to be told, where a sentence says so. */
export const toldRole = (sentence: string): PersonRole | undefined =>
  roles.find(([, pattern]) => pattern.test(sentence))?.[0];

/** Each line for itself is meant, not all of them together. */
export const saysAnyLine = (sentence: string): boolean =>
  /(?:任何|任意|任|每|哪怕)1?一?(?:(?:条|个)[ \p{L}]{0,6}?)?(?:产线|生产线|线)|各(?:条)?(?:产线|线)|(?<![a-z])(?:any|each|every|one of the|a)(?: [a-z]+)? line(?![a-z])/iu.test(
    sentence,
  );
