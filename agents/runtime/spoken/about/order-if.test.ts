import { expect, test } from "vitest";
import { imaginesMoved, imaginesWithout } from "./order-if.ts";

test.each([
  "如果先不做 WO-1107",
  "要是 WO-1107 不做了会怎样",
  "先不下 WO-1107 的话影响谁",
  "what if we leave WO-1110 out today?",
  "what happens if WO-1107 is put on hold",
  "suppose we skip 1107",
  "suppose we dont run WO-1110 this week",
])("%s imagines an order left out", (text) => expect(imaginesWithout(text)).toBe(true));
test.each(["暂停 WO-1107", "先不做 WO-1107", "hold WO-1107", "取消 WO-1107", "WO-1107 会晚吗"])(
  "%s imagines nothing",
  (text) => expect(imaginesWithout(text)).toBe(false),
);
test("on another line, and not what a stop does", () => {
  expect(imaginesMoved("and if we run it on SMT-5 instead?")).toBe(true);
  expect(imaginesMoved("如果 WO-1107 换到 SMT-5 做呢")).toBe(true);
  expect(imaginesMoved("what happens to WO-1107 if SMT-2 is down")).toBe(false);
  expect(imaginesMoved("move WO-1107 to SMT-5")).toBe(false);
});
