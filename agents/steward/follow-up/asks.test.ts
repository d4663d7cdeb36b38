import { expect, test } from "vitest";
import { downState } from "../../../services/mes/queries/equipment.ts";
import { last, order, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";

test("a correction of an order's number is no amount of the order before", () => {
  const before = last("change_order", { order, quantity: 280 });
  expect(followUp(before, said("不对，是1058", { amounts: [1058] }))).toBeUndefined();
  const other = said("不对，是1058", { amounts: [1058], quantity: [1058], order: ["WO-1058"] });
  expect(followUp(before, other)).toEqual({ tool: "change_order", order: "WO-1058", quantity: 280 });
});

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

test("by how much what was proposed is sooner is told of that proposal, and nothing is proposed again", () => {
  for (const text of ["提前多少", "能早几个小时", "how much sooner"])
    expect(followUp(last("expedite_order", { order }), said(text))).toEqual({
      tool: "proposal_impact",
      order,
      words: `${order} ${text}`,
    });
});

test("who is hit by a stop that a gap was looked for is asked of that stop", () =>
  expect(followUp(last("line_gaps", { line: "SMT-3", hours: 2 }), said("who gets hit"))).toEqual({
    tool: "what_if_down",
    line: "SMT-3",
    hours: 2,
  }));

test("a requisition that there is not yet is made out: 没开就开一张", () =>
  expect(followUp(last("check_kit", { order }, "领料单1116开了没"), said("没开就开一张"))).toEqual({
    tool: "create_requisition",
    order,
  }));

test("what would be without the order that was told of, and whether its kit is there, is told of that order", () => {
  const before = last("order_status", { order });
  expect(followUp(before, said("停了会怎样"))).toEqual({ tool: "what_if_order", order, line: null });
  expect(followUp(last("check_kit", { order }), said("so is it there?"))?.tool).not.toBe("order_status");
});

test("how long a run of another amount takes is told by its plan", () =>
  expect(
    followUp(
      last("test_units", { product: "BBU-V9200", quantity: 6 }),
      said("how long for 12", { amounts: [12] }),
    ),
  ).toEqual({ tool: "test_units", product: "BBU-V9200", quantity: 12 }));

test("how late an order is that was named, and what holds it up, is explained", () => {
  const before = last("order_status", { order });
  for (const text of [
    "晚几天啊 卡在哪",
    "要晚多久",
    "哪道工序卡住的",
    "卡在哪一步了",
    "how late is it, what's holding it up",
  ])
    expect([text, followUp(before, said(text))]).toEqual([text, { tool: "explain_late", order }]);
  for (const text of ["晚几天放没事", "卡在哪条线上最多"])
    expect(followUp(before, said(text))).toBeUndefined();
});

test("another amount of what was promised: 500 then?", () => {
  const before = last("promise_date", { product: "SRV-310", quantity: 200 });
  expect(followUp(before, said("500 then?", { amounts: [500], quantity: [500] }))).toEqual({
    tool: "promise_date",
    product: "SRV-310",
    quantity: 500,
  });
});
