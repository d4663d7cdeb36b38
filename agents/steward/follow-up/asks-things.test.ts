import { expect, test } from "vitest";
import { last, order, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";
import type { LastCall } from "./said.ts";

test("more of a material, a person, an instruction, a passage, and where a number comes from", () => {
  const of = (before: LastCall, text: string) => followUp(before, said(text));
  const material = "MAT-00005";
  expect(of(last("stock_status", { material }), "够用到礼拜几")).toEqual({ tool: "stock_status", material });
  expect(of(last("stock_status", { material }), "几号再到一批")).toEqual({
    tool: "expected_receipts",
    material,
  });
  expect(of(last("look_up", { thing: "P-008" }), "他在当班吗")).toEqual({ tool: "look_up", thing: "P-008" });
  expect(of(last("instruction_status", {}, "5201贴片sop哪个版本"), "谁批的")).toEqual({
    tool: "instruction_status",
    words: "5201贴片sop哪个版本 谁批的",
  });
  expect(of(last("ask_knowledge", {}, "torque for the AAU screws?"), "and what driver bit")).toEqual({
    tool: "ask_knowledge",
    words: "torque for the AAU screws? ／ and what driver bit",
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

test("more of receipts, of what lacks, of units that failed, of a vehicle and of a passage", () => {
  expect(followUp(last("expected_receipts", {}), said("还有哪些没到"))).toEqual({
    tool: "expected_receipts",
    material: null,
    words: "还有哪些没到",
  });
  const stock = last("stock_status", { material: "MAT-00005" });
  expect(
    followUp(stock, said("what if it comes 3 days late", { days: [3], named: new Set(["hours", "days"]) })),
  ).toEqual({ tool: "what_if_late", material: "MAT-00005", days: 3 });
  expect(followUp(stock, said("供应商是谁"))).toEqual({ tool: "expected_receipts", material: "MAT-00005" });
  expect(followUp(last("check_kit", { order }, "q"), said("啥时候到"))).toMatchObject({
    tool: "check_kit",
    order,
  });
  expect(
    followUp(last("test_failures", { product: "RRU-5201" }, "同样的故障"), said("都怎么修好的")),
  ).toEqual({
    tool: "test_failures",
    product: "RRU-5201",
    words: "同样的故障 都怎么修好的",
  });
  expect(followUp(last("look_up", { thing: "AGV-02" }), said("那1号呢"))).toEqual({
    tool: "look_up",
    thing: "AGV-01",
  });
  expect(followUp(last("look_up", { thing: "AGV-02" }), said("它手上那单送哪"))).toEqual({
    tool: "look_up",
    thing: "AGV-02",
  });
  expect(followUp(last("look_up", { thing: "AGV" }), said("is it on a job"))).toEqual({
    tool: "look_up",
    thing: "AGV",
  });
  expect(followUp(last("ask_knowledge", {}, "首件检验要做几块"), said("谁签字"))).toEqual({
    tool: "ask_knowledge",
    words: "首件检验要做几块 ／ 谁签字",
  });
  expect(
    followUp(last("metric_value", { metric: "oee", line: "all" }, "OEE多少"), said("怎么算的")),
  ).toMatchObject({
    tool: "metric_value",
    metric: "oee",
  });
});

test("more of a line that stands: for how long, what becomes of its orders, and when it is back", () => {
  const down = last("line_status", { line: "SMT-2" });
  const half = { hours: [0.5], named: new Set(["hours"] as const) };
  expect(followUp(down, said("估计半小时弄好", half))).toEqual({
    tool: "what_if_down",
    line: "SMT-2",
    hours: 0.5,
  });
  expect(followUp(down, said("几点恢复"))).toEqual({ tool: "line_status", line: "SMT-2" });
  expect(
    followUp(last("what_if_down", { line: "SMT-2", hours: 0.5 }, "q"), said("上面的单咋整")),
  ).toMatchObject({ tool: "what_if_down", hours: 0.5 });
});

test("a unit that was told of: others like it, and how its repair is verified", () => {
  const unit = "SN-26003004";
  expect(followUp(last("diagnose_unit", { unit }), said("别的板也这样吗"))).toMatchObject({
    tool: "test_failures",
    unit,
  });
  for (const tool of ["diagnose_unit", "test_failures"])
    expect(followUp(last(tool, { unit }), said("怎么验证"))).toEqual({ tool: "diagnose_unit", unit });
});

test("more of a promise, of a material and of a stop: what lacks, when it comes, if it slips, another length", () => {
  const promise = last("promise_date", { product: "AAU-5611", quantity: 80 }, "q");
  expect(followUp(promise, said("缺料吗"))).toMatchObject({ tool: "promise_date", quantity: 80 });
  const stock = last("stock_status", { material: "MAT-01008" });
  expect(followUp(stock, said("when is it due in"))).toMatchObject({ tool: "stock_status" });
  expect(
    followUp(stock, said("what if it slips a week", { days: [7], named: new Set(["hours", "days"]) })),
  ).toEqual({ tool: "what_if_late", material: "MAT-01008", days: 7 });
  const stop = last("what_if_down", { line: "FT-2", hours: 8 }, "停掉FT-2八小时会咋样");
  expect(followUp(stop, said("改4小时", { hours: [4], named: new Set(["hours"]) }))).toMatchObject({
    tool: "what_if_down",
    line: "FT-2",
    hours: 4,
  });
});

test("a requisition that was asked about is made out, and what a release needs is told of its kit", () => {
  const before = last("check_kit", { order }, "1136的领料单开了没");
  expect(followUp(before, said("开一张"))).toEqual({ tool: "create_requisition", order });
  expect(followUp(last("check_kit", { order }, "料齐没"), said("开一张"))).toBeUndefined();
  for (const text of ["料呢 钢网呢", "which lots"])
    expect(followUp(last("release_order", { order }), said(text)), text).toEqual({
      tool: "check_kit",
      order,
    });
});

test("the late ones of the customer that was told of are those of the customer alone", () => {
  const told = last("look_up", { thing: "True Thailand" }, "True Thailand order status pls", [
    { kind: "plan", id: "True Thailand", facts: { open: 9 } },
  ]);
  expect(followUp(told, said("which one is late"))).toEqual({
    tool: "late_orders",
    words: "which one is late True Thailand",
  });
});

test("how often a line stood is of the stretch that was told", () => {
  const told = last("metric_value", { metric: "downtime", line: "SMT-4" }, "上周 SMT-4 的停机时间按原因");
  expect(followUp(told, said("停了几次"))).toMatchObject({
    ...{ metric: "failures", line: "SMT-4" },
    words: "上周 SMT-4 的故障次数按原因",
  });
  expect(followUp(last("line_status", { line: "SMT-4" }), said("停了几次"))).toMatchObject({
    words: "最近 7 天 SMT-4 的故障次数按原因",
  });
});
