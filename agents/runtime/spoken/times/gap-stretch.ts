import { plantZone } from "../../../../services/core/zone.ts";
import { asksOfDay } from "../about/free-time.ts";
import type { DayShift } from "../asked/shift.ts";
import { aheadIn } from "../periods/ahead.ts";
import { dayOf, momentOfDay } from "../periods/calendar.ts";
import { inDigits } from "../periods/figures.ts";
import { weekendIn } from "./coming-days.ts";

const theseDays =
  /(?:这|最近|近)(?:(\d)|几) ?天|(?<![a-z])(?:these|(?:the )?(?:next|coming)) (?:(\d)|few|couple of) days(?![a-z])/;
/** Of "these few days". */
const few = 3;
const counted =
  /(?:这|最近|近|接下来|未来|今后|之后|往后|后面|(?<![a-z])(?:next|coming|following|these))(?:的)? ?(\d{1,3}) ?个?(小时|钟头|天|日|周|星期|hours?|days?|weeks?)/;

/** Hours of the stretch that is looked over, where it is counted: of "两小时的空档，这两天" those are 48, and no length of a gap. */
export const stretchHoursIn = (sentence: string): number | undefined => {
  const [, count, unit] = counted.exec(inDigits(sentence)) ?? [];
  if (!count || !unit) return undefined;
  return Number(count) * (/时|钟头|hour/.test(unit) ? 1 : /周|星期|week/.test(unit) ? 168 : 24);
};

/** The stretch that is looked over for free time: "这两天", "this weekend", or another one to come; undefined where none is named. */
export const gapStretchIn = (
  sentence: string,
  now: Date,
  shifts: readonly DayShift[],
): { readonly from: Date; readonly to: Date } | undefined => {
  if (!asksOfDay(sentence)) return undefined;
  const weekend = weekendIn(sentence, plantZone().dayTimeAt(now).day);
  if (weekend) return weekend;
  const days = theseDays.exec(inDigits(sentence));
  if (days) {
    const couple = /couple/.test(days[0]) ? 2 : few;
    return { from: now, to: momentOfDay(dayOf(now) + Number(days[1] ?? days[2] ?? couple)) };
  }
  return aheadIn(sentence, now, shifts);
};
