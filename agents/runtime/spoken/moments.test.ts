import fc from "fast-check";
import { expect, test } from "vitest";
import { Marked } from "./marked.ts";
import { takeMoments } from "./moments.ts";
import { markSpans } from "./spans.ts";
import { inChinese } from "./written.ts";

/** A Wednesday. */
const today = "2026-11-25";
const momentsIn = (text: string) => {
  const marked = new Marked(text, ["SMT"]);
  markSpans(marked);
  return takeMoments(marked, today, "10:00").map(({ day, time }) => (time ? `${day} ${time}` : day));
};
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
  ["下个月五号", "2026-12-05"],
  ["10号之前", "2026-12-10"],
  ["年底", "2026-12-31"],
  ["三天内", "2026-11-28"],
  ["半个月之内", "2026-12-10"],
  ["36小时内", "2026-11-26 22:00"],
  ["两周后", "2026-12-09"],
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
