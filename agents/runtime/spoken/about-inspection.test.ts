import { expect, test } from "vitest";
import { asksAboutInspection, asksAboutPatrol } from "./about-inspection.ts";

test.each([
  "缺陷聚集在哪里？",
  "SMT-2 的 AOI 怎么样",
  "AOI 有什么问题吗？",
  "还有多少待复判？",
  "which defects cluster?",
  "any defect clusters on SMT-4?",
  "Any problems of AOI on SMT-4?",
  "how many calls to verify?",
])("%s is about inspection", (sentence) => {
  expect(asksAboutInspection(sentence)).toBe(true);
});

test.each([
  "巡检有什么问题？",
  "any open patrol findings?",
  "巡检做完了吗",
  "is the patrol robot on its round?",
])("%s is about patrols", (sentence) => {
  expect(asksAboutPatrol(sentence)).toBe(true);
  expect(asksAboutInspection(sentence)).toBe(false);
});

test.each([
  "给 RRU-5201 写份 AOI 作业指导书",
  "把工单 WO-1042 下达到最早能做的产线",
  "哪些单元在等维修？",
  "AGV-1 在哪？",
  "What was the output yesterday?",
  "alert me when AOI yield is below 98 %",
])("%s is about neither", (sentence) => {
  expect(asksAboutInspection(sentence) || asksAboutPatrol(sentence)).toBe(false);
});
