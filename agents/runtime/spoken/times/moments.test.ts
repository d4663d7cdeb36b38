import fc from "fast-check";
import { expect, test } from "vitest";
import { Marked } from "../marked.ts";
import { inChinese } from "../numbers/written.ts";
import { takeMoments } from "./moments.ts";
import { markSpans } from "./spans.ts";

/** A Wednesday. */
const today = "2026-11-25";
const taken = (text: string) => {
  const marked = new Marked(text, ["SMT"]);
  markSpans(marked);
  return takeMoments(marked, today, "10:00");
};
const momentsIn = (text: string) => taken(text).map(({ day, time }) => (time ? `${day} ${time}` : day));
const endsIn = (text: string) => taken(text).map(({ end }) => end);
const plain = { two: "二", short: false, formal: false } as const;
const months = "January February March April May June July August September October November December".split(
  " ",
);

test("every date within a year is found in each way that it is written, and is never in the past", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 364 }), (ahead) => {
      const date = new Date(Date.parse(`${today}T00:00:00Z`) + ahead * 86_400_000);
      const day = date.toISOString().slice(0, 10);
      const [month, number] = [date.getUTCMonth() + 1, date.getUTCDate()];
      const ordinal = `${number}${["th", "st", "nd", "rd"][number % 10 < 4 && ![11, 12, 13].includes(number) ? number % 10 : 0]}`;
      for (const text of [
        `${month}月${number}号能交500台吗`,
        `${inChinese(month, plain)}月${inChinese(number, plain)}日之前要`,
        `${month}/${number}前`,
        `${day}之前`,
        `500 of them by ${months[month - 1]} ${ordinal}`,
        `by the ${ordinal} of ${months[month - 1]!.slice(0, 3)}`,
        `by ${number} ${months[month - 1]}, please`,
      ])
        expect({ text, days: momentsIn(text) }).toEqual({ text, days: [day] });
    }),
    { seed: 1, numRuns: 120 },
  );
});

test.each([
  ["今天", "2026-11-25"],
  ["明天上午", "2026-11-26 12:00"],
  ["今晚八点前", "2026-11-25 20:00"],
  ["后天", "2026-11-27"],
  ["大后天", "2026-11-28"],
  ["周五前", "2026-11-27"],
  ["星期五下午三点", "2026-11-27 15:00"],
  ["星期五下午三点半", "2026-11-27 15:30"],
  ["周三", "2026-11-25"],
  ["周二", "2026-12-01"],
  ["下周三", "2026-12-02"],
  ["这周日", "2026-11-29"],
  ["月底", "2026-11-30"],
  ["下月底", "2026-12-31"],
  ["下月初", "2026-12-05"],
  ["下个月五号", "2026-12-05"],
  ["10号之前", "2026-12-10"],
  ["年底", "2026-12-31"],
  ["三天内", "2026-11-28"],
  ["半个月之内", "2026-12-10"],
  ["36小时内", "2026-11-26 22:00"],
  ["两周后", "2026-12-09"],
  ["本周会拖期的", "2026-11-29"],
  ["下周能交吗", "2026-12-06"],
  ["这个月要交的", "2026-11-30"],
  ["late this week", "2026-11-29"],
  ["due next month", "2026-12-31"],
  ["by tomorrow noon", "2026-11-26 12:00"],
  ["the day after tomorrow", "2026-11-27"],
  ["before Friday", "2026-11-26"],
  ["by Friday 3pm", "2026-11-27 15:00"],
  ["by Friday at 15:30", "2026-11-27 15:30"],
  ["by next Tuesday", "2026-12-01"],
  ["by the 10th", "2026-12-10"],
  ["by the end of the month", "2026-11-30"],
  ["end of next week", "2026-12-06"],
  ["within ten days", "2026-12-05"],
  ["in two weeks", "2026-12-09"],
])("%s is %s", (text, moment) => {
  expect(momentsIn(text)).toEqual([moment]);
});

test.each([
  ["停到明天八点", "2026-11-26 08:00"],
  ["到明早都修不好", "2026-11-26"],
  ["停到明天早上八点半", "2026-11-26 08:30"],
  ["停到明天八点三十分", "2026-11-26 08:30"],
  ["要修到今晚十点", "2026-11-25 22:00"],
  ["一直停到八点", "2026-11-25 20:00"],
  ["停到下午三点", "2026-11-25 15:00"],
  ["停机到9:30", "2026-11-26 09:30"],
  ["停到周五", "2026-11-27"],
  ["拖到周五才到", "2026-11-27"],
  ["周五下午才能到货", "2026-11-27"],
  ["周五之前到不了", "2026-11-27"],
  ["12月3号前不会到", "2026-12-03"],
  ["最早下周一到", "2026-11-30"],
  ["停到2026-11-27 06:00", "2026-11-27 06:00"],
  ["down until eight tomorrow", "2026-11-26 08:00"],
  ["down until 8 am tomorrow", "2026-11-26 08:00"],
  ["down till tomorrow at eight", "2026-11-26 08:00"],
  ["stopped until eight tomorrow evening", "2026-11-26 20:00"],
  ["out until eight tonight", "2026-11-25 20:00"],
  ["stands still until five", "2026-11-25 17:00"],
  ["down until 9 o'clock", "2026-11-25 21:00"],
  ["down until eight o'clock in the morning", "2026-11-26 08:00"],
  ["down until 15:30", "2026-11-25 15:30"],
  ["down until Friday", "2026-11-27"],
  ["down until noon on Friday", "2026-11-27 12:00"],
  ["until Friday morning at nine", "2026-11-27 09:00"],
  ["won't arrive before Friday", "2026-11-27"],
  ["will not come before eight on Friday", "2026-11-27 08:00"],
  ["is not here until December 3rd", "2026-12-03"],
  ["comes Friday at the earliest", "2026-11-27"],
  ["does not come before 2026-11-27 15:00", "2026-11-27 15:00"],
])("%s ends %s", (text, moment) => {
  expect(momentsIn(text)).toEqual([moment]);
  expect(endsIn(text)).toEqual([true]);
});

test.each([
  ["周五前要500台", "2026-11-27"],
  ["明天停了会怎样", "2026-11-26"],
  ["can't we deliver before Friday", "2026-11-26"],
  ["could you do it by eight tomorrow", "2026-11-26 08:00"],
  ["500 by Friday at 3", "2026-11-27 15:00"],
  ["周五三点前", "2026-11-27 15:00"],
  ["tomorrow at 3 am", "2026-11-26 03:00"],
  ["by tomorrow evening", "2026-11-26"],
])("%s tells a moment that is no end", (text, moment) => {
  expect(momentsIn(text)).toEqual([moment]);
  expect(endsIn(text)).toEqual([undefined]);
});

test.each(["停到下周", "下周之前要", "down until next week", "before next month"])(
  "%s names no day: a week and a month begin where it ends",
  (text) => {
    expect(momentsIn(text)).toEqual([]);
  },
);

test.each(["停到做完三百台", "hold it until 300 are done", "down until 20 units are repaired", "到十个就停"])(
  "%s names no moment",
  (text) => {
    expect(momentsIn(text)).toEqual([]);
  },
);

test.each([
  "二号线停机",
  "731号料",
  "三周",
  "what would come in 5 days late",
  "the second line",
  "几号能发",
  "13月40号",
])("%s names no day", (text) => {
  expect(momentsIn(text)).toEqual([]);
});
