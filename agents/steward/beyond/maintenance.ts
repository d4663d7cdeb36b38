import type { Beyond } from "./entry.ts";

/** Somebody is to come and mend something, now and not whenever it stands. */
export const maintenanceCalled: Beyond = {
  says: /(?:叫|喊|找|派|请|联系|呼叫|通知)(?:一?下|个|一?名|位)?(?:设备|机修|维修|修理|电气|厂务)?(?:维修|机修|修理|工程师|技术员|技师|师傅|电工|保全)(?:人员|员|工|的人?)?(?:[，,。！!]|来|过来|去|到|看|修|处理|$)|(?<![a-z])(?:call|send|get|fetch|page) (?:for )?(?:the |a |an |some(?:one|body) from )?(?:maintenance|technicians?|mechanics?|engineers?|electricians?|fitters?|repair (?:guy|crew|team|man))(?![a-z])/i,
  unless:
    /超过|一停|停机|停线|恢复|一旦|如果|要是|只要|每次|低于|高于|漂|失控|谁|哪|怎么|时就?通知|[了后]就?(?:通知|叫|喊)|(?<![a-z])(?:if|when|whenever|once|as soon as|below|above|who|how)(?![a-z])/i,
  text: {
    zh: "一句话叫不来维修：没有呼叫人的命令，请按厂里的办法（电话、安灯）叫人。能帮的是：看这条线为什么停、停多久了；看谁当班；或者设“停机超过 N 分钟通知维修员”。没有通知任何人。",
    en: "No sentence calls somebody: use the plant's own way (telephone, andon). What can be told is why a line stands and since when, and who is on shift; or have the repair technician told whenever it is down for more than N minutes. Nobody was called.",
  },
  instead: ["line_status", "who_is_there", "watch_line"],
};

/** When a machine was or is to be maintained: free time for it is planned, and rules of it are in the documents. */
export const maintenanceDue: Beyond = {
  says: /(?:上次|最近1?次|下次|哪[些台条几]|几台|有没有|该|到期|快到|计划).{0,12}(?:保养|维保|点检|检修)|(?:保养|维保|点检|检修).{0,8}(?:到期|上次|下次|几号|哪天|是?(?:什么|啥)时候(?!能)|过期|没做|计划)|(?<![a-z])(?:(?:any|which|what|when|next|last) .{0,24}(?:maint(?:enance)?|pm|service)(?![a-z])|(?:maint(?:enance)?|pm|service) .{0,16}(?:due|overdue|scheduled|planned))/i,
  unless:
    /能停|停多久|空档|有空|腾|要求|规定|周期|怎么|如何|通知|(?<![a-z])(?:free|could|can|how|tell me|slot|window|interval)(?![a-z])/i,
  text: {
    zh: "保养计划和保养记录不在这里：哪台几号该保养、上次什么时候做的，请查设备管理系统。能问的是：保养要求（在文件里）、某条线哪段时间能停、停下来有什么影响、上次停机的原因。",
    en: "Maintenance plans and records are not kept here: what is due and when it was done last is in the maintenance system. What can be asked: what the documents require, when a line has free time, what a stop would do, and why it stopped last.",
  },
  instead: ["line_gaps", "what_if_down", "ask_knowledge"],
};

/** Whether a sentence asks when something is, or was, maintained. */
export const asksOfMaintenanceDue = (text: string): boolean =>
  maintenanceDue.says.test(text) && !maintenanceDue.unless?.test(text);

/** Whether a sentence wants somebody called. */
export const callsMaintenance = (text: string): boolean =>
  maintenanceCalled.says.test(text) && !maintenanceCalled.unless?.test(text);
