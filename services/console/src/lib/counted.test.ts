import { expect, test } from "vitest";
import { counted } from "./counted.ts";

test("one is not many, none is", () => {
  const orders = "{n} order|{n} orders";
  expect([0, 1, 2, 1_234].map((n) => counted(orders, n))).toEqual([
    "0 orders",
    "1 order",
    "2 orders",
    "1,234 orders",
  ]);
});

test("a language that does not tell one from many has one form", () => {
  expect([1, 2].map((n) => counted("{n} 个工单", n))).toEqual(["1 个工单", "2 个工单"]);
});
