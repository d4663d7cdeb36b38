import { expect, test } from "vitest";
import { aheadIn } from "./ahead.ts";

/** Monday, 11:06 in Shanghai. */
const now = new Date("2026-11-02T11:06:00+08:00");
const shifts = [
  { name: "night", start: 0, end: 480 },
  { name: "day", start: 480, end: 960 },
  { name: "evening", start: 960, end: 1_440 },
] as const;
const local = (moment: Date) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);

test.each([
  ["下一个班次要换几次线", "2026-11-02T16:00", "2026-11-03T00:00"],
  ["how many changeovers are there in the next shift?", "2026-11-02T16:00", "2026-11-03T00:00"],
  ["SMT-1 今天下午排了什么", "2026-11-02T12:00", "2026-11-02T18:00"],
  ["明天早上做什么", "2026-11-03T06:00", "2026-11-03T12:00"],
  ["what runs tomorrow afternoon", "2026-11-03T12:00", "2026-11-03T18:00"],
  ["明天夜班排了哪些单", "2026-11-03T00:00", "2026-11-03T08:00"],
  ["后天的产量", "2026-11-04T00:00", "2026-11-05T00:00"],
  ["output next week", "2026-11-09T00:00", "2026-11-16T00:00"],
  ["接下来八小时换线几次", "2026-11-02T11:06", "2026-11-02T19:06"],
  ["今晚 SMT-2 停三个小时", "2026-11-02T18:00", "2026-11-03T00:00"],
  ["本周还有哪些要做", "2026-11-02T00:00", "2026-11-09T00:00"],
  ["what is left for the rest of today?", "2026-11-02T11:06", "2026-11-03T00:00"],
])("%s", (text, from, to) => {
  const found = aheadIn(text, now, shifts)!;
  expect([local(found.from), local(found.to)]).toEqual([from, to]);
});

test.each([
  "今天产量多少",
  "昨天下午的产量",
  "今天早上五点的凌晨班",
  "how was last week",
  "下周三能交吗",
  "SMT-2 停 3 小时",
  "下班前能做完吗",
  "明天早上之前必须做完的有哪些",
  "what has to be done by tomorrow morning",
  "交接班，帮我写个小结",
  "output this morning by line until 6".replace("this morning", "yesterday morning"),
])("%s names nothing to come", (text) => expect(aheadIn(text, now, shifts)).toBeUndefined());
