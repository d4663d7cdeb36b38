import { expect, test } from "vitest";
import { asksWhenFree, asksWhereFree } from "./free-time.ts";

test.each([
  "when is SMT-2 free for two hours of maintenance",
  "When will SMT-2 be idle?",
  "when can we stop SMT-2 for an hour",
  "when could I do maintenance on SMT-2",
  "find me the next window of 2 hours on SMT-2",
  "when can SMT-2 be stopped for maintenance",
  "SMT-2 什么时候能停两小时做保养",
  "SMT-2 什么时候有空",
  "find a two hour slot on SMT-2",
  "when's a good time to service SMT-2",
  "SMT-2 哪个时间段可以做保养",
  "SMT-2 明天几点能停一小时",
  "SMT-2 下一个空档在哪",
  "什么时候可以给 SMT-2 做两小时维护",
])("%s asks when a line is free", (text) => expect(asksWhenFree(text)).toBe(true));

test.each([
  "SMT-2 停两小时会怎样",
  "五号贴片线停2个小时保养，计划受不受得了",
  "周五SMT-1要做6小时保养，有多少单受影响",
  "what happens if SMT-2 is down for two hours",
  "is SMT-2 idle",
  "SMT-2 空闲吗",
  "SMT-2 什么时候停的",
  "SMT-2下次保养什么时候",
  "SMT-4多久没保养了",
  "when was SMT-2 last idle",
  "when will SMT-2 be back",
  "SMT-2 什么时候修好",
  "把FT-3停机一天做保养",
  "book eight hours of maintenance on SMT-4 this weekend",
  "once SMT-3 is free what does it take",
  "tell me when SMT-2 is free",
  "how busy is SMT-2",
])("%s is something else", (text) => expect(asksWhenFree(text)).toBe(false));

test.each([
  ["哪条线这两天有空档？一个半小时就够", false],
  ["is there any slot on an SMT line for 5 hours", true],
  ["where are the idle windows in the schedule", false],
  ["排产里还有空档吗", false],
  ["which lines have free time tomorrow", false],
  ["老化房有空窗吗", true],
])("%s asks which line is free", (text, kind) => expect(asksWhereFree(text, kind)).toBe(true));

test.each([
  "what is the gap between plan and output",
  "which lines are idle",
  "哪些线现在没活干",
  "which feeder slots are empty",
  "tell me when any line has a gap",
  "哪条线有空档能做完这批",
])("%s asks for no free time of the lines", (text) => expect(asksWhereFree(text, false)).toBe(false));
