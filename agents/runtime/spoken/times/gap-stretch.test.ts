import { expect, test } from "vitest";
import { gapStretchIn, stretchHoursIn } from "./gap-stretch.ts";

/** Friday, 15:00 in Shanghai. */
const now = new Date("2026-11-27T15:00:00+08:00");
const local = (moment: Date) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(5, 16);

test.each([
  ["哪条线这两天有空档", "11-27T15:00", "11-29T00:00"],
  ["这几天哪条线有空档", "11-27T15:00", "11-30T00:00"],
  ["any gap on a line in the next few days", "11-27T15:00", "11-30T00:00"],
  ["哪条线周末有空档", "11-28T00:00", "11-30T00:00"],
  ["is any line free for a while this weekend", "11-28T00:00", "11-30T00:00"],
  ["接下来两天哪条线有空档", "11-27T15:00", "11-29T15:00"],
  ["明天下午哪条线有空档", "11-28T12:00", "11-28T18:00"],
  ["which lines have a slot next week", "11-30T00:00", "12-07T00:00"],
])("%s", (text, from, to) => {
  const found = gapStretchIn(text, now, [])!;
  expect([local(found.from), local(found.to)]).toEqual([from, to]);
});

test.each(["哪条线有空档", "周末前哪条线有空档", "which line has a slot before the weekend"])(
  "%s names no stretch",
  (text) => expect(gapStretchIn(text, now, [])).toBeUndefined(),
);

test.each([
  ["哪条线这两天有空档？一个半小时就够", 48],
  ["over the next 3 days, any slot of 5 hours", 72],
  ["接下来 8 小时哪条线有空档", 8],
  ["哪条线有两小时的空档", undefined],
])("%s counts what is looked over", (text, hours) => expect(stretchHoursIn(text)).toBe(hours));
