import { expect, test } from "vitest";
import { last, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";

const stop = last("what_if_down", { line: "SMT-3", hours: 12 }, "SMT-3停电半天会咋样");
const clocked = last("what_if_down", { line: "SMT-5", hours: null }, "SMT-5明天14:00到18:00保养");

test("the same stop at another time keeps its line and its length", () => {
  expect(followUp(stop, said("不是今天，是明天下午"))).toEqual({
    tool: "what_if_down",
    line: "SMT-3",
    hours: 12,
    words: "明天下午",
  });
  expect(followUp(clocked, said("那挪到周日呢"))).toMatchObject({
    line: "SMT-5",
    hours: null,
    words: "SMT-5周日14:00到18:00保养",
  });
});

test("a number alone is another length of it, and hours of the clock are another time", () => {
  expect(followUp(stop, said("and 6?", { amounts: [6] }))).toMatchObject({ line: "SMT-3", hours: 6 });
  expect(followUp(clocked, said("如果改成下午2点到6点呢"))).toMatchObject({
    line: "SMT-5",
    hours: null,
    words: "2026-11-26 14:00到18:00",
  });
});

test("what it would do is asked of the same stop", () =>
  expect(followUp(clocked, said("ok what would that break"))).toMatchObject({
    line: "SMT-5",
    hours: null,
    words: "SMT-5明天14:00到18:00保养",
  }));

test("what asks for something else is no stop", () => {
  expect(followUp(stop, said("明天排了什么"))?.tool).not.toBe("what_if_down");
});

test("other hours are of the day that was said, and another day keeps the hour", () => {
  const thursday = last("what_if_down", { line: "FT-1", hours: 3 }, "FT-1周四9点起停3小时");
  expect(followUp(thursday, said("改成晚上8点到10点呢"))).toMatchObject({ words: "2026-11-26 20:00到22:00" });
  expect(followUp(thursday, said("那周六做呢"))).toMatchObject({ hours: 3, words: "那周六做呢 09:00" });
});
