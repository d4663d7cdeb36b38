import { expect, test } from "vitest";
import { nextRoundAt } from "./patrol.ts";

const minuteMs = 60_000;
const route = { firstMinute: 60, everyMinutes: 120 };
const minuteOf = (time: number) => Math.floor(time / minuteMs) % 1_440;

test("rounds follow each other, counted from the one that was due, and begin anew each day", () => {
  const begun: number[] = [];
  for (let at = 0; begun.length < 14; begun.push(at / minuteMs)) at = nextRoundAt(route, at, minuteOf(at));
  expect(begun.slice(0, 3)).toEqual([60, 180, 300]);
  expect(begun.slice(11)).toEqual([1_380, 1_500, 1_620]);
});
