import type { Bilingual } from "../../../../services/core/errors.ts";
import { type Day, dayOf, firstOfMonth, momentOfDay, saidDay } from "./calendar.ts";

/** A stretch of the past that a sentence asks about. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly name: Bilingual;
  /** Months of the calendar that it is made of; without, it is so long as it lasts. */
  readonly months?: number;
  /** Whole days of the plant's calendar that it is made of. */
  readonly days?: number;
}

/** A period and the words that name it. */
export interface SaidPeriod extends Period {
  readonly words: string;
}
/** Finds one kind of period in a text. */
export type Reader = (text: string, now: Date) => SaidPeriod | undefined;

/** What a period is called. */
export const name = (zh: string, en: string): Bilingual => ({ zh, en });

/** Whole days, the last one left out; what is still to come is cut off. */
export const days = (from: Day, until: Day, now: Date, called: Bilingual, words: string): SaidPeriod => {
  const end = momentOfDay(until);
  return { from: momentOfDay(from), to: end < now ? end : now, name: called, words, days: until - from };
};
/** From one day to another, that one included. */
export const fromTo = (from: Day, last: Day, now: Date, words: string): SaidPeriod =>
  days(
    from,
    last + 1,
    now,
    name(
      `${saidDay(from, "zh")}到${saidDay(last, "zh")}`,
      `From ${saidDay(from, "en")} to ${saidDay(last, "en")}`,
    ),
    words,
  );
/** Whole months of the calendar. */
export const months = (
  year: number,
  month: number,
  count: number,
  now: Date,
  called: Bilingual,
  words: string,
): SaidPeriod => ({
  ...days(firstOfMonth(year, month), firstOfMonth(year, month + count), now, called, words),
  months: count,
});

/** What a day is called, by how long ago it is. */
export const dayName = (day: Day, now: Date): Bilingual => {
  const ago = dayOf(now) - day;
  if (ago === 0) return name("今天", "Today");
  if (ago === 1) return name("昨天", "Yesterday");
  if (ago === 2) return name("前天", "The day before yesterday");
  return name(saidDay(day, "zh"), `On ${saidDay(day, "en")}`);
};
