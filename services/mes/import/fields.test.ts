import { expect, test } from "vitest";
import { chineseOf } from "../../core/errors/chinese.ts";
import { time, whole } from "./fields.ts";

test("a time has a zone, and may have a fraction of a second", () => {
  expect(time.parse("2026-11-02T08:00:00.125+08:00").getTime()).toBe(Date.UTC(2026, 10, 2, 0, 0, 0, 125));
  expect(time.parse("2026-11-02 08:00Z").getTime()).toBe(Date.UTC(2026, 10, 2, 8));
  for (const wrong of [
    "2026-11-02T08:00:00",
    "2026-11-02T08:00:00.+08:00",
    "2026-13-02T08:00:00Z",
    "2026-02-30T08:00:00Z",
  ])
    expect(time.safeParse(wrong).success).toBe(false);
});

test("what is wrong is told in Chinese too", () => {
  const problem = whole(1, 9).safeParse("12").error?.issues[0]?.message ?? "";
  expect([problem, chineseOf(problem)]).toEqual(["must be from 1 to 9", "应在 1 到 9 之间"]);
});
