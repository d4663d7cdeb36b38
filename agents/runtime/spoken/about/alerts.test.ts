import { expect, test } from "vitest";
import { asksAboutAlerts } from "./alerts.ts";

test.each([
  "现在有什么告警",
  "有哪些预警",
  "有告警吗？",
  "有没有报警",
  "当前告警",
  "未解除的预警",
  "还有几个预警没处理",
  "告警列表",
  "any open alerts?",
  "which alerts are open",
  "show me the alerts",
  "are there any alarms right now?",
  "open alerts",
  "alerts",
  "今天的告警",
  "what alerts do we have",
  "有哪些提醒",
  "我设了哪些提醒",
])("%s asks which alerts are open", (text) => expect(asksAboutAlerts(text)).toBe(true));

test.each([
  "OEE 低于 70% 告警",
  "OEE 低于 70% 的时候告警",
  "SMT-2 停机超过 30 分钟就报警",
  "设置一个预警",
  "报警代码 2201 什么意思",
  "贴片机报警怎么处理",
  "昨天有哪些报警",
  "夜里有没有报警",
  "为什么报警",
  "alert me when OEE drops below 70%",
  "set an alert on scrap",
  "OEE 低于 70 提醒我",
  "which alarm means a jam",
  "any alarms in the night",
  "what are the alerts of yesterday",
  "AOI 误报率是多少",
])("%s is something else", (text) => expect(asksAboutAlerts(text)).toBe(false));
