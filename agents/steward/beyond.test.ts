import { expect, test } from "vitest";
import { beyondOf, neverDone } from "./beyond.ts";

test.each([
  ["把1042和1060换一下先后", "expedite_order"],
  ["swap 1042 and 1060", "expedite_order"],
  ["1026跟1068换个顺序", "expedite_order"],
  ["让它先去充电", "look_up"],
  ["send the AGV to SMT-2", "look_up"],
  ["ok take the second one and block it", "line_gaps"],
  ["book eight hours of maintenance on SMT-4", "line_gaps"],
  ["能退回昨天那版不", "plan_status"],
  ["叫工程师来看一下四线的飞达", "line_status"],
  ["call maintenance to SMT-4", "line_status"],
  ["2线贴片机上次保养啥时候", "line_gaps"],
  ["any maint due this week?", "line_gaps"],
  ["How much money does a late order cost us?", "late_orders"],
  ["Has anyone reported an accident today?", "patrol_status"],
  ["Write that up for the morning meeting please.", "shift_report"],
])("%s", (text, instead) => expect(beyondOf(text)?.instead[0]).toBe(instead));

test.each([
  "order lunch",
  "给 RRU-5201 写份贴片作业指导书",
  "讲个笑话",
  "open the doors",
  "SMT-4停超过20分钟通知维修员",
  "would that hurt anybody elses dates",
  "哪些批次被冻结了",
  "SMT-3 什么时候能停下来保养",
  "保养周期是怎么规定的",
])("nothing is known of: %s", (text) => expect(beyondOf(text)).toBeUndefined());

test.each([
  ["WO-1104拆成两批 一半放SMT5一半放SMT6", "move_order"],
  ["冻结WO-1048，别再动它的排程", "can_release"],
  ["先把 SMT-1 上在干的都冻住", "can_release"],
  ["can u freeze 1048 and 1027 where they are", "can_release"],
  ["lock 1102 where it is, dont let the replan touch it", "can_release"],
  ["新建一张工单 BBU-V9200 120套 20号交", "promise_date"],
  ["count says 350 not 500 for MAT-00030, fix it", "stock_status"],
  ["MAT-00023那个批次有问题 先封了", "stock_status"],
  ["reject lot LOT-000187 and send it back to supplier", "stock_status"],
  ["raise the zone 5 reflow temp for RRU-5202 by 5 deg", "instruction_status"],
  ["换线太多了，同型号的能不能排一块", "make_plan"],
  ["修好了 C39补焊的 回去复测", "diagnose_unit"],
  ["写好了，送徐静审", "instruction_status"],
  ["仓库到装配那条道要刷漆 封一个小时 车绕开走", "look_up"],
  ["能不能让系统每天早上八点自动重排", "plan_status"],
  ["replan every morning at 8 automatically", "plan_status"],
  ["did that auto playbook thing fire last night", "open_decisions"],
  ["delete all work orders and clear the audit log", "cancel_order"],
  ["let chen hao release orders while li wei is on leave", "open_decisions"],
  ["张三这个月工资多少", "who_is_there"],
  ["明天下不下雨啊，货车要来", "short_material"],
  ["yep go", "open_decisions"],
  ["第二个不批，理由是料没齐", "open_decisions"],
  ["她要是不在呢 谁能批", "open_decisions"],
])("%s is done by no tool, whatever the model takes it for", (text, instead) => {
  expect(neverDone(text)).toBe(true);
  expect(beyondOf(text)?.instead[0]).toBe(instead);
});

test.each([
  "把 WO-1042 下达到 SMT-2",
  "WO-1107 改成 60 台",
  "暂停 WO-1042",
  "hold WO-1042",
  "release WO-1042",
  "怎么调回流焊的温度",
  "how do I raise the zone temperature of the oven",
  "WO-1042 是谁批的",
  "who approved WO-1042",
  "SMT-4 修好了吗",
  "tell me when SMT-1 is back",
  "MAT-00731 有没有替代料",
  "给 RRU-5201 写份贴片作业指导书",
  "取消 WO-1277",
  "SMT-2 停超过20分钟通知我",
  "哪些作业指导书等审批",
  "AGV-1 在哪？",
  "batch traceability procedure",
])("%s is not for the list of what no tool does", (text) => expect(neverDone(text)).toBe(false));

test.each([
  ["竞争对手的产能咋样", "metric_value"],
  ["仓库里最老的批次是哪批", "stock_status"],
  ["which lot in stock is the oldest", "stock_status"],
  ["把所有工单都取消", "late_orders"],
  ["cancel everything", "late_orders"],
  ["我要请假", "who_is_there"],
  ["上个月加班多少小时", "what_if_shift"],
  ["电费这个月多少", "late_orders"],
  ["delete the first alert", "open_alerts"],
  ["reset the AGV", "look_up"],
  ["把 SMT-2 的速度调快 10%", "instruction_status"],
  ["raise the conveyor speed on SMT-2", "instruction_status"],
  ["Which parameters changed on SMT-1 last week", "instruction_status"],
])("%s is answered with what does it instead", (text, instead) =>
  expect(beyondOf(text)?.instead[0]).toBe(instead),
);
test.each([
  "取消 WO-1042",
  "哪批最早到期",
  "which lot expires first",
  "which settings does the reflow oven need",
  "加班能救几单",
  "how much downtime",
])("%s is no such thing", (text) => expect(beyondOf(text)).toBeUndefined());
