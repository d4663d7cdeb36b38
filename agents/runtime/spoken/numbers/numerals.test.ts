import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numeralsIn } from "./numerals.ts";
import { inChinese, inEnglish } from "./written.ts";

const runs = { seed: 1, numRuns: 400 };
const valuesIn = (text: string) => numeralsIn(text).map(({ values }) => values);
const style = fc.record({
  two: fc.constantFrom("两" as const, "二" as const),
  short: fc.boolean(),
  formal: fc.boolean(),
});
const count = fc.oneof(
  fc.integer({ min: 1, max: 120 }),
  fc.integer({ min: 100, max: 12_000 }),
  fc.integer({ min: 1, max: 99_999_999 }),
  fc.integer({ min: 1, max: 999 }).map((value) => value * 100),
);

describe("a number that is said is read as it was meant", () => {
  test("in Chinese words, with 两 or 二, short or in full, plain or formal", () => {
    fc.assert(
      fc.property(count, style, fc.constantFrom("台", "个 RRU", "片，", ""), (value, how, after) => {
        const said = inChinese(value, how);
        expect(valuesIn(`要${said}${after}`)).toEqual([[value]]);
      }),
      runs,
    );
  });

  test("in English words, with or without and, with a hyphen or a space", () => {
    const english = fc.integer({ min: 1, max: 999_999 });
    const joint = fc.constantFrom(" " as const, "-" as const);
    fc.assert(
      fc.property(english, fc.boolean(), joint, (value, and, link) => {
        const said = inEnglish(value, and, link);
        expect(valuesIn(`we need ${said} boards`)).toEqual([[value]]);
      }),
      runs,
    );
  });

  test("in digits, plain or grouped, and in mixed forms", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (value) => {
        expect(valuesIn(`要${value}台`)).toEqual([[value]]);
        expect(valuesIn(`about ${value.toLocaleString("en-US")} units`)).toEqual([[value]]);
      }),
      runs,
    );
    fc.assert(
      fc.property(fc.integer({ min: 11, max: 999 }), (tenths) => {
        expect(valuesIn(`${tenths / 10}万台`)).toEqual([[tenths * 1_000]]);
        expect(valuesIn(`${tenths / 10}k boards`)).toEqual([[tenths * 100]]);
      }),
      runs,
    );
  });

  test("as an id, digit by digit or in pairs", () => {
    const digits = "零一二三四五六七八九";
    const words = "oh one two three four five six seven eight nine".split(" ");
    fc.assert(
      fc.property(fc.integer({ min: 1_001, max: 9_999 }), (id) => {
        const figures = [...String(id)].map(Number);
        const chinese = figures.map((figure) => digits[figure]).join("");
        expect(numeralsIn(`${chinese}那个单`)[0]?.id).toBe(id);
        const spelled = figures.map((figure) => words[figure]).join(" ");
        expect(numeralsIn(`order ${spelled} please`)[0]?.id).toBe(id);
        const [high, low] = [Math.floor(id / 100), id % 100];
        if (high < 10 || high % 10 === 0 || low < 10) return;
        expect(
          numeralsIn(`order ${inEnglish(high, false, " ")} ${inEnglish(low, false, " ")} it is`)[0]?.id,
        ).toBe(id);
      }),
      runs,
    );
  });
});

test.each([
  ["三百来个", 300],
  ["一千多台", 1_000],
  ["二十来个小时", 20],
  ["一万五千台", 15_000],
  ["两百五", 250],
  ["3万5", 35_000],
  ["一点五万", 15_000],
  ["一打", 12],
  ["半打", 6],
  ["a dozen", 12],
  ["two dozen", 24],
  ["half a dozen", 6],
  ["half a thousand", 500],
  ["a couple hundred", 200],
  ["a couple of hundred", 200],
  ["three and a half thousand", 3_500],
  ["twelve hundred and fifty", 1_250],
  ["eleven hundred", 1_100],
  ["3 thousand 5 hundred", 3_500],
  ["two fifty", 250],
  ["2.5k", 2_500],
  ["two point five days", 2.5],
  ["１５００台", 1_500],
])("%s is %d", (text, value) => {
  expect(valuesIn(text.normalize("NFKC"))).toEqual([[value]]);
});

test.each([
  ["两三百台", [200, 300]],
  ["三四十个", [30, 40]],
  ["十二三个", [12, 13]],
  ["几百台", []],
  ["十几个", []],
  ["hundreds of boards", []],
])("%s leaves open which number it is", (text, values) => {
  expect(valuesIn(text)).toEqual([values]);
});

test.each([
  "我看一下",
  "万一坏了",
  "千万别停",
  "统一安排",
  "the one from yesterday",
  "one of the lines",
  "打算停机",
])("%s holds no number", (text) => {
  expect(numeralsIn(text)).toEqual([]);
});

test("numbers that do not belong together stay apart", () => {
  expect(valuesIn("line one two hours")).toEqual([[1], [2]]);
  expect(valuesIn("下周三八百台")).toEqual([[3], [800]]);
  expect(valuesIn("要00590十天以后")).toEqual([[], [10]]);
});
