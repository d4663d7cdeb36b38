import { expect, test } from "vitest";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { ruleIn } from "./rule.ts";

const scrapOf = (text: string) =>
  ruleIn({ metric: metricOf("scrap"), filter: { lines: ["SMT-4"] } } as never, text);

test.each(["ping me if scrap on SMT-4 goes over 3%", "SMT-4 报废超过百分之三就通知我"])(
  "%s: a share of scrap is watched as a share, and not as pieces",
  (text) =>
    expect(scrapOf(text)).toMatchObject({
      metric: "quality",
      condition: "below",
      threshold: 97,
      line: "SMT-4",
    }),
);

test("so many pieces of scrap are pieces", () =>
  expect(scrapOf("tell me if scrap on SMT-4 goes over 3 pieces")).toMatchObject({
    metric: "scrap",
    condition: "above",
    threshold: 3,
  }));
