import { expect, test } from "vitest";
import { heardIn } from "../../../test/support/heard.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import { meantBy } from "../put-right.ts";

const meant = (text: string, call: ToolCall, beside: Parameters<typeof heardIn>[1] = {}) =>
  meantBy(call, heardIn(text, beside));

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
  ["any maint due this week?", { tool: "planned_work", line: "all" }, "cannot_do"],
  ["这周哪几台该保养了", { tool: "planned_work", line: "all" }, "cannot_do"],
  ["谁批的", { tool: "who_decided", order: null }, "who_decided"],
  ["RF power too low, what is it", { tool: "diagnose_unit" }, "diagnose_unit"],
] as const)("%s", (text, call, tool) => expect(meant(text, call).tool).toBe(tool));

test("units that fail most at a tester are told by the yield of testers, breakdowns by breakdowns; how many fail by their number", () => {
  const call = { tool: "metric_value", metric: "failures" } as const;
  expect(meant("哪台测试仪失败最多", call).metric).toBe("fpy");
  expect(meant("which tester fails most units", call).metric).toBe("fpy");
  expect(meant("哪台测试仪故障最多", call).metric).toBe("failures");
  // Units are no breakdowns, though not all that is said of them is read.
  expect(meant("今天有多少块板挂了两次以上", call).tool).toBe("cannot_do");
  // Of none in particular they are counted.
  expect(meant("failed at the testers this week", call).tool).toBe("test_failures");
});

test("the one figure that the words say is told, and not another that the model took", () => {
  const call = { tool: "metric_value", metric: "downtime", line: "all" } as const;
  expect(meant("SMT-2 停了几次，乱七八糟的", call).metric).toBe("failures");
  expect(meant("SMT-2 上周停了多久，乱七八糟的", call).metric).toBe("downtime");
  expect(meant("SMT-2 乱七八糟的", call).metric).toBe("downtime");
});

test("a quantity or a due date that is to be another one is a change of the order", () => {
  const order = "WO-1042";
  expect(meant("把1042的数量改成八十", { tool: "cannot_do" }, { order, amount: 80 })).toEqual({
    tool: "change_order",
    order,
    quantity: 80,
  });
  const sixty = { tool: "change_order", order, quantity: 60 };
  for (const text of ["Change WO-1042 to 60 pieces", "1042 改成 60 台", "make 1042 to 60 units"])
    expect(meant(text, { tool: "cannot_do" }, { order, amount: 60 })).toEqual(sixty);
  expect(meant("change 1042 to SMT-3", { tool: "cannot_do" }, { order }).tool).toBe("cannot_do");
  expect(meant("1042 交期推到周五", { tool: "cannot_do" }, { order }).quantity).toBeNull();
  expect(meant("1042的交期为什么改了", { tool: "cannot_do" }, { order }).tool).toBe("cannot_do");
});

test("how long a material lasts and what may stand in for it are told with its stock", () => {
  const material = "MAT-00731";
  const stock = { tool: "stock_status", material };
  for (const [text, call] of [
    ["MAT-00731 有没有替代料", { tool: "short_material" }],
    ["any alternates for MAT-00731?", { tool: "cannot_do" }],
    ["MAT-00731还够用几天", { tool: "check_kit", order: "WO-1042" }],
    ["how long will MAT-00731 last", { tool: "ask_knowledge" }],
  ] as const)
    expect(meant(text, call, { material })).toEqual(stock);
  const late = { tool: "what_if_late", material, days: 3 } as const;
  expect(meant("MAT-00731 晚 3 天，替代料不够会怎样", late, { material })).toEqual(late);
  expect(meant("哪些物料有替代料", { tool: "short_material" }).tool).toBe("short_material");
});
