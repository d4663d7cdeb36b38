import { expect, test } from "vitest";
import { chineseOf } from "../../core/errors/chinese.ts";
import { boolean, decimal, id, time, whole } from "./fields.ts";

test("a time has a zone, and may have a fraction of a second", () => {
  expect(time.parse("2026-11-02T08:00:00.125+08:00").getTime()).toBe(Date.UTC(2026, 10, 2, 0, 0, 0, 125));
  expect(time.parse("2026-11-02 08:00Z").getTime()).toBe(Date.UTC(2026, 10, 2, 8));
  for (const wrong of [
    "2026-11-02T08:00:00",
    "2026-11-02T08:00:00.+08:00",
    "2026-13-02T08:00:00Z",
    "2026-02-30T08:00:00Z",
  ])
    expect(time.safeParse(wrong).success).toBe(false);
});

test.each([
  ["2026/11/3", "2026-11-03T00:00:00+08:00"],
  ["2026-11-03 8:05:30", "2026-11-03T08:05:30+08:00"],
  ["2026年11月3日 08:00", "2026-11-03T08:00:00+08:00"],
  ["46329.5", "2026-11-03T12:00:00+08:00"],
])(
  "a time as spreadsheets export it, %s, is refused with how it is written of the plant's clock",
  (text, written) => {
    const problem = time.safeParse(text).error?.issues[0]?.message ?? "";
    expect(problem).toContain(written);
    expect(chineseOf(problem)).toMatch(
      new RegExp(`^\\p{Script=Han}.*${written.replaceAll("+", "\\+")}`, "u"),
    );
  },
);

test("a day that there is not is not moved to another one", () => {
  expect(time.safeParse("2026/2/30").error?.issues[0]?.message).toMatch(/^must be a time with a zone/);
});

test("what spreadsheets make of texts is read where it is sure, and refused where it is not", () => {
  expect(["TRUE", "False"].map((text) => boolean.parse(text))).toEqual([true, false]);
  expect(whole(0).parse("120.0")).toBe(120);
  for (const number of ["1,000", "1.000,5", "1e3", "12,5"]) {
    expect(whole(0).safeParse(number).success).toBe(false);
    expect(decimal(0).safeParse(number).success).toBe(false);
  }
  // Which order was 450001234567 nobody can say any more.
  for (const shortened of ["4.50001E+11", "1E+15"]) expect(id.safeParse(shortened).success).toBe(false);
  for (const own of ["4500012345", "WO-1E+5", "E+5"]) expect(id.parse(own)).toBe(own);
});

test("what is wrong is told in Chinese too", () => {
  const problem = whole(1, 9).safeParse("12").error?.issues[0]?.message ?? "";
  expect([problem, chineseOf(problem)]).toEqual(["must be from 1 to 9", "应在 1 到 9 之间"]);
});
