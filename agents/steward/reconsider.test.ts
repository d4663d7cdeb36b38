import { expect, test } from "vitest";
import { readFigure } from "../runtime/spoken/asked/question.ts";
import { aheadIn } from "../runtime/spoken/periods/ahead.ts";
import { reconsider } from "./reconsider.ts";

const now = new Date("2026-11-25T10:30:00+08:00");
const lines = ["SMT-1", "SMT-2", "FT-1", "FT-2"].map((id) => ({
  id,
  process: id.slice(0, -2),
  nameZh: id,
  nameEn: id,
}));
const plant = { lines, products: ["RRU-5201"] } as Parameters<typeof readFigure>[1];
const meant = (text: string, call: Parameters<typeof reconsider>[0]) =>
  reconsider(call, {
    text,
    asked: readFigure(text, plant, now, { day: "2026-11-25", time: "10:30" }),
    ahead: aheadIn(text, now, [
      { name: "night", start: 0, end: 480 },
      { name: "day", start: 480, end: 960 },
      { name: "evening", start: 960, end: 1_440 },
    ]),
    now,
    namesOrder: false,
  });

test.each([
  ["FPY of FT-1 in the last 3 days", { tool: "metric_trend", metric: "fpy" }, "metric_value"],
  ["FPY of FT-1 by day in the last 3 days", { tool: "metric_trend", metric: "fpy" }, "metric_trend"],
  ["本月直通率趋势", { tool: "metric_trend", metric: "fpy" }, "metric_trend"],
  ["上周哪条线 OEE 最低，为什么", { tool: "metric_cause", metric: "oee" }, "metric_value"],
  ["上周 OEE 为什么低", { tool: "metric_cause", metric: "oee" }, "metric_cause"],
  ["各线昨天的产量排个名", { tool: "output", line: "all" }, "metric_value"],
  ["各线昨天的产量", { tool: "output", line: "all" }, "output"],
  ["下一个班次要换几次线", { tool: "metric_value", metric: "setup_time" }, "planned_work"],
  ["what do we make tomorrow?", { tool: "output", line: "all" }, "planned_work"],
  ["SMT-1 今天下午排了什么", { tool: "planned_next", line: "SMT-1" }, "planned_work"],
  ["SMT-1 后面排的什么", { tool: "planned_next", line: "SMT-1" }, "planned_next"],
  ["今天上午的产量", { tool: "output", line: "all" }, "output"],
  ["OEE 明天低于 70% 告诉我", { tool: "set_alert", metric: "oee" }, "set_alert"],
  ["which orders use the RF board and are not kitted?", { tool: "diagnose_unit" }, "short_material"],
  ["本周能完成多少个工单", { tool: "order_status", order: null }, "planned_work"],
  ["how many orders will be late this week", { tool: "late_orders" }, "late_orders"],
  ["RRU-5202 SMT 作业指导书现在是第几版，谁批的", { tool: "who_decided", order: null }, "instruction_status"],
  ["给 RRU-5201 写份贴片作业指导书", { tool: "write_document", product: "RRU-5201" }, "write_document"],
  ["谁能开 SMT-B 的线，现在在岗吗", { tool: "line_status", line: "all" }, "who_is_there"],
  ["who is qualified for SMT-B", { tool: "cannot_do" }, "who_is_there"],
  ["谁批的", { tool: "who_decided", order: null }, "who_decided"],
  ["RF power too low, what is it", { tool: "diagnose_unit" }, "diagnose_unit"],
] as const)("%s", (text, call, tool) => expect(meant(text, call).tool).toBe(tool));

test("units that fail most at a tester are told by the yield of testers, breakdowns by breakdowns", () => {
  const call = { tool: "metric_value", metric: "failures" } as const;
  expect(meant("哪台测试仪失败最多", call).metric).toBe("fpy");
  expect(meant("which tester fails most units", call).metric).toBe("fpy");
  expect(meant("哪台测试仪故障最多", call).metric).toBe("failures");
});
