import { expect, test } from "vitest";
import { horizonOf, throughAfter } from "./horizon.ts";

const daySeconds = 86_400;
const now = new Date("2026-11-02T00:00:00+08:00");
const inDays = (days: number) => new Date(now.getTime() + days * daySeconds * 1_000);

test("the fullest line is through when its share of the work is done in the time in which it works", () => {
  const work = [
    { lines: ["A", "B"], seconds: 100 },
    { lines: ["B"], seconds: 60 },
    { lines: ["C"], seconds: 5_000 },
  ];
  const shares = new Map([
    ["A", 1],
    ["B", 0.5],
    ["C", 0],
  ]);
  expect(throughAfter(work, shares)).toBe((50 + 60) / 0.5);
  expect(throughAfter([], shares)).toBe(0);
});

test("calendars reach past all work, also where everything is overdue", () => {
  expect(horizonOf(inDays(-10), 200 * daySeconds, now)).toBe(400 * daySeconds);
  expect(horizonOf(inDays(100), 20 * daySeconds, now)).toBe(200 * daySeconds);
  expect(horizonOf(undefined, 0, now)).toBe(60 * daySeconds);
});
