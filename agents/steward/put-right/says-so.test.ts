import { expect, test } from "vitest";
import { deniesAct, saysAct, saysFigure, saysSubject } from "./says-so.ts";

test.each([
  ["late_orders", "谁的快过期"],
  ["line_status", "in ft-lb?"],
  ["who_decided", "so who verifies them"],
  ["who_decided", "who touched it last"],
  ["planned_next", "then?"],
  ["diagnose_unit", "OPC UA 断了没"],
  ["line_load", "哪个路口堵"],
  ["who_decided", "who changed them"],
  ["order_status", "多久了"],
  ["can_release", "为什么不能"],
  ["explain_late", "why not"],
] as const)("%s is no answer to: %s", (tool, text) => expect(saysSubject({ tool }, text)).toBe(false));

test.each([
  ["late_orders", "which ones will we miss the deadline on"],
  ["late_orders", "有来不及的吗"],
  ["line_status", "what's everybody doing down there, any line idle"],
  ["who_decided", "who signed off on that"],
  ["who_decided", "谁下的1019"],
  ["planned_next", "接下来做啥单"],
  ["diagnose_unit", "board won't power up"],
  ["line_load", "where are we stretched the most"],
  ["shift_report", "anything at all"],
] as const)("%s may be the answer to: %s", (tool, text) => expect(saysSubject({ tool }, text)).toBe(true));

test("of the order that was talked of any word may ask", () =>
  expect(saysSubject({ tool: "order_status", order: "WO-1042" }, "多久了")).toBe(true));

test("an act is wanted by words that say it", () => {
  expect(saysAct("release_order", "1042下了吧")).toBe(true);
  expect(saysAct("hold_order", "park 1042 for now")).toBe(true);
  expect(saysAct("resume_order", "reset it")).toBe(false);
  expect(saysAct("cancel_order", "it looks wrong")).toBe(false);
});

test("an act that is not to be done is wanted only where something is wanted behind it", () => {
  expect(deniesAct("hold_order", "no wait dont hold it")).toBe(true);
  expect(deniesAct("move_order", "挪到FT-3行不行 先别真挪")).toBe(true);
  expect(deniesAct("release_order", "别下1042，下1043")).toBe(false);
  expect(deniesAct("hold_order", "1042先别下 先挂着")).toBe(false);
  expect(deniesAct("cancel_order", "1042不要了")).toBe(false);
  expect(deniesAct("move_order", "1042挪到SMT-3，别影响到别的单")).toBe(false);
  expect(deniesAct("release_order", "don't wait, release 1042")).toBe(false);
});

test("a sentence that names no figure may still ask for one", () => {
  expect(saysFigure("how well did we do")).toBe(true);
  expect(saysFigure("which component has most")).toBe(false);
});
