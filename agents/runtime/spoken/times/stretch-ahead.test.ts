import { expect, test } from "vitest";
import { stretchAheadIn } from "./stretch-ahead.ts";

/** Monday, 11:06 in Shanghai. */
const now = new Date("2026-11-02T11:06:00+08:00");
const local = (moment: Date) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

test.each([
  ["下周三能交几个单", "2026-11-11T00:00", "2026-11-12T00:00"],
  ["what ends on Thursday", "2026-11-05T00:00", "2026-11-06T00:00"],
  ["11月6号做什么", "2026-11-06T00:00", "2026-11-07T00:00"],
  ["今天要发的料齐了没", "2026-11-02T11:06", "2026-11-03T00:00"],
  ["明天夜里排了什么", "2026-11-03T18:00", "2026-11-04T00:00"],
])("%s", (text, from, to) => {
  const found = stretchAheadIn(text, now)!;
  expect([local(found.from), local(found.to)]).toEqual([from, to]);
});

test.each([
  "下周三前能交几个单",
  "what must be done by Thursday",
  "周三和周四做什么",
  "接着做什么",
  "昨天做了什么",
])("%s names no one stretch to come", (text) => expect(stretchAheadIn(text, now)).toBeUndefined());
