import { expect, test } from "vitest";
import { metricIds } from "./metrics/metric.ts";
import { buildMessages } from "./prompt.ts";
import { spokenTools } from "./tool.ts";

test("a model that does not know the tools is told each of them, its arguments and the metrics", () => {
  const [system, user] = buildMessages("Why is it late?", { order: "WO-1042" }, "described");
  expect(user?.content).toBe("[WO-1042] Why is it late?");
  for (const { name, arguments: taken } of spokenTools) {
    expect(system?.content).toContain(`- ${name}(`);
    for (const argument of Object.keys(taken.shape)) expect(system?.content).toContain(`\n- ${argument}: `);
  }
  for (const metric of metricIds) expect(system?.content).toMatch(new RegExp(`Metrics:.*\\b${metric}\\b`));
});

test("what it is told leaves room for a sentence and an answer in a context of 4,096 tokens, where a token is two signs and a half", () => {
  expect(buildMessages("x", {}, "described")[0]!.content.length / 2.5).toBeLessThan(3_500);
});
