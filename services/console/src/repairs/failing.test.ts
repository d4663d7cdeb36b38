import { expect, test } from "vitest";
import { failingOf } from "./failing.ts";
import type { WaitingUnit } from "./types.ts";

const unit = (id: string, ...steps: string[]): WaitingUnit => ({
  id,
  productId: "P-1",
  status: "Failed",
  changedAt: "2026-11-02T08:00:00Z",
  repairCount: 0,
  failedMeasurements: steps.map((step) => ({
    step,
    name: { zh: step, en: step },
    value: 2,
    unit: "V",
    expected: 1,
    lowerLimit: null,
    upperLimit: 1.5,
    failed: true,
  })),
});

test("steps that several units failed first are counted, the most frequent in front", () => {
  const units = [
    unit("A", "GAIN"),
    unit("B", "RAIL", "GAIN"),
    unit("C"),
    unit("D", "RAIL"),
    unit("E", "EVM"),
    unit("F", "RAIL"),
    unit("G", "EVM"),
  ];
  expect(failingOf(units).map(({ step, units: count }) => [step, count])).toEqual([
    ["RAIL", 3],
    ["EVM", 2],
  ]);
});
