import { dayMs } from "../../services/core/zone.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { choiceOf } from "../runtime/choice.ts";
import { plantDayTime } from "../runtime/format.ts";
import type { Holiday } from "../runtime/spoken/times/holidays.ts";
import { takesDate } from "../runtime/tool.ts";
import type { Decision } from "./decide/step.ts";

/** The holiday's next day, and the day before it, which "before" may mean. */
const daysOf = ({ date }: Holiday, now: Date): string[] => {
  if (!date) return [];
  const { day: today } = plantDayTime(now);
  const inYear = (year: number) => Date.UTC(year, date.month - 1, date.day);
  const year = Number(today.slice(0, 4));
  const own = inYear(year);
  const next = own < Date.parse(today) ? inYear(year + 1) : own;
  return [next - dayMs, next].map((time) => new Date(time).toISOString().slice(0, 10));
};

/** Asks for the date where a sentence names a holiday instead; a date is not made up, and the holiday not passed over. */
export const askForDate = (
  call: ToolCall,
  holiday: Holiday | undefined,
  now: Date,
  language: "zh" | "en",
): Decision | undefined => {
  if (!holiday || call.by || !takesDate(call.tool)) return undefined;
  const { name } = holiday;
  const settled = Object.values(call).every((value) => value !== null);
  const days = settled ? daysOf(holiday, now) : [];
  return {
    doubt: {
      zh: `“${name}”是哪一天？我不按节日名推算日期，请说出日期，例如“11 月 27 日前”。`,
      en: `Which date is ${name}? I do not work out dates of holidays; please name the date, such as "by 27 November".`,
    },
    choices: days.map((by) => choiceOf(call.tool, { ...call, by }, language)),
  };
};
