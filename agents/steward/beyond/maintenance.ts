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

/** Whether a sentence wants somebody called. */
export const callsMaintenance = (text: string): boolean =>
  maintenanceCalled.says.test(text) && !maintenanceCalled.unless?.test(text);
