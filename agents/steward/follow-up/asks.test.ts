import { expect, test } from "vitest";
import { downState } from "../../../services/mes/queries/equipment.ts";
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

test("the new limit takes the old one's place alone, however that was written and whatever number stands behind it", () => {
  const of = (words: string, line: string) =>
    followUp(last("set_alert", { metric: "output", line }, words), said("make it 950", { amounts: [950] }));
  expect(of("tell me when the output is below 1,200 pieces on smt-2", "SMT-2")).toMatchObject({
    words: "tell me when the output is below 950 pieces on smt-2",
  });
  expect(of("产量低于1.2万件通知我", "all")).toMatchObject({ words: "产量低于950件通知我" });
  expect(of("tell me when the output of smt-2 is unusual", "SMT-2")).toBeUndefined();
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

test("an order that was imagined left out or elsewhere: the room it gives, who is hit, and that it is to be", () => {
  const out = last("what_if_order", { order, line: null }, "q");
  expect(followUp(out, said("那能腾出多少时间"))).toMatchObject({ tool: "what_if_order", order });
  expect(followUp(out, said("who would be late then"))).toMatchObject({ tool: "what_if_order", order });
  expect(followUp(out, said("就这么办吧"))).toEqual({ tool: "hold_order", order });
  expect(followUp(last("what_if_order", { order, line: "SMT-5" }), said("do that"))).toEqual({
    tool: "move_order",
    order,
    line: "SMT-5",
  });
  expect(followUp(last("line_status", { line: "SMT-5" }), said("do that"))).toBeUndefined();
});

test("a word asks more of the order that was told of", () => {
  const told = last("order_status", { order });
  for (const text of ["数量", "客户", "交期？", "due?", "on which line", "啥时候好"])
    expect(followUp(told, said(text)), text).toEqual({ tool: "order_status", order });
  for (const text of ["缺啥料", "齐套了吗", "what's missing"])
    expect(followUp(last("can_release", { order }), said(text)), text).toEqual({ tool: "check_kit", order });
  for (const text of ["late?", "会晚吗", "来得及不"])
    expect(followUp(told, said(text)), text).toEqual({ tool: "explain_late", order });
  expect(followUp(told, said("哪些工单会延期"))).toBeUndefined();
  expect(followUp(last("output", { line: "all" }), said("数量"))).toBeUndefined();
});

test("a change that is put right says a quantity, also where an order has that number", () =>
  expect(
    followUp(
      last("change_order", { order, quantity: 50 }),
      said("改成 60", { order: ["WO-60"], amounts: [60], quantity: [60] }),
    ),
  ).toEqual({ tool: "change_order", order, quantity: 60 }));

test("what tells nothing of the plant changes no subject", () => {
  const before = last("line_status", { line: "SMT-4" });
  const lost = { ...last("cannot_do", {}, "讲个笑话"), before };
  expect(followUp(lost, said("停了多久"))).toEqual({ tool: "line_status", line: "SMT-4" });
  expect(followUp(lost, said("为什么不行"))).toEqual({ tool: "cannot_do", words: "讲个笑话" });
  expect(followUp(last("cannot_do", {}), said("停了多久"))).toBeUndefined();
});

test("the one line of all that is down is meant by what it hits", () => {
  const line = (id: string, state: number) => ({ kind: "equipment", id, facts: { state } });
  const all = (...lines: ReturnType<typeof line>[]) =>
    last("line_status", { line: "all" }, "", [{ kind: "equipment", id: "ALL" }, ...lines]);
  const down = downState;
  expect(followUp(all(line("SMT-1", down), line("SMT-2", 0)), said("影响哪些单"))).toEqual({
    tool: "what_if_down",
    line: "SMT-1",
    hours: null,
  });
  expect(followUp(all(line("SMT-1", down), line("SMT-2", down)), said("影响哪些单"))).toBeUndefined();
});

test("a watch of another line keeps its condition, and asking which there are sets none", () => {
  const watch = last("set_alert", { metric: "fpy", line: "SMT-2" }, "notify me if SMT-2 fpy goes under 95");
  const other = said("and SMT-3 too", { line: ["SMT-3"], named: new Set(["line"]) });
  const call = followUp(watch, other);
  expect(call).toMatchObject({ tool: "set_alert", line: "SMT-3" });
  expect(call?.words).toContain("under 95");
  expect(call?.words).not.toContain("SMT-2");
  expect(followUp(watch, said("有哪些提醒"))).toBeUndefined();
});

test("a figure goes on with nothing but a stretch of time or another figure", () => {
  const output = last("output", { line: "all" }, "昨天产出");
  expect(followUp(output, said("前天"))).toMatchObject({
    tool: "output",
    words: expect.stringContaining("前天"),
  });
  const mtbf = last("metric_value", { metric: "mtbf", line: "SMT-3" }, "smt3 mtbf");
  expect(followUp(mtbf, said("mttr", { metric: ["mttr"], named: new Set(["metric"]) }))).toMatchObject({
    metric: "mttr",
    line: "SMT-3",
  });
});

test("no sentence approves: which of those that wait, or what was proposed", () => {
  const denied = { tool: "cannot_do", words: "approve all" };
  expect(followUp(last("open_decisions", {}), said("just the first"))).toEqual(denied);
  expect(followUp(last("test_units", { quantity: 4 }), said("run it"))).toEqual(denied);
  expect(followUp(last("open_decisions", {}), said("都批了", {}))).toBeUndefined();
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
  expect(followUp(last("look_up", { thing: "AGV" }), said("is it on a job"))).toEqual({
    tool: "look_up",
    thing: "AGV",
  });
  expect(followUp(last("ask_knowledge", {}, "首件检验要做几块"), said("谁签字"))).toEqual({
    tool: "ask_knowledge",
    words: "首件检验要做几块，谁签字",
  });
  expect(
    followUp(last("metric_value", { metric: "oee", line: "all" }, "OEE多少"), said("怎么算的")),
  ).toMatchObject({
    tool: "metric_value",
    metric: "oee",
  });
});

test("a part of what was told, and nothing else, narrows or splits it", () => {
  const onTime = last("metric_value", { metric: "on_time", line: "all" }, "whats our on time delivery");
  for (const text of [
    "by line",
    "last 4 weeks by product",
    "which product is worst",
    "is it one line or all",
    "按线分",
    "哪天最高",
  ])
    expect(followUp(onTime, said(text)), text).toMatchObject({
      tool: "metric_value",
      metric: "on_time",
      words: expect.stringContaining(text.split(" ").at(-1)!),
    });
  expect(followUp(last("output", { line: "all" }, "今天和昨天的产出"), said("按线分"))).toMatchObject({
    tool: "metric_value",
    metric: "output",
  });
  expect(followUp(last("output", { line: "all" }, "上周白班产出"), said("夜班呢"))?.words).not.toContain(
    "白班",
  );
  for (const text of ["哪些单会晚", "which line can take it", "料齐了没"])
    expect(followUp(onTime, said(text)), text).toBeUndefined();
});

test("another day, shift or kind of lines takes the place of its like, and the rest stays", () => {
  const overtime = last("what_if_shift", { line: "all" }, "周六加个白班能救几单");
  expect(followUp(overtime, said("夜班呢"))?.words).toBe("周六加个夜班能救几单");
  expect(followUp(overtime, said("那周日呢"))?.words).toBe("周日加个白班能救几单");
  expect(followUp(overtime, said("只给SMT加", { named: new Set() }))?.words).toBe(
    "周六加个白班能救几单 SMT 产线",
  );
  const planned = last("planned_work", { line: "all" }, "whats planned tomorrow day shift");
  expect(followUp(planned, said("and assembly?"))).toMatchObject({
    tool: "planned_work",
    line: "all",
    words: "whats planned tomorrow day shift assembly lines",
  });
  expect(followUp(overtime, said("值不值"))).toBeUndefined();
});

test("who thinks again means the act that was asked for, of the other order", () => {
  const cancel = last("cancel_order", { order: "WO-1278" });
  for (const text of ["等等 我说的是1287", "no wait i meant 1287"])
    expect(
      followUp(cancel, said(text, { order: ["WO-1287"] }, { mentioned: { order: "WO-1278" } })),
      text,
    ).toEqual({ tool: "cancel_order", order: "WO-1287" });
});

test("the worst of those that are late is brought forward where that is wanted, and explained where it is asked about", () => {
  const late = last("late_orders", {}, "哪些工单会延期");
  const talked = { mentioned: { order } };
  expect(followUp(late, said("把最晚的那张提上来", {}, talked))).toEqual({ tool: "expedite_order", order });
  expect(followUp(late, said("最晚的那张咋回事", {}, talked))).toEqual({ tool: "explain_late", order });
  expect(followUp(late, said("把最晚的那张取消", {}, talked))).toBeUndefined();
  expect(followUp(late, said("who's the customer", {}, talked))).toEqual({ tool: "order_status", order });
});

test("whether what was proposed hits one order is told of that order", () =>
  expect(
    followUp(
      last("expedite_order", { order: "WO-1269" }),
      said("会不会影响1254", { order: ["WO-1254", "WO-1269"] }),
    ),
  ).toEqual({ tool: "proposal_impact", order: "WO-1269", words: "WO-1254 会不会影响1254" }));

test("a planned stop goes on with another day or part of one", () =>
  expect(
    followUp(
      last("what_if_down", { line: "ASM-1", hours: null }, "ASM-1明天下午要断电检修"),
      said("改到后天上午呢"),
    ),
  ).toMatchObject({ tool: "what_if_down", line: "ASM-1", hours: 4, words: "ASM-1后天上午要断电检修" }));

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
