import { expect, test } from "vitest";
import { asksForPlanChanges, isHeldAgainst, versionsIn } from "./plans.ts";

test.each([
  "计划和昨天比变了什么",
  "新计划跟老计划有什么区别",
  "今天早上以来计划动了哪些单",
  "排产改了多少",
  "版本 12 和 15 有什么差别",
  "对比一下上一版计划",
  "what changed in the plan since yesterday",
  "which orders moved in the new plan",
  "how did the schedule change",
  "compare plan 3 with 5",
  "compare the current plan with the previous one",
  "上一版计划是什么时候排的",
  "how does the new schedule differ from the old one",
])("%s", (text) => expect(asksForPlanChanges(text)).toBe(true));

test.each([
  "改一下计划",
  "重新排产",
  "计划员是谁",
  "产量比昨天多多少",
  "SMT-1 和 SMT-2 有什么区别",
  "作业指导书版本 2 是谁批的",
  "计划变更后能不能按期",
  "what changed on the lines today",
  "how does SMT-1 compare with SMT-2",
  "make a new plan",
])("is no such question: %s", (text) => expect(asksForPlanChanges(text)).toBe(false));

test.each<[string, readonly number[]]>([
  ["版本 15 和 12 有什么差别", [12, 15]],
  ["compare v3 with v5", [3, 5]],
  ["compare plan 3 with yesterday", [3]],
  ["版本 12 和 11 月 27 日的计划", [12]],
  ["今天 8:00 以来计划变了什么", []],
  ["plan version 7 vs 7", [7]],
])("%s names %j", (text, versions) => expect(versionsIn(text)).toEqual(versions));

test("yesterday's plan is held against; what was changed yesterday is not", () => {
  expect(isHeldAgainst("计划和昨天比变了什么")).toBe(true);
  expect(isHeldAgainst("昨天计划改了什么")).toBe(false);
  expect(isHeldAgainst("how does it differ from yesterday's plan")).toBe(true);
  expect(isHeldAgainst("what changed in the plan yesterday")).toBe(false);
});
