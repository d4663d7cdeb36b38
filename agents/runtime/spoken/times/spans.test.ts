import fc from "fast-check";
import { expect, test } from "vitest";
import { Marked, S } from "../marked.ts";
import { inChinese, inEnglish } from "../numbers/written.ts";
import { markSpans } from "./spans.ts";

const hoursIn = (text: string) => {
  const marked = new Marked(text, ["SMT"]);
  markSpans(marked);
  return [...marked.left(S)].map(({ sign }) => marked.span(sign).hours);
};
const plain = { two: "两", short: false, formal: false } as const;

test("so many of a unit are that long, in either language, in digits or words", () => {
  const unit = fc.constantFrom(
    { hours: 1, zh: ["小时", "个小时", "个钟头"], en: "hour" },
    { hours: 24, zh: ["天"], en: "day" },
    { hours: 168, zh: ["周", "个星期", "个礼拜"], en: "week" },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      unit,
      fc.nat(2),
      fc.boolean(),
      (count, { hours, zh, en }, which, half) => {
        const total = (half ? count + 0.5 : count) * hours;
        const word = zh[which % zh.length]!;
        const said = inChinese(count, plain);
        const chinese = !half
          ? said + word
          : word.startsWith("个")
            ? `${said}个半${word.slice(1)}`
            : `${said}${word}半`;
        expect(hoursIn(`停${chinese}会怎样`)).toEqual([[total]]);
        const s = count === 1 && !half ? "" : "s";
        expect(
          hoursIn(`down for ${inEnglish(count, true, "-")}${half ? " and a half" : ""} ${en}${s}, then`),
        ).toEqual([[total]]);
        expect(hoursIn(`停${half ? count + 0.5 : count}${word}`)).toEqual([[total]]);
        expect(hoursIn(`SMT-2 ${half ? count + 0.5 : count} ${en}s`)).toEqual([[total]]);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test.each([
  ["歇上半天", 12],
  ["半小时", 0.5],
  ["九十分钟", 1.5],
  ["三刻钟", 0.75],
  ["一天一夜", 24],
  ["一整天", 24],
  ["俩小时", 2],
  ["停SMT-2二十二小时", 22],
  ["半个月", 360],
  ["一个半月", 1_080],
  ["1天6小时", 30],
  ["half a day", 12],
  ["half an hour", 0.5],
  ["a day and a half", 36],
  ["an hour and a half", 1.5],
  ["three quarters of an hour", 0.75],
  ["a quarter of an hour", 0.25],
  ["a couple of hours", 2],
  ["ninety minutes", 1.5],
  ["a two-day stop", 48],
  ["3 more days", 72],
  ["all week", 168],
  ["a fortnight", 336],
  ["1 day 6 hours", 30],
  ["5h", 5],
  ["3 1/2 hours", 3.5],
  ["2½ days", 60],
])("%s is %d hours", (text, hours) => {
  expect(hoursIn(text)).toEqual([[hours]]);
});

test.each([
  ["两三天", [48, 72]],
  ["2到3小时", [2, 3]],
  ["two or three days", [48, 72]],
  ["a day or two", [24, 48]],
  ["两天一夜", [36, 48]],
  ["十几天", []],
])("%s leaves open how long it is", (text, hours) => {
  expect(hoursIn(text)).toEqual([hours]);
});

test.each(["三月十号", "下周三", "1143分析完了", "大半天", "今天几号", "SMT-2 and FT-4"])(
  "%s holds no span",
  (text) => {
    expect(hoursIn(text)).toEqual([]);
  },
);
