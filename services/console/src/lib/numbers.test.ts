import { expect, test } from "vitest";
import { numberIn, wholeNumber } from "./numbers.ts";

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
});
