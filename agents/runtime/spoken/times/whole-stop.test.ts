import { expect, test } from "vitest";
import { wholeStopIn } from "./whole-stop.ts";

/** Friday, 15:00 in Shanghai. */
const now = new Date("2026-11-27T15:00:00+08:00");
const local = (moment: Date) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(5, 16);
const read = (text: string, at = now) => {
  const found = wholeStopIn(text, at);
  return found && [local(found.from), local(found.to)];
};

test.each([
  ["If we lose BI-1 for the whole weekend, what happens?", "11-28T00:00", "11-30T00:00"],
  ["BI-1 整个周末都停", "11-28T00:00", "11-30T00:00"],
  ["BI-1 周末停会影响谁", "11-28T00:00", "11-30T00:00"],
  ["what if BI-1 is down over the weekend", "11-28T00:00", "11-30T00:00"],
  ["BI-1 下周末全停", "12-05T00:00", "12-07T00:00"],
  ["SMT-2 周六一整天停", "11-28T00:00", "11-29T00:00"],
  ["SMT-3 down all of Sunday", "11-29T00:00", "11-30T00:00"],
  ["SMT-3 is down the whole of Sunday", "11-29T00:00", "11-30T00:00"],
  ["what if SMT-3 stands still all day Monday", "11-30T00:00", "12-01T00:00"],
  ["SMT-2 周六周日都停", "11-28T00:00", "11-30T00:00"],
  ["明天全天停", "11-28T00:00", "11-29T00:00"],
  ["SMT-2 12月3日全天停", "12-03T00:00", "12-04T00:00"],
  ["SMT-2 今天整天停", "11-27T15:00", "11-28T00:00"],
  ["SMT-1 stops for the entire day tomorrow", "11-28T00:00", "11-29T00:00"],
  ["SMT-1 下周整周都停", "11-30T00:00", "12-07T00:00"],
  ["SMT-1 down all next week", "11-30T00:00", "12-07T00:00"],
  ["if we lose SMT-1 for the night", "11-27T18:00", "11-28T08:00"],
  ["SMT-1 停一晚上", "11-27T18:00", "11-28T08:00"],
  ["SMT-1 明天整个下午停", "11-28T12:00", "11-28T18:00"],
])("%s", (text, from, to) => expect(read(text)).toEqual([from, to]));

test("a weekend that has begun is the rest of it", () => {
  const sunday = new Date("2026-11-29T10:00:00+08:00");
  expect(read("BI-1 整个周末都停", sunday)).toEqual(["11-29T10:00", "11-30T00:00"]);
});

test.each([
  "SMT-2 停一整天",
  "SMT-2 周六停 4 小时",
  "SMT-2 周末停 4 小时",
  "SMT-1 stops tomorrow from 8:00 to 16:00",
  "was BI-1 down all weekend",
  "BI-1 上周末整个停了",
  "SMT-2 明天停",
  "BI-1 停到周末",
  "BI-1 停到下个周末",
  "BI-1 is down until the weekend",
  "BI-1 stops after the weekend",
  "what if all SMT lines stop tomorrow",
])("%s names no whole stretch", (text) => expect(read(text)).toBeUndefined());
