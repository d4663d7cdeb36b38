import { daysLater } from "../periods/calendar.ts";
import type { Period, SaidPeriod } from "../periods/said.ts";
import { periodBefore, periodNamed } from "../times/period.ts";
import { eachStretchWhole } from "./stretches.ts";

/** The period of a question, and the one that it is held against. */
export interface AskedPeriods {
  /** Undefined where the sentence names none. */
  readonly period: SaidPeriod | undefined;
  readonly compare: Period | "before" | "usual" | "week" | "month" | "year" | undefined;
  /** The sentence without the words of both. */
  readonly rest: string;
}

const connector =
  /(?:和|跟|与|同|比|较|相比于?|对比)(?=.)|(?<![a-z])(?:compared (?:with|to)|in comparison (?:with|to)|vs\.?|versus|against|than|relative to|with|to|and)(?: in| on)?(?: the)? (?=[a-z\d])/g;
const before =
  /环比|(?:前|上)1?(?:个)?(?:周期|期|阶段)(?:相?比)?|前1个?(?:天|日|周|月|星期)(?:相?比)?|(?<![a-z])(?:the |that of the )?(?:day|week|month|quarter|period) before(?! yesterday| last)|(?:previous|prior|preceding) (?:period|day)|(?:day|week|month|period)[ -](?:on|over)[ -](?:day|week|month|period)/;
const yearBefore =
  /同比|(?:去年|上年)同期|(?<![a-z])(?:year[ -](?:on|over)[ -]year|same (?:period|time) last year)/;

/** How it is of itself: 跟平时比, "than usual". */
export const usualWords =
  /(?:和|跟|与|同|比|较)(?:平时|往常|平常|以往|一贯)(?:的)?(?:水平)?(?:相?比|的时候)?|(?<![a-z])(?:than|as|vs\.?|versus|compared (?:to|with)|against) (?:the |its |our )?(?:usual|normal)(?: level)?(?![a-z])/i;
/** Days that tell how it usually is. */
const usualDays = 28;

/** As much of the week or month before: "跟上周同期比", "vs the same day last week". */
const sameTimeBefore: readonly (readonly ["week" | "month", RegExp])[] = [
  [
    "week",
    /上1?(?:个)?(?:周|星期|礼拜)(?:的)?(?:同期|同1?天|这时候|这个时候|同1时间)|(?<![a-z])(?:the )?same (?:day|time|period|shift|hours?)(?: of)? last week/,
  ],
  [
    "month",
    /上1?(?:个)?月(?:的)?(?:同期|这时候|这个时候)|(?<![a-z])(?:the )?same (?:day|time|period)(?: of)? last month/,
  ],
];

/** "OEE compared with last week" is this week's, so far. */
const sameKind = (words: string, now: Date): SaidPeriod | undefined => {
  const [, week, month] =
    /^(?:(上1?个?(?:周|星期|礼拜)|last week)|(上1?个?月|last month))$/.exec(words) ?? [];
  const own = week ? periodNamed("本周", now) : month ? periodNamed("本月", now) : undefined;
  return own && { ...own, words: "" };
};

/** Words that make what a connector joins a comparison. */
const compares = /比|较|对照|(?<![a-z])(?:compar|versus|vs|against|than|relative)/;

/** Reads the period of a sentence and what it is compared with: "本周和上周比", "this month versus last month", "than the day before". */
export const periodsIn = (sentence: string, now: Date): AskedPeriods => {
  let rest = eachStretchWhole(sentence);
  if (yearBefore.test(rest)) {
    rest = rest.replace(yearBefore, " ");
    const period = periodNamed(rest, now);
    return { period, compare: "year", rest: period ? rest.replace(period.words.trim(), " ") : rest };
  }
  if (usualWords.test(rest)) {
    rest = rest.replace(usualWords, " ");
    const period = periodNamed(rest, now);
    return { period, compare: "usual", rest: period ? rest.replace(period.words.trim(), " ") : rest };
  }
  for (const [compare, words] of sameTimeBefore) {
    if (!words.test(rest)) continue;
    rest = rest.replace(words, " ");
    const period = periodNamed(rest, now);
    return { period, compare, rest: period ? rest.replace(period.words.trim(), " ") : rest };
  }
  if (compares.test(rest))
    for (const match of rest.matchAll(connector)) {
      const behind = rest.slice(match.index + match[0].length);
      // "More than two hours" is an amount.
      if (/^\d+(?:\.\d+)? ?(?:小时|分钟|天|hours?|minutes?|days?|h(?![a-z]))/.test(behind)) continue;
      // "The month before" is that before the stretch, not the last thirty days.
      if (/^前1个?(?:天|日|周|月|星期)/.test(behind)) continue;
      const period = periodNamed(behind.slice(0, 24), now);
      const words = period?.words.trim();
      if (!period || !words || behind.indexOf(words) > 1) continue;
      const cut = `${rest.slice(0, match.index)} ${behind.slice(behind.indexOf(words) + words.length)}`;
      const main = periodNamed(cut, now) ?? sameKind(words, now);
      // 周末 and 上个周末 are two of them, even in the middle of a week.
      const isSame = main?.from.getTime() === period.from.getTime() && main.to > main.from;
      return {
        period: main,
        compare: isSame && (main.days ?? 7) < 7 ? "week" : period,
        rest: main ? cut.replace(main.words.trim(), " ") : cut,
      };
    }
  const isBefore = before.test(rest);
  if (isBefore) rest = rest.replace(before, " ");
  const period = periodNamed(rest, now);
  if (period) rest = rest.replace(period.words.trim(), " ");
  return { period, compare: isBefore ? "before" : undefined, rest };
};

/** The period that another is held against. */
export const comparedWith = (
  period: Period,
  compare: Exclude<AskedPeriods["compare"], undefined>,
): Period => {
  if (compare === "before") return periodBefore(period);
  if (compare === "usual")
    return {
      from: daysLater(period.from, -usualDays),
      to: period.from,
      name: { zh: "之前 4 周", en: "The 4 weeks before" },
    };
  if (compare === "month") return periodBefore(period, 1);
  if (compare === "week")
    return {
      from: daysLater(period.from, -7),
      to: daysLater(period.to, -7),
      name: { zh: "上周同期", en: "The same time last week" },
    };
  return compare === "year" ? periodBefore(period, 12) : compare;
};
