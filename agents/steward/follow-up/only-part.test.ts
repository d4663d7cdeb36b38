import { expect, test } from "vitest";
import { last, said } from "../../../test/support/follow-up.ts";
import { followUp } from "../follow-up.ts";

test("a part of what was told, and nothing else, narrows or splits it", () => {
  const onTime = last("metric_value", { metric: "on_time", line: "all" }, "whats our on time delivery");
  for (const text of [
    "by line",
    "last 4 weeks by product",
    "which product is worst",
    "is it one line or all",
    "按线分",
    "哪天最高",
  ])
    expect(followUp(onTime, said(text)), text).toMatchObject({
      tool: "metric_value",
      metric: "on_time",
      words: expect.stringContaining(text.split(" ").at(-1)!),
    });
  expect(followUp(last("output", { line: "all" }, "今天和昨天的产出"), said("按线分"))).toMatchObject({
    tool: "metric_value",
    metric: "output",
  });
  expect(followUp(last("output", { line: "all" }, "上周白班产出"), said("夜班呢"))?.words).not.toContain(
    "白班",
  );
  for (const text of ["哪些单会晚", "which line can take it", "料齐了没"])
    expect(followUp(onTime, said(text)), text).toBeUndefined();
});
