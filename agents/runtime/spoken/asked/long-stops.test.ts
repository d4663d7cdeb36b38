import { expect, test } from "vitest";
import { longStopsIn } from "./long-stops.ts";

test.each([
  ["any stop over 2h", 120],
  ["有没有停机超过两小时的", 120],
  ["昨天停线超半小时的有几次", 30],
  ["how many stops longer than 45 minutes on SMT-4 yesterday", 45],
  ["stoppages of 90 minutes or more last week", 90],
  ["上周停了一个半小时以上的", 90],
])("%s", (text, minutes) => expect(longStopsIn(text)?.minutes).toBe(minutes));

test.each([
  "停机超过两小时就告诉我",
  "tell me when a stop is over 2h",
  "如果SMT-3停超过2小时会怎样",
  "哪些线停机超过两小时",
  "which lines were down over 2 hours",
  "SMT-3 停 3 小时",
  "停机时间最长的",
  "overtime of 2 hours",
])("%s asks otherwise", (text) => expect(longStopsIn(text)).toBeUndefined());
