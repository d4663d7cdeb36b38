import { expect, test } from "vitest";
import { beyondOf } from "../beyond.ts";
import { asksForUnkept } from "./figures.ts";

test.each([
  "10月人均产出有多少",
  "上周库存周转率",
  "what did scrap cost us in October",
  "一个工人一天做几台",
  "scrap last week in $",
  "上周操作工张三做了多少件",
  "which operator made the most scrap last week",
])("%s asks for a figure that is not kept, and no neighbour of it is told", (text) => {
  expect(asksForUnkept(text)).toBe(true);
  expect(beyondOf(text)).toBeDefined();
});

test.each([
  "上周合格率",
  "上周单台能耗",
  "scrap rate last week",
  "夜班的产量",
  "SMT-2停了几次线",
  "换线时间最长的是哪条线",
  "10月准时交付率多少",
])("%s is kept", (text) => expect(asksForUnkept(text)).toBe(false));
