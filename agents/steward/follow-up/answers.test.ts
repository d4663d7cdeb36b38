import { expect, test } from "vitest";
import { order, said } from "../../../test/support/follow-up.ts";
import { answered } from "./answers.ts";

test("the line, order, amount or date that was asked for is put into the call that lacked it", () => {
  const stop = { tool: "what_if_down", args: { line: null, hours: 12 }, text: "停电半天有啥影响" };
  const line = { line: ["SMT-3"], named: new Set(["line" as const]) };
  expect(answered(stop, said("贴片三线", line))).toEqual({
    tool: "what_if_down",
    line: "SMT-3",
    hours: 12,
    words: "停电半天有啥影响",
  });
  const change = { tool: "change_order", args: { order, quantity: null }, text: "改一下1116" };
  expect(answered(change, said("改成 60 吧", { amounts: [60] }))).toMatchObject({ order, quantity: 60 });
  expect(answered(change, said("到周五", {}, { by: "2026-11-27" }))).toMatchObject({
    order,
    by: "2026-11-27",
  });
  const hold = { tool: "hold_order", args: { order: null }, text: "挂起来" };
  expect(answered(hold, said("1116 那张", { order: [order] }))).toMatchObject({ tool: "hold_order", order });
});

test("a kind of lines is no line, and is said with the question that is put again", () => {
  const stop = { tool: "what_if_down", args: { line: null, hours: 12 }, text: "停电半天有啥影响" };
  expect(answered(stop, said("SMT区", {}, { kind: "SMT" }))).toMatchObject({
    ...{ line: null, words: "停电半天有啥影响 SMT区" },
  });
});

test("what asks or wants something of its own is no answer, nor is one that leaves it open", () => {
  const stop = { tool: "what_if_down", args: { line: null, hours: 12 }, text: "停电半天有啥影响" };
  const line = { line: ["SMT-3"], named: new Set(["line" as const]) };
  expect(answered(stop, said("SMT-3 现在怎么样？", line))).toBeUndefined();
  expect(answered(stop, said("算了", line))).toBeUndefined();
  expect(answered(stop, said("SMT-3 或 SMT-4", { ...line, line: ["SMT-3", "SMT-4"] }))).toBeUndefined();
  expect(answered(undefined, said("SMT-3", line))).toBeUndefined();
  const late = { tool: "what_if_late", args: { material: null, days: 3 }, text: "3 days late" };
  for (const text of ["worst one?", "the one on top"])
    expect(answered(late, said(text, { material: ["MAT-00001"] }))).toBeUndefined();
  expect(answered(late, said("mat 1", { material: ["MAT-00001"] }))).toMatchObject({ material: "MAT-00001" });
});

test("a kind of lines that is answered to a line's number is the line of that number", () => {
  const open = { tool: "metric_value", args: { metric: "downtime" as const }, text: "二线上周停机多长时间" };
  expect(answered(open, said("SMT", {}, { kind: "SMT", numbered: "SMT-2" }))).toMatchObject({
    line: "SMT-2",
    words: "SMT-2 上周停机多长时间",
  });
  // The number itself is left in no question that the line is known of.
  const line = { line: ["SMT-2"], named: new Set(["line" as const]) };
  expect(answered(open, said("SMT-2", line))).toMatchObject({ words: "SMT-2 上周停机多长时间" });
});
