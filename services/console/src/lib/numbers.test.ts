import { expect, test } from "vitest";
import { daysIn, decimal, numberIn, wholeNumber } from "./numbers.ts";

test.each<[string, number | undefined]>([
  ["1,200", 1200],
  ["12,345,678.5", 12345678.5],
  ["0.95", 0.95],
  [" -3 ", -3],
  ["−3", -3],
  ["1,5", undefined],
  ["1200,", undefined],
  ["1.", undefined],
  ["95%", undefined],
  ["007", undefined],
  ["1e5", undefined],
  ["", undefined],
])("%j is %s", (text, value) => expect(numberIn(text)).toBe(value));

test("thousands are told apart the same way in every browser", () => {
  expect([0, 999, 17_503].map(wholeNumber)).toEqual(["0", "999", "17,503"]);
  expect([decimal(1_462.94, 1), decimal(0.5, 2), decimal(null, 1)]).toEqual(["1,462.9", "0.50", "–"]);
});

test("days are whole, some, and no more than a clock can go back", () => {
  expect(["1", "14", "9999"].map(daysIn)).toEqual([1, 14, 9_999]);
  for (const text of ["", "0", "-3", "1.5", "10000", "99999999999", "seven"])
    expect(daysIn(text)).toBeUndefined();
  expect(() => new Date(Date.now() - daysIn("9999")! * 86_400_000).toISOString()).not.toThrow();
});
