import { expect, test } from "vitest";
import { ordersAsked } from "./order-list.ts";

test.each([
  ["取消的单有哪些", "cancelled"],
  ["这周取消了几张单", "cancelled"],
  ["which orders were cancelled?", "cancelled"],
  ["今天取消了几张", "cancelled"],
  ["what's still not released that's due by thursday", "unreleased"],
  ["今天下了几张单", "released"],
  ["夜班一共放了多少单", "released"],
  ["how many orders were released today", "released"],
  ["周四以前要交的有多少单还没下", "unreleased"],
  ["MTN的货还有几张单没开工", "unstarted"],
  ["which jobs haven't started", "unstarted"],
  ["现在正在做的单有哪些", "running"],
  ["江苏移动手上的单还有几张", "open"],
])("%s asks for orders that are %s", (text, state) => {
  expect(ordersAsked(text)?.state).toBe(state);
});

test("a priority narrows them", () => {
  expect(ordersAsked("把优先级1的单子列一下")).toEqual({ state: "open", priority: 1 });
  expect(ordersAsked("list the priority 2 orders that are not released")).toEqual({
    state: "unreleased",
    priority: 2,
  });
});

test.each([
  "哪些单会延期",
  "哪些单料齐了还没下",
  "哪些单可以下达",
  "取消 WO-1042",
  "取消这张单有什么影响",
  "哪些单卡住了",
  "1042下了没",
  "今天做了多少",
  "哪些单元在等维修",
  "which orders are ready to release",
  "release the orders that are ready",
  "下班前还有几张单要交",
])("%s is another question", (text) => {
  expect(ordersAsked(text)).toBeUndefined();
});
