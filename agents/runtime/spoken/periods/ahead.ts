import type { Bilingual } from "../../../../services/core/errors.ts";
import { dayMs, hourMs } from "../../../../services/core/zone.ts";
import { type DayShift, type ShiftName, shiftNamed, shiftNames } from "../asked/shift.ts";
import { type Day, dayOf, momentOfDay, mondayOf, saidDay } from "./calendar.ts";
import { type DayPart, dayParts } from "./day-parts.ts";
import { inDigits } from "./figures.ts";
import { name } from "./said.ts";

/** A stretch that is still to come, in whole or in part. */
export interface Ahead {
  readonly from: Date;
  readonly to: Date;
  readonly name: Bilingual;
}

const nextShift =
  /下(?:1|一)?个?班(?!前)|下1班|(?<![a-z])(?:next|coming|following|upcoming) (?:[a-z]+ )?shift(?![a-z])/;
const spanAhead =
  /(?:接下来|未来|今后|之后|往后|后面)(?:的)? ?(\d{1,3}) ?个?(小时|钟头|天|日|周|星期)|(?<![a-z])(?:next|coming|following) (\d{1,3}) (hours?|days?|weeks?)(?![a-z])/;
const nextWeek = /下1?(?:个)?(?:周|星期|礼拜)(?![1-7日天末])|(?<![a-z])(?:next|the coming) week(?![a-z])/;
/** A moment by which something is to be: that is no stretch in which it happens. */
const deadline =
  /(?:[今明后][天日早晚]|下周|下个?月|上午|早上|下午|晚上|班)[^，,。；;]{0,3}(?:之前|以前|前)|(?<![a-z])(?:by|before|until|till) (?:the )?(?:end of |tomorrow|tonight|next|this|noon|midnight)/;
const thisWeek = /[本这]个?(?:周|星期|礼拜)(?![1-7日天末])|(?<![a-z])(?:this|the rest of the) week(?![a-z])/;
const restOfDay =
  /今天(?:剩下|余下|后面|接下来)|(?<![a-z])(?:(?:the )?rest of (?:the|to)day|remainder of (?:the|to)day|later today)(?![a-z])/;

const offsets: readonly (readonly [RegExp, number])[] = [
  [/大后天/, 3],
  [/后天|(?<![a-z])day after tomorrow(?![a-z])/, 2],
  [/明[天日早晚晨]|(?<![a-z])tomorrow(?:'s)?(?![a-z])/, 1],
  [/今[天日早晚晨夜]|(?<![a-z])(?:today|tonight|this (?:morning|afternoon|evening))(?![a-z])/, 0],
];
const parts: readonly (readonly [RegExp, DayPart])[] = [
  [/凌晨|(?<![a-z])early hours/, dayParts.early],
  [/早上|清早|[今明]早|[今明]晨|上午|(?<![a-z])morning(?! shift)/, dayParts.morning],
  [/下午|(?<![a-z])afternoon(?! shift)/, dayParts.afternoon],
  [/晚上|[今明]晚|今夜|夜里|(?<![a-z])(?:evening(?! shift)|tonight|tomorrow night)/, dayParts.evening],
];

/** The part of a day that a text in digits names. */
export const dayPartIn = (text: string): DayPart | undefined =>
  parts.find(([pattern]) => pattern.test(text))?.[1];

const dayName = (day: Day, offset: number): Bilingual =>
  [name("今天", "Today"), name("明天", "Tomorrow"), name("后天", "The day after tomorrow")][offset] ??
  name(saidDay(day, "zh"), `On ${saidDay(day, "en")}`);

const comingShift = (now: Date, shifts: readonly DayShift[], named?: ShiftName, day?: Day) => {
  const today = dayOf(now);
  const all = (day === undefined ? [today, today + 1] : [day]).flatMap((one) =>
    shifts.map((shift) => ({
      from: momentOfDay(one, shift.start),
      to: momentOfDay(one, shift.end),
      shift: shift.name,
    })),
  );
  return all.find(({ from, shift }) => from > now && (named === undefined || shift === named));
};

/** A shift of the plant by its name: the one that runs, or else the next. Undefined where the plant has none that is called so. */
export const runningOrComing = (
  now: Date,
  shifts: readonly DayShift[],
  named: ShiftName,
): Ahead | undefined => {
  const today = dayOf(now);
  const found = [today - 1, today, today + 1]
    .flatMap((day) =>
      shifts
        .filter((shift) => shift.name === named)
        .map(({ start, end }) => ({ from: momentOfDay(day, start), to: momentOfDay(day, end) })),
    )
    .find(({ to }) => to > now);
  const { zh, en } = shiftNames[named];
  return found && { ...found, name: name(zh, `The ${en}`) };
};

/**
 * The stretch to come that a sentence names: "下一个班次", "tomorrow morning", "接下来 8 小时", "next week"; of the running day
 * or week also what of it is over. Undefined where it names none, or one that is over.
 *
 * @param shifts The plant's, for those who speak of a shift.
 */
export const aheadIn = (sentence: string, now: Date, shifts: readonly DayShift[] = []): Ahead | undefined => {
  const text = inDigits(sentence);
  if (deadline.test(text)) return undefined;
  const span = spanAhead.exec(text);
  if (span) {
    const [count, unit] = [Number(span[1] ?? span[3]), (span[2] ?? span[4])!];
    const [ms, zh, en] = /时|钟头|hour/.test(unit)
      ? [hourMs, "小时", "hours"]
      : /周|星期|week/.test(unit)
        ? [7 * dayMs, "周", "weeks"]
        : [dayMs, "天", "days"];
    const to = new Date(now.getTime() + count * ms);
    return { from: now, to, name: name(`接下来 ${count} ${zh}`, `In the next ${count} ${en}`) };
  }
  const today = dayOf(now);
  if (nextWeek.test(text)) {
    const monday = mondayOf(today) + 7;
    return { from: momentOfDay(monday), to: momentOfDay(monday + 7), name: name("下周", "Next week") };
  }
  if (thisWeek.test(text))
    return {
      from: momentOfDay(mondayOf(today)),
      to: momentOfDay(mondayOf(today) + 7),
      name: name("本周", "This week"),
    };
  if (restOfDay.test(text))
    return { from: now, to: momentOfDay(today + 1), name: name("今天余下的时间", "For the rest of today") };
  if (nextShift.test(text)) {
    const found = comingShift(now, shifts);
    return found && { from: found.from, to: found.to, name: name("下一个班次", "In the next shift") };
  }
  const offset = offsets.find(([pattern]) => pattern.test(text))?.[1];
  const part = dayPartIn(text);
  if (offset === undefined) return undefined;
  const day = today + offset;
  const called = dayName(day, offset);
  const shift = shiftNamed(sentence);
  if (shift) {
    const found = comingShift(now, shifts, shift, day);
    const { zh, en } = shiftNames[shift];
    return (
      found && { from: found.from, to: found.to, name: name(`${called.zh}${zh}`, `${called.en}, ${en}`) }
    );
  }
  if (!part && offset === 0) return undefined;
  const { from, until, name: which } = part ?? { from: 0, until: 1_440, name: name("", "") };
  const to = momentOfDay(day, until);
  return to > now
    ? {
        from: momentOfDay(day, from),
        to,
        name: name(`${called.zh}${which.zh}`, `${called.en}${which.en ? ` ${which.en}` : ""}`),
      }
    : undefined;
};
