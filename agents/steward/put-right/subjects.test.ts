import { expect, test } from "vitest";
import { heardIn } from "../../../test/support/heard.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import { meantBy } from "../put-right.ts";

const material = "MAT-00017";
const line = "FT-1";

test.each<[string, ToolCall, ToolCall["tool"], Parameters<typeof heardIn>[1]?]>([
  ["帮我写个交接班，夜班老刘来接", { tool: "cannot_do" }, "shift_report"],
  ["write me the weekly for the VP", { tool: "cannot_do" }, "shift_report"],
  ["给 RRU-5201 写份贴片作业指导书", { tool: "write_document", product: "RRU-5201" }, "write_document"],
  ["上周报废率最高的产品是哪个", { tool: "metric_value", metric: "scrap" }, "metric_value"],
  ["今日报警多少", { tool: "metric_value", metric: "failures" }, "metric_value"],
  ["还有几块待修 最老的压了几天", { tool: "metric_value", metric: "mttr" }, "diagnose_unit"],
  ["平均修复时间多长", { tool: "metric_value", metric: "mttr" }, "metric_value"],
  ["哪几张单卡住了，卡在哪", { tool: "explain_late", order: null }, "stuck_orders"],
  ["把LOT-000187退给供应商", { tool: "look_up", thing: "LOT-000187" }, "cannot_do"],
  ["which orders are on hold", { tool: "late_orders" }, "stuck_orders"],
  ["计划和昨天比变了什么", { tool: "metric_value", metric: "output" }, "plan_changes"],
  ["版本 12 和 15 有什么区别", { tool: "cannot_do" }, "plan_changes"],
  ["what changed in the plan since this morning", { tool: "plan_status" }, "plan_changes"],
  ["how does the new schedule differ from the old one", { tool: "plan_status" }, "plan_changes"],
  ["这些延期的单各是什么原因", { tool: "explain_late", order: null }, "late_orders"],
  ["why are all these orders late", { tool: "explain_late", order: null }, "late_orders"],
  ["为什么会延期", { tool: "explain_late", order: null }, "explain_late"],
  ["改一下计划", { tool: "make_plan" }, "make_plan"],
  ["计划变更后能不能按期", { tool: "plan_status" }, "plan_status"],
  ["what changed on the lines today", { tool: "line_status", line: "all" }, "line_status"],
  ["WO-1042 卡住了吗", { tool: "order_status", order: "WO-1042" }, "order_status", { namesOrder: true }],
  ["Huang Jing is ill, who can cover her line", { tool: "look_up", thing: "P-008" }, "who_is_there"],
  ["供应商说PO推到周四 MAT-00017", { tool: "cannot_do" }, "what_if_late", { material, end: "2026-11-26" }],
  ["spi is crying wolf, which line is worst", { tool: "line_gaps", line: null }, "metric_value"],
  ["is it the boards or is FCT-3 lying again", { tool: "inspection_status", line: "all" }, "metric_value"],
  ["今天AOI老报哪个位号", { tool: "inspection_status", line: "all" }, "inspection_status"],
  ["有没有设备掉线 数据好久没上来了", { tool: "metric_value", metric: "failures" }, "line_status"],
  ["昨天完成计划了吗", { tool: "metric_value", metric: "output" }, "shift_report"],
  [
    "FT-1 takes longer per unit than the routing says",
    { tool: "metric_value", metric: "setup_time" },
    "metric_trend",
    { line },
  ],
  ["接下来先备哪套料 排个先后", { tool: "short_material" }, "ready_orders"],
  ["锡膏快过期的有几罐", { tool: "inspection_status", line: "all" }, "stock_status"],
  [
    "SMT-4停了多久了",
    { tool: "metric_value", metric: "downtime", line: "SMT-4" },
    "line_status",
    { line: "SMT-4" },
  ],
  ["SMT-4今天停了多久", { tool: "metric_value", metric: "downtime" }, "metric_value", { line: "SMT-4" }],
  ["smt4 又停了? 多久了", { tool: "metric_value", metric: "downtime" }, "line_status", { line: "SMT-4" }],
  ["ASM-2换型还要多久", { tool: "metric_value", metric: "setup_time" }, "line_status", { line: "ASM-2" }],
  ["how many orders can't start today because of parts", { tool: "late_orders" }, "short_material"],
  ["散热垫还有多少", { tool: "ask_knowledge" }, "stock_status"],
  ["刮刀备件还有多少", { tool: "ask_knowledge" }, "ask_knowledge"],
  ["5302这礼拜哪几项老挂", { tool: "planned_work", line: "all" }, "test_failures", { product: "RRU-5302" }],
  ["明天要来哪几批料，谁家的", { tool: "planned_work", line: "all" }, "expected_receipts"],
  ["MAT-00017还能撑几天", { tool: "what_if_late", material, days: null }, "stock_status", { material }],
  ["which reels do i pull first for tomorrow", { tool: "planned_work", line: "all" }, "ready_orders"],
  ["smt2几点能好", { tool: "line_gaps", line: "SMT-2", hours: null }, "line_status", { line: "SMT-2" }],
  [
    "SMT-2 什么时候能停机保养",
    { tool: "line_gaps", line: "SMT-2", hours: null },
    "line_gaps",
    { line: "SMT-2" },
  ],
  ["RRU-5201还压着几张", { tool: "routing", product: "RRU-5201" }, "order_status"],
  ["发射功率偏低的AAU先查啥", { tool: "ask_knowledge" }, "diagnose_unit"],
  ["发射功率下限是多少", { tool: "ask_knowledge" }, "ask_knowledge"],
  ["会FT-RF的有几个", { tool: "ask_knowledge" }, "who_is_there"],
  ["RRU-5201 有几道工序", { tool: "routing", product: "RRU-5201" }, "routing"],
  ["锡膏开封后多久过期", { tool: "ask_knowledge" }, "ask_knowledge"],
  ["bad lot LOT-7781, what did it go into", { tool: "ask_knowledge" }, "look_up"],
  ["料啥时候到线边", { tool: "stock_status", material: null }, "check_kit", { mentionedOrder: "WO-1042" }],
  [
    "WO-1042 的料什么时候能到线边",
    { tool: "order_status", order: "WO-1042" },
    "check_kit",
    { order: "WO-1042" },
  ],
  [
    "WO-1042 什么时候到线上",
    { tool: "order_status", order: "WO-1042" },
    "order_status",
    { order: "WO-1042" },
  ],
])("%s", (text, call, tool, beside) => expect(meantBy(call, heardIn(text, beside)).tool).toBe(tool));

test("of two shifts that are compared neither is the one that is looked at", () => {
  const { metric, words } = meantBy({ tool: "cannot_do" }, heardIn("白班跟夜班哪个干得好"));
  expect(metric).toBe("quality");
  expect(words).toBe("最近 7 天各班次的合格率");
});

test("a receipt that was put off is the what-if of its material until the day that is said", () => {
  const call = meantBy(
    { tool: "cannot_do" },
    heardIn("PO moved to Thursday for MAT-00017", { material, end: "2026-11-26" }),
  );
  expect(call).toEqual({ tool: "what_if_late", material, days: null, by: "2026-11-26" });
});

test("lines of a kind that is named are meant, and not the line that was talked of", () => {
  const call = { tool: "line_status", line: "SMT-1" } as const;
  expect(meantBy(call, heardIn("那FT闲着的有哪些", { kind: "FT" })).line).toBe("all");
  expect(meantBy(call, heardIn("FT-1 忙吗", { kind: "FT", line: "FT-1" })).line).toBe("SMT-1");
});
