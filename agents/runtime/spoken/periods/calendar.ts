import { dayAsRead } from "../../../../services/core/said-time.ts";
import { dayMs, minuteMs, plantZone } from "../../../../services/core/zone.ts";

/** A day by its number since 1970-01-01, by the plant's clock. */
export type Day = number;

/** "2026-11-20" as its number. */
export const dayNumber = (iso: string): Day => Date.parse(`${iso}T00:00Z`) / dayMs;

export const dayOf = (moment: Date): Day => dayNumber(plantZone().dayTimeAt(moment).day);

/** "2026-11-20" */
export const isoDay = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** The moment at which a day begins, or so many minutes after its clock showed midnight. */
export const momentOfDay = (day: Day, minutes = 0): Date => {
  const [ahead, rest] = [Math.floor(minutes / 1_440), ((minutes % 1_440) + 1_440) % 1_440];
  const time = `${String(Math.floor(rest / 60)).padStart(2, "0")}:${String(rest % 60).padStart(2, "0")}`;
  return plantZone().momentOf(isoDay(day + ahead), time);
};

/** The moment so many days later at which the clock shows the same time: on a day that changes its clocks, not a multiple of 24 hours. */
export const daysLater = (moment: Date, count: number): Date => {
  const { day, time } = plantZone().dayTimeAt(moment);
  const same = plantZone().momentOf(isoDay(dayNumber(day) + count), time);
  return new Date(same.getTime() + (moment.getTime() % minuteMs));
};

/** 0 is Monday. */
const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;

export const mondayOf = (day: Day): Day => day - weekdayOf(day);

/** The Saturday of a day's week, or of the next one. */
export const saturdayOf = (day: Day, isNext: boolean): Day => mondayOf(day) + (isNext ? 12 : 5);

/** A weekend by its Saturday. */
export const weekendFrom = (saturday: Day): { readonly from: Date; readonly to: Date } => ({
  from: momentOfDay(saturday),
  to: momentOfDay(saturday + 2),
});

export const partsOf = (
  day: Day,
): { readonly year: number; readonly month: number; readonly date: number } => {
  const [year, month, date] = isoDay(day).split("-").map(Number) as [number, number, number];
  return { year, month, date };
};

/** The first day of a month; months beyond a year's go on into the next. @param month 1 is January. */
export const firstOfMonth = (year: number, month: number): Day => Date.UTC(year, month - 1, 1) / dayMs;

/** The day of a date; undefined for one that there is not. */
export const dayOfDate = (year: number, month: number, date: number): Day | undefined => {
  const day = Date.UTC(year, month - 1, date) / dayMs;
  const parts = partsOf(day);
  return parts.month === month && parts.date === date ? day : undefined;
};

/** "20 Nov", "11月20日" */
export const saidDay = (day: Day, language: "zh" | "en"): string => dayAsRead(isoDay(day), language);
