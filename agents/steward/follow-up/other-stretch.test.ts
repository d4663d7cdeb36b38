import { expect, test } from "vitest";
import { last, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";

test("another day, shift or kind of lines takes the place of its like, and the rest stays", () => {
  const overtime = last("what_if_shift", { line: "all" }, "周六加个白班能救几单");
  expect(followUp(overtime, said("夜班呢"))?.words).toBe("周六加个夜班能救几单");
  expect(followUp(overtime, said("那周日呢"))?.words).toBe("周日加个白班能救几单");
  expect(followUp(overtime, said("只给SMT加", { named: new Set() }))?.words).toBe(
    "周六加个白班能救几单 SMT 产线",
  );
  const planned = last("planned_work", { line: "all" }, "whats planned tomorrow day shift");
  expect(followUp(planned, said("and assembly?"))).toMatchObject({
    tool: "planned_work",
    line: "all",
    words: "whats planned tomorrow day shift assembly lines",
  });
  expect(followUp(overtime, said("值不值"))).toBeUndefined();
});

test("a planned stop goes on with another day or part of one", () =>
  expect(
    followUp(
      last("what_if_down", { line: "ASM-1", hours: null }, "ASM-1明天下午要断电检修"),
      said("改到后天上午呢"),
    ),
  ).toMatchObject({ tool: "what_if_down", line: "ASM-1", hours: 4, words: "ASM-1后天上午要断电检修" }));

test("the whole day in place of a part of it keeps the day", () => {
  const before = last(
    "what_if_down",
    { line: "SMT-5", hours: null },
    "what if we lose SMT-5 tomorrow morning",
  );
  expect(followUp(before, said("and all day?"))).toMatchObject({
    line: "SMT-5",
    hours: null,
    words: "what if we lose SMT-5 tomorrow all day",
  });
});
