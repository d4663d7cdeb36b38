import { expect, test } from "vitest";
import { periodIn } from "./period.ts";

// A Wednesday, 10:30 in the plant.
const now = new Date("2026-11-25T02:30:00Z");
const told = (text: string) => {
  const { from, to } = periodIn(text, now);
  return [from.toISOString(), to.toISOString()];
};

test("today is meant where nothing is said, by the plant's own midnight", () => {
  for (const text of ["产量多少", "今天产量", "output today"])
    expect(told(text)).toEqual(["2026-11-24T16:00:00.000Z", now.toISOString()]);
});

test("yesterday is a whole day, a week begins on Monday, an hour ends now", () => {
  for (const text of ["昨天产量", "what was the output yesterday"])
    expect(told(text)).toEqual(["2026-11-23T16:00:00.000Z", "2026-11-24T16:00:00.000Z"]);
  for (const text of ["本周产量", "yield this week"])
    expect(told(text)).toEqual(["2026-11-22T16:00:00.000Z", now.toISOString()]);
  for (const text of ["最近一小时产量", "output of the last hour"])
    expect(told(text)).toEqual(["2026-11-25T01:30:00.000Z", now.toISOString()]);
});
