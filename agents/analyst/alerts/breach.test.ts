import { expect, test } from "vitest";
import { judge } from "./breach.ts";
import type { AlertRule } from "./rule.ts";

const rule = (metric: string, condition: AlertRule["condition"], threshold: number | null): AlertRule => ({
  metric,
  condition,
  threshold,
  line: null,
  kind: null,
  product: null,
  shift: null,
  period: "day",
  role: "manager",
});

test("an alert near the best that a figure can be is over when the figure is back", () => {
  const ninetyNine = rule("quality", "below", 99);
  expect(judge(ninetyNine, 98.9, [])).toMatchObject({ isBreach: true, isBack: false });
  expect(judge(ninetyNine, 99.1, [])).toMatchObject({ isBreach: false, isBack: false });
  expect(judge(ninetyNine, 99.6, [])).toMatchObject({ isBreach: false, isBack: true });
  expect(judge(rule("quality", "below", 100), 100, [])).toMatchObject({ isBack: true });
  expect(judge(rule("scrap", "above", 0), 0, [])).toMatchObject({ isBack: true });
  // Far from its ends a figure has to be back by two percent of its threshold.
  const output = rule("output", "below", 1_000);
  expect(judge(output, 1_019, [])).toMatchObject({ isBreach: false, isBack: false });
  expect(judge(output, 1_020, [])).toMatchObject({ isBack: true });
});

test("what lies at the end of a figure's range is within its control limits", () => {
  const downtimes = [0, 2, 0, 3, 1, 0, 2, 1, 0, 3];
  const limits = rule("downtime", "limits", null);
  expect(judge(limits, 30, downtimes)).toMatchObject({ isBreach: true });
  expect(judge(limits, 0, downtimes)).toMatchObject({ isBreach: false, isBack: true });
  const shares = [99.5, 100, 99, 100, 99.6, 100, 99.2, 100];
  expect(judge(rule("quality", "limits", null), 100, shares)).toMatchObject({
    isBreach: false,
    isBack: true,
  });
  expect(judge(limits, 1, downtimes.slice(0, 7))).toBeUndefined();
});
