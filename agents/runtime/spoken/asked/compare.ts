import { type Period, periodBefore, periodNamed, type SaidPeriod } from "../period.ts";
import { inDigits } from "../periods/figures.ts";

/** The period of a question, and the one that it is held against. */
export interface AskedPeriods {
  /** Undefined where the sentence names none. */
  readonly period: SaidPeriod | undefined;
  readonly compare: Period | "before" | "year" | undefined;
  /** The sentence without the words of both. */
  readonly rest: string;
}

const connector =
  /(?:和|跟|与|同|比|较|相比于?|对比)(?=.)|(?<![a-z])(?:compared (?:with|to)|in comparison (?:with|to)|vs\.?|versus|against|than|relative to|with|to|and)(?: in| on)?(?: the)? (?=[a-z\d])/g;
const before =
  /环比|(?:前|上)1?(?:个)?(?:周期|期|阶段)(?:相?比)?|前1(?:天|日|周|月)(?:相?比)?|(?<![a-z])(?:the |that of the )?(?:day|week|month|quarter|period) before(?! yesterday| last)|(?:previous|prior|preceding) (?:period|day)|(?:day|week|month|period)[ -](?:on|over)[ -](?:day|week|month|period)/;
const yearBefore =
  /同比|(?:去年|上年)同期|(?<![a-z])(?:year[ -](?:on|over)[ -]year|same (?:period|time) last year)/;

/** Words that make what a connector joins a comparison. */
const compares = /比|较|对照|(?<![a-z])(?:compar|versus|vs|against|than|relative)/;

/** Reads the period of a sentence and what it is compared with: "本周和上周比", "this month versus last month", "than the day before". */
export const periodsIn = (sentence: string, now: Date): AskedPeriods => {
  let rest = inDigits(sentence);
  if (yearBefore.test(rest)) {
    rest = rest.replace(yearBefore, " ");
    const period = periodNamed(rest, now);
    return { period, compare: "year", rest: period ? rest.replace(period.words.trim(), " ") : rest };
  }
  if (compares.test(rest))
    for (const match of rest.matchAll(connector)) {
      const behind = rest.slice(match.index + match[0].length);
      // "More than two hours" is an amount.
      if (/^\d+(?:\.\d+)? ?(?:小时|分钟|天|hours?|minutes?|days?|h(?![a-z]))/.test(behind)) continue;
      const period = periodNamed(behind.slice(0, 24), now);
      const words = period?.words.trim();
      if (!period || !words || behind.indexOf(words) > 1) continue;
      const cut = `${rest.slice(0, match.index)} ${behind.slice(behind.indexOf(words) + words.length)}`;
      const main = periodNamed(cut, now);
      return { period: main, compare: period, rest: main ? cut.replace(main.words.trim(), " ") : cut };
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
  return compare === "year" ? periodBefore(period, 12) : compare;
};
