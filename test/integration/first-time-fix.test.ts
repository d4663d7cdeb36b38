import { afterAll, beforeAll, expect, test } from "vitest";
import { askFigure } from "../../agents/analyst/figures/ask.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
const time = new Date("2026-11-03T02:00:00Z");
const cause = { family: "RRU", cause_id: "cold-joint" };
const day = { from: new Date("2026-11-02T16:00:00Z"), to: new Date("2026-11-03T16:00:00Z") };

beforeAll(async () => {
  plant = await createTestPlant();
  await plant.db
    .insertInto("repair_cause")
    .values({ ...cause, name_zh: "虚焊", name_en: "cold solder joint" })
    .execute();
});
afterAll(() => plant.close());

/** A unit of RRU-5201 on FT-1 with its repairs, in their order: how each ended, and what the test after it said of it. */
const repaired = async (
  id: string,
  ...repairs: readonly (readonly [result: string, verified: boolean | null])[]
) => {
  const { db } = plant;
  await db
    .insertInto("unit")
    .values({
      id,
      product_id: "RRU-5201",
      work_order_id: null,
      line: "FT-1",
      status: "Passed",
      changed_at: time,
    })
    .execute();
  await db
    .insertInto("unit_test")
    .values({ id: `T-${id}`, unit_id: id, station: "FT-1-1", time, result: "Failed" })
    .execute();
  for (const [index, [result, verified]] of repairs.entries())
    await db
      .insertInto("repair")
      .values({
        id: `R-${id}-${index + 1}`,
        unit_id: id,
        test_id: `T-${id}`,
        attempt: index + 1,
        time,
        ...cause,
        action_id: null,
        result: result as "RepairSuccessful",
        findings: "{}",
        minutes: 10,
        person_id: null,
        verified,
      })
      .execute();
};

test("the first-time fix rate is of first repairs that a test has judged, and no first-pass yield", async () => {
  const { db } = plant;
  const ask = (more: object = {}) => askFigure(db, { metric: "first_time_fix", filter: {}, ...day, ...more });
  expect((await ask()).value).toBeUndefined();
  await repaired("U-1", ["RepairSuccessful", true]);
  await repaired("U-2", ["RepairSuccessful", false], ["RepairSuccessful", true]);
  // Nobody has tested it yet; it says nothing.
  await repaired("U-3", ["RepairSuccessful", null]);
  await repaired("U-4", ["Scrap", null]);
  await repaired("U-5", ["RepairSuccessful", true]);
  const { value, sums } = await ask();
  expect(sums).toMatchObject({ repairs: 6, judgedFirst: 4, fixedFirst: 2 });
  expect(value).toBe(50);
  expect((await ask({ filter: { lines: ["FT-2"] } })).value).toBeUndefined();
  expect((await ask({ split: "product" })).parts.map((part) => [part.key, part.value])).toEqual([
    ["RRU-5201", 50],
  ]);
});
