import { expect, test } from "vitest";
import { fitsBehind } from "./axis.ts";

test("a label that would be cut at the chart's edge is left out", () => {
  expect(fitsBehind("22:00", 800, 870)).toBe(true);
  // "11月4" is another day than 11月4日 20:00, and no day at all.
  expect(fitsBehind("11月4日", 840, 870)).toBe(false);
  expect(fitsBehind("4 Nov", 840, 870)).toBe(false);
});
