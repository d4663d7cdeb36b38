import { expect, test } from "vitest";
import { last } from "../../../test/support/follow-up.ts";
import { pickedOf } from "./picked-of-compared.ts";

const compared = (question: string) =>
  last("compare_orders", { orders: "WO-1071,WO-1094" }, question, [
    { kind: "order", id: "WO-1071", facts: { due: "11-09 08:00", end: "11-05 16:17", late: null, short: 2 } },
    {
      kind: "order",
      id: "WO-1094",
      facts: { due: "11-06 12:00", end: "11-06 22:47", late: "10 h", short: 0 },
    },
  ]);

test.each([
  ["1071和1094哪个急", "放急的那个", "WO-1094", "急的那个"],
  ["1071和1094哪个急", "把那张下了", "WO-1094", "那张"],
  ["which ships first, 1071 or 1094", "release that one", "WO-1071", "that one"],
  ["1071 and 1094, how are they", "hold the late one", "WO-1094", "the late one"],
  ["1071和1094哪个先完", "先停那个不急的吧", "WO-1071", "那个不急的"],
  ["1071和1094怎么样", "缺料的那张先停", "WO-1071", "缺料的那张"],
])("after %s: %s", (question, text, order, words) =>
  expect(pickedOf(compared(question), text)).toEqual({ order, words }),
);

test("what the question leaves open, and what was told of no comparison, is none of them", () => {
  expect(pickedOf(compared("1071和1094怎么样"), "把那张下了")).toBeUndefined();
  expect(pickedOf(compared("1071和1094哪个急"), "哪些单会晚")).toBeUndefined();
  expect(pickedOf(last("late_orders", {}, "哪个急"), "放急的那个")).toBeUndefined();
});
