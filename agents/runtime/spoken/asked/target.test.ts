import { expect, test } from "vitest";
import { targetIn } from "./target.ts";

test.each([
  ["10月准时交付率多少，有没有到95%", 95],
  ["良率到九成八了吗", 98],
  ["did OEE reach 60% last week", 60],
])("%s holds a figure against %s", (text, value) => expect(targetIn(text)).toEqual({ value }));

test.each(["10月产量目标达成了吗", "上周良率达标没", "did we hit our output target last week"])(
  "%s speaks of a target and names none",
  (text) => expect(targetIn(text)).toEqual({ value: undefined }),
);

test.each(["昨天8点到12点的产量", "11月1日到5日的产量", "停机超过2小时的线有哪些", "output last week"])(
  "%s asks of no target",
  (text) => expect(targetIn(text)).toBeUndefined(),
);
