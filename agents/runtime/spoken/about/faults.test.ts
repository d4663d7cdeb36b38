import { expect, test } from "vitest";
import {
  asksForFailedSteps,
  asksForSameFaults,
  comparesMeasurements,
  countsFailedUnits,
  failuresSplitIn,
} from "./faults.ts";

test.each([
  "查一下这个产品最近同样的故障",
  "同样的毛病最近出现过几次",
  "RRU-5201 类似问题最近有没有",
  "PA temp keeps failing on AAU-5714, same root cause?",
  "any units failing at the ICT like the last one",
  "similar failures of RRU-5201 lately?",
])("%s asks for those that failed so", (text) => expect(asksForSameFaults(text)).toBe(true));
test.each(["设备同样的故障怎么处理", "SMT-2 最近故障几次", "why did SMT-4 stop", "failures this week"])(
  "%s does not",
  (text) => expect(asksForSameFaults(text)).toBe(false),
);
test.each([
  "compare measurements between lines",
  "各线的测试数据对比一下",
  "how do test values differ by tester",
])("%s compares what tests measured", (text) => expect(comparesMeasurements(text)).toBe(true));
test.each(["compare OEE between lines", "测试不过怎么修"])("%s does not", (text) =>
  expect(comparesMeasurements(text)).toBe(false),
);
test.each([
  "FT-2 最近主要挂在哪个测试项",
  "RRU-5304 测不过的最近多不多",
  "which measurements fail most on FT-1",
])("%s asks in which measurements units fail", (text) => expect(asksForFailedSteps(text)).toBe(true));
test.each(["SN-26003001 测试不过，怎么修", "which machines fail most", "FT-2 直通率"])(
  "%s does not",
  (text) => expect(asksForFailedSteps(text)).toBe(false),
);
test("told apart by line or by tester", () => {
  expect(failuresSplitIn("哪条线出来的")).toBe("line");
  expect(failuresSplitIn("compare the testers")).toBe("station");
  expect(failuresSplitIn("同样的故障")).toBeUndefined();
});

test.each([
  "FT-2 最近主要挂啥测试项",
  "RRU 主要挂在哪个测试",
  "which test fails the most on servers",
  "what did the test catch most last week",
])("%s asks what units fail in", (text) => expect(asksForFailedSteps(text)).toBe(true));

test.each(["哪个测试仪坏了", "上周停机最多的线", "which line fails most"])("%s does not", (text) =>
  expect(asksForFailedSteps(text)).toBe(false),
);

test("two testers are told apart", () => {
  expect(failuresSplitIn("T2 最近主要挂啥项，跟T1比", ["T2", "T1"])).toBe("station");
  expect(failuresSplitIn("T2 最近主要挂啥项", ["T2"])).toBeUndefined();
});

test.each([
  ["FT这周挂了多少台", true],
  ["今天测试挂了几台", true],
  ["how many failed at ICT, from which line", true],
  ["昨天几块板没过", false],
  ["how many units failed yesterday", false],
] as const)("%s counts units that failed", (text, isOfUnits) =>
  expect(countsFailedUnits(text, isOfUnits)).toBe(true),
);
test.each([
  ["今天挂了几台", false],
  ["FT挂了几次", true],
  ["FT-2挂了几个小时了", true],
  ["FT挂了几台测试仪", true],
  ["挂起了几个工单", true],
  ["how many lines failed today", true],
  ["how many times did FT-1 fail", true],
  ["how many units did we make", true],
] as const)("%s does not", (text, isOfUnits) => expect(countsFailedUnits(text, isOfUnits)).toBe(false));
