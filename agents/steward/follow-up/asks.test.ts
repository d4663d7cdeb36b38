import { expect, test } from "vitest";
import type { Candidates } from "../../runtime/candidates.ts";
import type { ToolArguments } from "../../runtime/tool.ts";
import { followUp } from "../follow-up.ts";
import type { LastCall, Said } from "./said.ts";

const none: Candidates = {
  metric: [],
  order: [],
  line: [],
  material: [],
  product: [],
  unit: [],
  thing: [],
  quantity: [],
  hours: [],
  days: [],
  minutes: [],
  amounts: [],
  numberedLines: [],
  named: new Set(),
  wish: undefined,
  aboutLine: false,
};
const last = (
  tool: string,
  args: ToolArguments,
  text = "",
  evidence: LastCall["evidence"] = [],
): LastCall => ({
  tool,
  args,
  text,
  evidence,
});
const said = (text: string, candidates: Partial<Candidates> = {}, beside: Partial<Said> = {}): Said => ({
  text,
  candidates: { ...none, ...candidates },
  mentioned: {},
  by: undefined,
  family: undefined,
  kind: undefined,
  now: new Date("2026-11-25T10:30:00+08:00"),
  ...beside,
});
const order = "WO-1116";

test("who pays for a proposal, and for what was imagined", () => {
  for (const text of ["会挤掉谁", "影响哪些单", "what slips because of it", "who is affected"])
    expect(followUp(last("expedite_order", { order }), said(text))).toEqual({
      tool: "proposal_impact",
      order,
    });
  expect(followUp(last("what_if_down", { line: "SMT-2", hours: 4 }, "q"), said("哪些单会晚"))).toMatchObject({
    tool: "what_if_down",
    hours: 4,
  });
  expect(followUp(last("line_status", { line: "SMT-2" }), said("会挤掉谁"))).toBeUndefined();
});

test("another amount takes the place of the one that was said, unless it is an order's", () => {
  const before = last("change_order", { order, quantity: 60 });
  const eighty = { order: ["WO-80", order], amounts: [80] };
  expect(followUp(before, said("不对 是80", eighty, { mentioned: { order } }))).toEqual({
    tool: "change_order",
    order,
    quantity: 80,
  });
});

test("a word before a number is no id: i meant 1121", () => {
  const before = last("order_status", { order: "WO-2001" });
  const beside = { mentioned: { order: "WO-2001" } };
  expect(followUp(before, said("i meant 1121", { order: ["WO-1121", "WO-2001"] }, beside))).toEqual({
    tool: "order_status",
    order: "WO-1121",
  });
});

test("a line that stands: why, and what becomes of its orders", () => {
  const before = last("line_status", { line: "SMT-4" });
  expect(followUp(before, said("卡料还是啥"))).toEqual({ tool: "line_status", line: "SMT-4" });
  expect(followUp(before, said("那上面的单子怎么办"))).toEqual({
    tool: "what_if_down",
    line: "SMT-4",
    hours: null,
  });
});

test("what could be released is released when somebody says so", () => {
  const before = last("can_release", { order, line: "SMT-2" });
  for (const text of ["ok do it", "那就下吧"])
    expect(followUp(before, said(text))).toEqual({ tool: "release_order", order, line: "SMT-2" });
  expect(followUp(before, said("ok"))).toBeUndefined();
});

test("the whole day in place of a part of it keeps the day", () => {
  const before = last(
    "what_if_down",
    { line: "SMT-5", hours: null },
    "what if we lose SMT-5 tomorrow morning",
  );
  expect(followUp(before, said("and all day?"))).toMatchObject({
    line: "SMT-5",
    hours: null,
    words: "what if we lose SMT-5 tomorrow all day",
  });
});

test("a new limit takes the place of the old one", () => {
  const before = last("set_alert", { metric: "fpy", line: "all" }, "ping me if fpy drops under 95 anywhere");
  expect(followUp(before, said("make it 93, and stop the old one", { amounts: [93] }))).toMatchObject({
    tool: "set_alert",
    words: "ping me if fpy drops under 93 anywhere",
  });
});

test("more of a material, a person, an instruction, a passage, and where a number comes from", () => {
  const of = (before: LastCall, text: string) => followUp(before, said(text));
  const material = "MAT-00005";
  expect(of(last("stock_status", { material }), "够用到礼拜几")).toEqual({ tool: "stock_status", material });
  expect(of(last("look_up", { thing: "P-008" }), "他在当班吗")).toEqual({ tool: "look_up", thing: "P-008" });
  expect(of(last("instruction_status", {}, "5201贴片sop哪个版本"), "谁批的")).toEqual({
    tool: "instruction_status",
    words: "5201贴片sop哪个版本 谁批的",
  });
  expect(of(last("ask_knowledge", {}, "torque for the AAU screws?"), "and what driver bit")).toEqual({
    tool: "ask_knowledge",
    words: "what driver bit for the AAU screws?",
  });
  expect(of(last("late_orders", {}), "这个数从哪来的")).toEqual({ tool: "plan_status" });
  expect(of(last("metric_value", { metric: "oee", line: "all" }, "今天OEE"), "这个数从哪来的")).toMatchObject(
    {
      tool: "metric_value",
      words: "OEE怎么算的？ 今天OEE",
    },
  );
  expect(of(last("line_load", {}, "q", [{ kind: "equipment", id: "ASM-2" }]), "为什么是它")).toEqual({
    tool: "line_load",
    line: "ASM-2",
  });
});

test("some of those that were told: which of them are of one family", () => {
  expect(
    followUp(last("late_orders", {}, "哪些工单会延期"), said("其中哪些是 AAU 的", {}, { family: "AAU" })),
  ).toMatchObject({ tool: "late_orders" });
});
