import { expect, test } from "vitest";
import { asksWhyItStops, tellsOfStop } from "./stop.ts";

test.each([
  "SMT-3 is down, feeder jam",
  "SMT-3 is down.",
  "SMT-3 down",
  "SMT-3 has stopped because of a feeder",
  "SMT-3 just broke down",
  "line 3 is broken",
  "SMT-3 停了",
  "SMT-3停机了，供料器卡料",
  "SMT-3 坏了。",
  "贴片三线又停了，卡料",
  "三线故障",
  "the line lead says SMT-4 feeder is jamming again, what now",
  "SMT-4 keeps jamming",
  "SMT-4 又卡料了，怎么办",
  "SMT-3 is down, what do we do?",
])("%s tells of a stop", (text) => expect(tellsOfStop(text)).toBe(true));

test.each([
  "把SMT-3停了",
  "SMT-3停了？",
  "why is SMT-4 jamming",
  "SMT-4 卡料怎么处理",
  "SMT-3怎么停了",
  "SMT-2停了四小时，现在哪些单晚了",
  "SMT-3坏了，计划得重算",
  "二线停了，上面排着的1214挪到四线",
  "SMT-3 没停",
  "如果 SMT-3 停了",
  "SMT-2 停超过20分钟通知我",
  "模拟一下ASM-1故障",
  "whatif smt-3 down",
  "is SMT-3 down",
  "Is SMT-3 down?",
  "why is SMT-3 down",
  "SMT-4 broke down, is it back up yet",
  "what happens if SMT-3 is down for 4 hours",
  "SMT-3 was down yesterday",
  "SMT-3 is not down",
  "stop SMT-3",
  "tell me when SMT-3 is down",
  "SMT-3 is down, move WO-1042 to SMT-2",
])("%s is something else", (text) => expect(tellsOfStop(text)).toBe(false));

test.each([
  "SMT-4 为什么老停",
  "SMT-4怎么总是卡料",
  "why does SMT-4 keep stopping",
  "why is SMT-4 down so often",
  "SMT-4 老是 feeder jam",
  "SMT-4 keeps jamming",
])("%s asks why it stops so often", (text) => expect(asksWhyItStops(text)).toBe(true));

test.each(["SMT-4 为什么停了", "why is SMT-4 down", "why is WO-1042 always late"])(
  "%s asks something else",
  (text) => expect(asksWhyItStops(text)).toBe(false),
);
