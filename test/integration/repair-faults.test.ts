import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnose } from "../../agents/repair/diagnose.ts";
import { createKnowledge } from "../../agents/repair/knowledge.ts";
import { recordRepair } from "../../services/mes/commands/repair.ts";
import { applyUnitsTested } from "../../services/mes/commands/unit-tested.ts";
import { repairsOf } from "../../services/mes/queries/units.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;

beforeAll(async () => {
  plant = await createTestPlant();
  const [family, names] = ["RRU", { name_zh: "-", name_en: "-" }];
  const causes = ["OSC_DRIFT", "THERMAL_PAD"].map((cause_id) => ({ family, cause_id, ...names }));
  await plant.db.insertInto("product_family").values({ product_id: "RRU-5201", family }).execute();
  await plant.db.insertInto("repair_cause").values(causes).execute();
  await plant.db
    .insertInto("repair_action")
    .values(causes.map((cause) => ({ ...cause, action_id: `MEND_${cause.cause_id}`, minutes: 20 })))
    .execute();
  await plant.db
    .insertInto("repair_check")
    .values({ family, check_id: "XRAY", ...names, minutes: 5 })
    .execute();
});
afterAll(() => plant.close());

/** A test of a unit in a step or two; each message is one more minute later. */
const tested = (() => {
  let minute = 0;
  return (unit: string, station: string, readings: Readonly<Record<string, readonly [number, number]>>) => {
    minute += 1;
    const failed = Object.values(readings).some(([value, upper]) => value > upper);
    const time = new Date(demoEpoch().getTime() + minute * 60_000);
    return plant.db.transaction().execute((tx) =>
      applyUnitsTested(tx, {
        messageId: `told ${minute}`,
        station,
        time,
        simulated: true,
        tested: {
          RecipeName: "RRU-5201",
          TestedUnits: [
            {
              UnitIdentifier: unit,
              UnitPositionNumber: 1,
              OverallResult: failed ? "Failed" : "Passed",
              Tests: [
                {
                  UniqueIdentifier: "t",
                  TestName: "t",
                  Result: failed ? "Failed" : "Passed",
                  Measurements: Object.entries(readings).map(([MeasurementName, [Value, upper]]) => ({
                    MeasurementName,
                    Result: Value > upper ? "Failed" : "Passed",
                    MeasuredValue: { Value, MaximumAcceptableValue: upper },
                  })),
                },
              ],
            },
          ],
        },
      }),
    );
  };
})();
const mended = (unitId: string, causeId: string, findings: Readonly<Record<string, boolean>> = {}) =>
  plant.db.transaction().execute((tx) =>
    recordRepair(tx, {
      ...{ unitId, causeId, findings, outcome: "Repaired", actionId: null, minutes: 20 },
      ...{ actorId: "chen.hao", actId: `${unitId} ${causeId}`, now: demoEpoch() },
    }),
  );
const verdicts = async (unitId: string) =>
  (await repairsOf(plant.db, unitId)).map(({ verified }) => verified);
const [clockOut, clockIn, hot, cool] = [
  { CLK_ERR: [0.7, 0.3] },
  { CLK_ERR: [0, 0.3] },
  { T_PA: [90, 75] },
  { T_PA: [60, 75] },
] as const;

test("two faults of one unit, one mended before the other showed, are two cases with their own symptoms", async () => {
  const { db } = plant;
  const knowledge = createKnowledge(db);
  const before = (await knowledge.current()).model.size;
  const unit = "SN-77770003";
  await tested(unit, "FT-1", clockOut);
  await mended(unit, "OSC_DRIFT", { XRAY: false });
  await tested(unit, "FT-1", clockIn);
  await tested(unit, "FT-2", hot);
  const second = await diagnose(db, knowledge, unit);
  // What was found and mended of the clock says nothing of the amplifier's heat.
  expect(second.inVain).toEqual([]);
  expect(second.checks.find(({ id }) => id === "XRAY")!.found).toBeUndefined();
  await mended(unit, "THERMAL_PAD");
  await tested(unit, "FT-2", cool);
  expect(await verdicts(unit)).toEqual([true, true]);
  const { model } = await knowledge.current();
  expect(model.size).toBe(before + 2);
  const causeOf = (step: string, value: number, upper: number) =>
    model
      .alike({ product: "RRU-5201", family: "RRU", measurements: [{ step, value, upper }] }, 500)
      .filter((one) => one.unit === unit)
      .map(({ cause }) => cause);
  expect(causeOf("CLK_ERR", 0.7, 0.3)[0]).toBe("OSC_DRIFT");
  expect(causeOf("T_PA", 90, 75)[0]).toBe("THERMAL_PAD");
});

test("a test judges the repair of what it tests, not one of another station's fault", async () => {
  const unit = "SN-77770004";
  await tested(unit, "FT-1", clockOut);
  await mended(unit, "OSC_DRIFT");
  await tested(unit, "FT-2", hot);
  expect(await verdicts(unit)).toEqual([null]);
  await mended(unit, "THERMAL_PAD");
  await tested(unit, "FT-1", clockIn);
  expect(await verdicts(unit)).toEqual([true, null]);
  await tested(unit, "FT-2", hot);
  expect(await verdicts(unit)).toEqual([true, false]);
});

test("a repair after which what had failed is in order held, though the test fails in something else", async () => {
  const unit = "SN-77770005";
  await tested(unit, "FT-1", { ...clockOut, ...cool });
  await mended(unit, "OSC_DRIFT");
  await tested(unit, "FT-1", { ...clockIn, ...hot });
  expect(await verdicts(unit)).toEqual([true]);
  const other = "SN-77770006";
  await tested(other, "FT-1", { ...clockOut, ...cool });
  await mended(other, "OSC_DRIFT");
  await tested(other, "FT-1", { ...clockOut, ...hot });
  expect(await verdicts(other)).toEqual([false]);
});
