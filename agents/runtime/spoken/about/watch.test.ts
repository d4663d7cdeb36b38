import { expect, test } from "vitest";
import { watchedStateIn } from "./watch.ts";

test.each([
  "SMT-2 停超过20分钟通知我",
  "SMT-2停机二十分钟以上告诉计划员",
  "要是 ASM-1 停了就马上叫我",
  "BI-2 一停就提醒我",
  "贴片二线坏了，通知维修员",
  "when SMT-2 is down for more than 20 minutes tell me",
  "Let me know as soon as ASM-1 stops",
  "ping the planner if SMT-3 is down longer than half an hour",
])("%s wants to be told that it is down", (text) => expect(watchedStateIn(text)).toBe("down"));

test.each(["SMT-4 修好了告诉我", "SMT-2 恢复运行后通知计划员", "tell me when SMT-4 is running again"])(
  "%s wants to be told that it runs",
  (text) => expect(watchedStateIn(text)).toBe("running"),
);

test.each([
  "SMT-2 为什么停了？告诉我",
  "告诉我 SMT-2 停了多久",
  "SMT-2 停机累计超过一小时提醒我",
  "SMT-3 今天停机过 30 分钟通知我",
  "SMT-2 每天停机超过 2 小时通知我",
  "如果 SMT-2 停 4 小时会怎样，告诉我",
  "SMT-2 停 4 小时",
  "tell me why SMT-2 is down",
  "tell me what happens if SMT-2 stops for two hours",
  "tell me when SMT-2 was down",
  "tell me if downtime of SMT-2 is more than 2 hours a day",
  "tell the planner that SMT-2 is down",
  "SMT-2 的 OEE 低于 80% 时提醒我",
])("%s does not", (text) => expect(watchedStateIn(text)).toBeUndefined());
