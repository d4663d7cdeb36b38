import { expect, test } from "vitest";
import { asideOf } from "./asides.ts";

const order = "WO-1105";

test.each([
  ["put a hold on 1105 till the customer confirms", { tool: "hold_order", order }, /does not end by itself/],
  ["book SMT-5 for maintenance tomorrow", { tool: "what_if_down", line: "SMT-5" }, /nothing is booked/],
  ["加急1105，别影响1042", { tool: "expedite_order", order }, /not assured/],
  ["release 1105 once the kit is complete", { tool: "release_order", order }, /wait for a condition/],
  ["release 1105 if the kit is complete, otherwise hold it", { tool: "check_kit", order }, /nothing is done/],
  ["release 1105 tomorrow morning", { tool: "release_order", order }, /set for later/],
] as const)("%s: what is not done of it is told", (text, call, told) =>
  expect(asideOf(call, text)?.en).toMatch(told),
);

test.each([
  ["下达 1105", { tool: "release_order", order }],
  ["1105 什么时候完成", { tool: "order_status", order }],
  ["如果 SMT-5 停 4 小时", { tool: "what_if_down", line: "SMT-5" }],
] as const)("%s is all of it", (text, call) => expect(asideOf(call, text)).toBeUndefined());
