import { afterAll, beforeAll, expect, test } from "vitest";
import { outcome } from "../../agents/scheduler/what-if/happening.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

test("the order that is delayed most is among the evidence, also behind many that have no place any more", async () => {
  const now = demoEpoch();
  const end = new Date(now.getTime() + 30 * 86_400_000);
  const noPlace = Array.from({ length: 9 }, (_, index) => ({
    workOrderId: `WO-10${index + 10}`,
    kind: "gone" as const,
    shiftSeconds: 0,
    endBefore: end,
  }));
  const delayed = {
    workOrderId: "WO-1042",
    kind: "later" as const,
    shiftSeconds: 7_200,
    endBefore: end,
    endAfter: new Date(end.getTime() + 7_200_000),
  };
  const { text, evidence } = await outcome(plant.db, now, {
    planVersion: 1,
    same: 0,
    moved: 40,
    movedUnaffected: 0,
    objective: 0,
    lateBefore: 3,
    lateAfter: 3,
    unplanned: [],
    orders: [...noPlace, delayed],
  });
  expect(text).toMatchObject({ en: expect.stringContaining("WO-1042 is delayed most, by 2.0 h") });
  expect(evidence.map(({ id }) => id)).toContain("WO-1042");
});
