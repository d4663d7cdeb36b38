import { hourMs } from "../../../../services/core/zone.ts";
import { inSentence } from "../../format.ts";
import { dayOf, daysLater, firstOfMonth, momentOfDay, partsOf } from "../periods/calendar.ts";
import {
  calendarMonth,
  calendarWeek,
  calendarYear,
  halfMonth,
  quarter,
  weekOfMonth,
  weekOfYear,
} from "../periods/calendar-periods.ts";
import { clockRange } from "../periods/clock-times.ts";
import { dayRange, lastNight, oneDay, weekend } from "../periods/days.ts";
import { inDigits } from "../periods/figures.ts";
import { days, name, type Period, type Reader, type SaidPeriod } from "../periods/said.ts";
import { trailing } from "../periods/trailing.ts";

/** The first that finds a period in a sentence is right. */
const readers: readonly Reader[] = [
  clockRange,
  weekend,
  lastNight,
  halfMonth,
  weekOfMonth,
  weekOfYear,
  dayRange,
  trailing,
  quarter,
  calendarWeek,
  oneDay,
  calendarMonth,
  calendarYear,
];

/** The period of the past that a sentence names, and its words; undefined where it names none. */
export const periodNamed = (sentence: string, now: Date): SaidPeriod | undefined => {
  const text = inDigits(sentence);
  for (const reader of readers) {
    const period = reader(text, now);
    if (period && period.from < period.to) return period;
  }
  return undefined;
};

/** As much of the period before, or of the same one so many months before, as there is of a period. */
export const periodBefore = (period: Period, monthsBefore = period.months): Period => {
  const [start, length] = [dayOf(period.from), period.to.getTime() - period.from.getTime()];
  const called = name("前一期", "The period before");
  if (monthsBefore !== undefined) {
    const { year, month, date } = partsOf(start);
    const from = momentOfDay(firstOfMonth(year, month - monthsBefore) + date - 1);
    const whole = period.months === undefined ? undefined : partsOf(start);
    const end = whole
      ? momentOfDay(firstOfMonth(year, month - monthsBefore + (period.months ?? 0)))
      : undefined;
    const isWhole = whole && period.to >= momentOfDay(firstOfMonth(year, month + period.months!));
    const to = new Date(from.getTime() + length);
    return { from, to: end && (isWhole || end < to) ? end : to, name: called };
  }
  if (period.days === undefined)
    return { from: new Date(period.from.getTime() - length), to: period.from, name: called };
  return {
    from: momentOfDay(start - period.days),
    to: period.to >= momentOfDay(start + period.days) ? period.from : daysLater(period.to, -period.days),
    name: called,
  };
};

/**
 * As much of a period as there is of the one that is held against it: two days of this month are held against two days of the last
 * one, not against all of it. Periods of other kinds, a week and a month, and what is of no whole days stay as they are.
 */
export const asMuchOf = (other: Period, period: Period): Period => {
  const alike = (period.months ?? period.days) === (other.months ?? other.days);
  if (!alike || period.days === undefined) return other;
  const length = period.to.getTime() - period.from.getTime();
  if (other.to.getTime() - other.from.getTime() <= length + hourMs) return other;
  const { zh, en } = other.name;
  return {
    from: other.from,
    to: new Date(other.from.getTime() + length),
    name: name(`${zh}同期`, `The same part of ${inSentence(en)}`),
  };
};

/** The period of the past that a sentence names; today until now where it names none. Days are the plant's, weeks begin on Monday. */
export const periodIn = (sentence: string, now: Date): Period => {
  const { words: _, ...period } =
    periodNamed(sentence, now) ?? days(dayOf(now), dayOf(now) + 1, now, name("今天", "Today"), "");
  return period;
};
