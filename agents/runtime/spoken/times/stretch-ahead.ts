import { plantZone } from "../../../../services/core/zone.ts";
import { asksOfDay } from "../about/free-time.ts";
import type { DayShift } from "../asked/shift.ts";
import { type Ahead, aheadIn } from "../periods/ahead.ts";
import { dayOf, momentOfDay, saidDay } from "../periods/calendar.ts";
import { name } from "../periods/said.ts";
import { comingDaysIn } from "./coming-days.ts";

/**
 * The stretch to come that a sentence names, be it one day by its name or date: 下周三, "on the 12th", and of today what is left.
 * Undefined where it names none, several days, or one by which something is to be.
 */
export const stretchAheadIn = (
  sentence: string,
  now: Date,
  shifts: readonly DayShift[] = [],
): Ahead | undefined => {
  const ahead = aheadIn(sentence, now, shifts);
  if (ahead || !asksOfDay(sentence)) return ahead;
  const [day, ...others] = comingDaysIn(sentence, plantZone().dayTimeAt(now));
  if (day === undefined || others.length > 0 || day < dayOf(now)) return undefined;
  const [from, to] = [momentOfDay(day), momentOfDay(day + 1)];
  return day === dayOf(now)
    ? { from: now, to, name: name("今天余下的时间", "For the rest of today") }
    : { from, to, name: name(saidDay(day, "zh"), `On ${saidDay(day, "en")}`) };
};
