import { expect, test } from "vitest";
import { heardIn } from "../../../test/support/heard.ts";
import type { ToolCall } from "../../runtime/call-schema.ts";
import { meantBy } from "../put-right.ts";

const order = "WO-1042";
const named = (text: string) => (/1045/.test(text) ? "WO-1045" : undefined);
test.each<[string, ToolCall, string | undefined, ToolCall["tool"]]>([
  ["and what does that do to the others?", { tool: "what_if_shift", line: "all" }, undefined, "cannot_do"],
  ["国庆开工能救几单", { tool: "what_if_shift", line: "all" }, undefined, "what_if_shift"],
  ["帮我催一下维修，FT-1都停一个多小时了", { tool: "watch_line", line: "FT-1" }, "FT-1", "line_status"],
  ["you told me SMT-1 would be back by ten", { tool: "watch_line", line: "SMT-1" }, "SMT-1", "line_status"],
  ["tell me when SMT-1 is back", { tool: "watch_line", line: "SMT-1" }, "SMT-1", "watch_line"],
  ["before the board call, what do I need to know?", { tool: "open_alerts" }, undefined, "overview"],
  ["any alarms?", { tool: "open_alerts" }, undefined, "open_alerts"],
  ["SMT-4 has red lamp, what I must do?", { tool: "ask_knowledge" }, "SMT-4", "line_status"],
  ["how often is SMT-4 cleaned?", { tool: "ask_knowledge" }, "SMT-4", "ask_knowledge"],
  ["how long has FT-3 been down, is somebody on it?", { tool: "who_is_there" }, "FT-3", "line_status"],
  ["SMT-2又报吸嘴真空低，上次是咋修的？", { tool: "diagnose_unit", unit: null }, "SMT-2", "ask_knowledge"],
  ["FT-2 测不过的怎么修", { tool: "diagnose_unit", unit: null }, "FT-2", "diagnose_unit"],
  ["那里面最急的是哪个", { tool: "line_load", line: "all" }, undefined, "late_orders"],
  ["SMT-2 changeover 到 RRU-5203 要多久", { tool: "promise_date", product: "RRU-5203" }, "SMT-2", "routing"],
  ["its WO-1045, customer changed", { tool: "cancel_order", order: "WO-1045" }, undefined, "cannot_do"],
  ["1045交期能保不", { tool: "can_release", order: "WO-1045" }, undefined, "explain_late"],
  ["kill WO-1045, customer changed", { tool: "cancel_order", order: "WO-1045" }, undefined, "cancel_order"],
  [
    "WO-1045 prio 1 now please, set it",
    { tool: "expedite_order", order: "WO-1045" },
    undefined,
    "expedite_order",
  ],
  ["ok take the second one and block it", { tool: "hold_order", order: null }, undefined, "cannot_do"],
  ["hold it", { tool: "hold_order", order: null }, undefined, "hold_order"],
  ["WO-1045会不会拖到夜班", { tool: "what_if_shift", line: "all" }, undefined, "order_status"],
  ["加个夜班 WO-1045 能按时吗", { tool: "what_if_shift", line: "all" }, undefined, "what_if_shift"],
  ["swap 1187 and 1190 on ASM-2", { tool: "move_order", order, line: "ASM-2" }, "ASM-2", "cannot_do"],
  ["do it but don't touch 1112", { tool: "hold_order", order: "WO-1112" }, undefined, "cannot_do"],
  ["fine, but dont touch WO-1112", { tool: "cancel_order", order: "WO-1112" }, undefined, "cannot_do"],
  ["那会影响哪几张单?", { tool: "what_if_late", material: null, days: null }, undefined, "cannot_do"],
  [
    "the parts come two days late, what then?",
    { tool: "what_if_late", material: null },
    undefined,
    "what_if_late",
  ],
  ["who is hit by that?", { tool: "what_if_late", material: null, days: null }, undefined, "cannot_do"],
  ["这块报废吧，提个申请", { tool: "create_requisition", order: null }, undefined, "cannot_do"],
  ["and if we put those on SMT-2 instead?", { tool: "what_if_down", line: "SMT-2" }, "SMT-2", "cannot_do"],
  ["没有SMT-3三天，还交得上吗", { tool: "what_if_down", line: "SMT-3", hours: 72 }, "SMT-3", "what_if_down"],
  ["明天早会用的一页纸", { tool: "write_document", product: null }, undefined, "shift_report"],
  [
    "how many boards wait at the repair bench",
    { tool: "stock_status", material: null },
    undefined,
    "diagnose_unit",
  ],
  [
    "line 4 down again, get someone from maintenance",
    { tool: "watch_line", line: "SMT-4" },
    "SMT-4",
    "line_status",
  ],
  ["四线飞达又卡了，叫维修过来", { tool: "watch_line", line: null }, undefined, "cannot_do"],
  ["四线飞达又卡了，喊机修过来", { tool: "diagnose_unit", unit: null }, undefined, "cannot_do"],
  ["and priority 1 only", { tool: "expedite_order", order: "WO-1053" }, undefined, "cannot_do"],
  ["RRU-52 → SRV changeover takes how long", { tool: "routing", product: null }, undefined, "ask_knowledge"],
  ["SRV的换线一般要多长时间，从RRU切过去", { tool: "routing", product: null }, undefined, "ask_knowledge"],
  ["1049放五线", { tool: "move_order", order: "WO-1049", line: "SMT-5" }, undefined, "release_order"],
  ["1049从SMT-1换到五线放", { tool: "move_order", order: "WO-1049", line: "SMT-5" }, undefined, "move_order"],
  ["SMT-2停了通知维修员", { tool: "watch_line", line: "SMT-2" }, "SMT-2", "watch_line"],
  [
    "早班SMT缺个贴片的，从装配借一个行不行",
    { tool: "what_if_shift", line: "all" },
    undefined,
    "who_is_there",
  ],
  ["让它去仓库拉1036的料", { tool: "create_requisition", order: "WO-1036" }, undefined, "cannot_do"],
  ["customer wants half of it early", { tool: "promise_date", product: null }, undefined, "order_status"],
  ["that's it then", { tool: "release_order", order, line: "earliest" }, undefined, "cannot_do"],
  [
    "relase 1045 plz",
    { tool: "release_order", order: "WO-1045", line: "earliest" },
    undefined,
    "release_order",
  ],
  ["reset it", { tool: "resume_order", order: null }, undefined, "cannot_do"],
  ["那 250 呢", { tool: "change_order", order, quantity: 250 }, undefined, "cannot_do"],
  ["那先run别的吧", { tool: "expedite_order", order }, undefined, "ready_orders"],
  ["把 WO-1045 的优先级提到最高", { tool: "cannot_do" }, undefined, "expedite_order"],
  ["1045不会也被取消了吧", { tool: "cancel_order", order: "WO-1045" }, undefined, "order_status"],
  ["领料单1045开了没", { tool: "create_requisition", order: "WO-1045" }, undefined, "check_kit"],
  ["1045是不是已经暂停了", { tool: "hold_order", order: "WO-1045" }, undefined, "order_status"],
  ["1045下了没", { tool: "release_order", order: "WO-1045" }, undefined, "order_status"],
  ["1045下了吧", { tool: "release_order", order: "WO-1045" }, undefined, "release_order"],
  ["no wait dont hold it", { tool: "hold_order", order }, undefined, "order_status"],
  ["挪到SMT-1行不行 先别真挪", { tool: "move_order", order, line: "SMT-1" }, "SMT-1", "what_if_order"],
  ["够就下 不够先别动", { tool: "hold_order", order }, undefined, "can_release"],
  ["SMT-4 down since 20 min, feeder again", { tool: "watch_line", line: "SMT-4" }, "SMT-4", "line_status"],
  ["dont start yet", { tool: "test_units", product: "P", quantity: 2 }, undefined, "cannot_do"],
  ["1045没被挂起吧", { tool: "resume_order", order: "WO-1045" }, undefined, "order_status"],
  ["1045没料就先停吧", { tool: "hold_order", order: "WO-1045" }, undefined, "hold_order"],
  ["没放就放吧", { tool: "release_order", order }, undefined, "release_order"],
  ["1045要不要先停", { tool: "hold_order", order: "WO-1045" }, undefined, "order_status"],
  ["was 1045 ever released?", { tool: "can_release", order: "WO-1045" }, undefined, "order_status"],
  ["1045可以下了吗", { tool: "can_release", order: "WO-1045" }, undefined, "can_release"],
  ["push it out 1 day", { tool: "expedite_order", order }, undefined, "change_order"],
  ["SMT-4 报警了啥", { tool: "open_alerts" }, "SMT-4", "line_status"],
  ["竞争对手的产能咋样", { tool: "line_load", line: "all" }, undefined, "cannot_do"],
])("%s", (text, call, line, tool) => {
  expect(meantBy(call, heardIn(text, { line, namedOrder: named(text), mentionedOrder: order })).tool).toBe(
    tool,
  );
});

test("an order that is to be ready by a day is brought forward, and its due date stays", () => {
  const call = { tool: "change_order", order, quantity: null } as const;
  expect(meantBy(call, heardIn("can u get it out by the 10th")).tool).toBe("expedite_order");
  expect(meantBy(call, heardIn("move its due date to the 10th")).tool).toBe("change_order");
});

test("the order that was talked of comes before the one that is named", () => {
  const call = { tool: "expedite_order", order: "WO-1083" } as const;
  const beside = { mentionedOrder: order, order: "WO-1083" };
  expect(meantBy(call, heardIn("put it ahead of 1083", beside)).order).toBe(order);
  expect(meantBy(call, heardIn("bring 1083 forward", beside)).order).toBe("WO-1083");
});

test("a stop that is planned is asked about by what it would do", () => {
  const call = { tool: "cannot_do" } as const;
  expect(meantBy(call, heardIn("SMT-1明天下午要断电检修", { line: "SMT-1" }))).toMatchObject({
    tool: "what_if_down",
    line: "SMT-1",
  });
});

test("whether an order is in time, and its steps, are no questions of its release or its line", () => {
  const release = { tool: "can_release", order, line: null } as const;
  expect(meantBy(release, heardIn("1042能准时吗")).tool).toBe("explain_late");
  expect(meantBy(release, heardIn("1042今天能按时下吗")).tool).toBe("can_release");
  const next = { tool: "planned_next", order, line: null } as const;
  expect(meantBy(next, heardIn("后面还有几道")).tool).toBe("order_status");
});

test("an alert without a figure, and a plan that nobody asked for, are not proposed", () => {
  const alert = { tool: "set_alert", metric: "downtime", line: "all" } as const;
  expect(meantBy(alert, heardIn("降到60以下喊我")).tool).toBe("cannot_do");
  expect(meantBy({ tool: "make_plan" }, heardIn("帮我更新")).tool).toBe("cannot_do");
  expect(meantBy({ tool: "make_plan" }, heardIn("重新排一下")).tool).toBe("make_plan");
});

test("a stop of which only the length is said is asked about by what it would do, and then of which line", () => {
  const call = { tool: "cannot_do" } as const;
  expect(meantBy(call, heardIn("停电半天", { hours: 12 }))).toEqual({
    tool: "what_if_down",
    line: null,
    hours: 12,
  });
  expect(meantBy(call, heardIn("FT-2挂了 两个钟头修不好", { line: "FT-2", hours: 2 }))).toEqual({
    tool: "what_if_down",
    line: "FT-2",
    hours: 2,
  });
  expect(meantBy(call, heardIn("停电 FT区 到明早8点", { end: "2026-11-26T08:00" })).tool).toBe(
    "what_if_down",
  );
  expect(meantBy(call, heardIn("停机两小时以上通知我", { hours: 2 })).tool).toBe("cannot_do");
  expect(meantBy(call, heardIn("等两个小时", { hours: 2 })).tool).toBe("cannot_do");
});

test("a number that is an order's is no material that comes late, and a line that is to stand is none to move to", () => {
  const late = { tool: "what_if_late", material: "MAT-01107", days: 1 } as const;
  expect(meantBy(late, heardIn("if 1107 slips a day who do i have to call", { order: "WO-1107" }))).toEqual({
    tool: "order_status",
    order: "WO-1107",
  });
  const move = { tool: "move_order", order, line: "SMT-1" } as const;
  const away = heardIn("一会儿SMT-1要停，先把1042挪走", {
    line: "SMT-1",
    namesOrder: true,
    namedOrder: order,
  });
  expect(meantBy(move, away)).toEqual({ tool: "move_order", order, line: null });
});
