import { hourMs } from "../../../../services/core/zone.ts";
import { type DayShift, type ShiftName, shiftNamed } from "../asked/shift.ts";
import { aheadIn, dayPartIn } from "../periods/ahead.ts";
import { type Day, dayNumber, dayOf, momentOfDay, saturdayOf, weekendFrom } from "../periods/calendar.ts";
import { dayParts } from "../periods/day-parts.ts";
import { inDigits } from "../periods/figures.ts";
import { type PlantNames, readSentence } from "../reading.ts";

/** Working time beside the usual, as a sentence asks for it: "周六加一个班", "two hours of overtime tonight". */
export interface ExtraTime {
  /** The stretches to come that it names, in order; none where it names none. */
  readonly stretches: readonly { readonly from: Date; readonly to: Date }[];
  /** Hours a time, where they are said; whole days are none. */
  readonly hours: number | undefined;
  /** On each of the days, and not once. */
  readonly daily: boolean;
  /** The one shift of the day that is meant. */
  readonly shift: ShiftName | undefined;
  /** How many shifts. */
  readonly shifts: number | undefined;
  /** A whole day is all of its hours, and not those that are usual. */
  readonly allHours: boolean;
  /** Lines that it names, and orders, also by a number that may be none of one. */
  readonly lines: readonly string[];
  readonly orders: readonly string[];
}

/** Until when orders have to be done is none of the time that is worked: "周六加班，周三前能赶上吗". */
const deadlines = [
  /(?:[这本下]?个?(?:周|星期|礼拜)[1-7日天]?|\d{1,2}[号日]|\d{1,2}月\d{1,2}[号日]?|[今明后][天日]|月底)[^，,。；;加多开上]{0,4}(?:之前|以前|前)/g,
  /(?<![a-z])(?:by|before|until|till|due|in time for) (?:the )?(?:end of )?(?:this |next |coming )?[a-z]+(?: \d{1,2}(?:st|nd|rd|th)?)?/g,
];
const weekend = /(下)?个?(?:周|星期|礼拜)末|(?<![a-z])(next )?weekends?(?![a-z])/;
const range = /[到至~–-]|(?<![a-z])(?:to|through|thru)(?![a-z])/;
const eachDay =
  /每[天日晚]|天天|(?<![a-z])(?:(?:a|per|each|every) (?:day|night|evening)|daily|nightly)(?![a-z])/;
const allHours =
  /24 ?(?:小时|个小时|\/ ?7|hours?)|通宵|[整全]天|昼夜|连轴|(?<![a-z])(?:a?round[ -]the[ -]clock|all day|whole day|day and night)(?![a-z])/;
const shiftsZh = /[加多增开补排][开上加]?(?:(\d{1,2})个?|个)(?:[白早中夜晚]|大夜|小夜)?班(?![组长])/;
const shiftsEn =
  /(?<![a-z])(?:(\d{1,2}|an?) )?(?:extra|additional|more|another|added) (?:[a-z]+[ -])?shifts?(?![a-z])|(?<![a-z])add(?:ed|ing)? (\d{1,2}|an?) (?:[a-z]+[ -])?shifts?(?![a-z])/;
const mostShifts = 21;
/** What begins in the evening goes on until the next morning. */
const untilMorningMs = 8 * hourMs;

const shiftsIn = (text: string): number | undefined => {
  const [zh, en] = [shiftsZh.exec(text), shiftsEn.exec(text)];
  if (!zh && !en) return undefined;
  const said = zh ? zh[1] : (en![1] ?? en![2]);
  const count = Number(said ?? 1);
  return Math.min(mostShifts, Number.isInteger(count) && count > 0 ? count : 1);
};

/** The days of the moments: each one, or all from the first to the last. */
const daysIn = (moments: readonly { readonly day: string }[], text: string): Day[] => {
  const days = [...new Set(moments.map(({ day }) => dayNumber(day)))].sort((a, b) => a - b);
  const [first, last] = [days[0], days.at(-1)];
  return days.length === 2 && range.test(text)
    ? Array.from({ length: last! - first! + 1 }, (_, index) => first! + index)
    : days;
};

/** Working time beside the usual that a sentence asks about. @param shifts The plant's. */
export const extraTimeIn = (
  sentence: string,
  now: Date,
  shifts: readonly DayShift[],
  names: PlantNames,
  clock: { readonly day: string; readonly time: string },
): ExtraTime => {
  const whole = inDigits(sentence);
  const text = deadlines.reduce((rest, deadline) => rest.replaceAll(deadline, " "), whole);
  const { moments, spans, lines, orders } = readSentence(text, names, clock);
  const [hours] = spans.filter((span) => span < 24);
  const shift = shiftNamed(text);
  const part = dayPartIn(text);
  const goesOn = !shift && part === dayParts.evening ? untilMorningMs : 0;
  const stretches = (): { from: Date; to: Date }[] => {
    const [, nextZh, nextEn] = weekend.exec(text) ?? [];
    if (weekend.test(text)) return [weekendFrom(saturdayOf(dayOf(now), Boolean(nextZh || nextEn)))];
    const ahead = aheadIn(text, now, shifts);
    if (ahead) return [{ from: ahead.from, to: new Date(ahead.to.getTime() + goesOn) }];
    return daysIn(moments, text).map((day) => ({
      from: momentOfDay(day, part?.from ?? 0),
      // Of today the night that is still to come is meant.
      to: new Date(
        momentOfDay(day, part?.until ?? 1_440).getTime() +
          (shift === "night" && day === dayOf(now) ? untilMorningMs : goesOn),
      ),
    }));
  };
  return {
    stretches: stretches()
      .map(({ from, to }) => ({ from: from < now ? now : from, to }))
      .filter(({ from, to }) => to > from),
    hours,
    daily: eachDay.test(text),
    shift,
    shifts: shiftsIn(text),
    allHours: allHours.test(text),
    lines,
    orders: [...orders.written, ...orders.called, ...orders.bare],
  };
};
