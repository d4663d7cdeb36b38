import { afterAll, beforeAll, expect, test } from "vitest";
import { diagnose } from "../../agents/repair/diagnose.ts";
import { createKnowledge } from "../../agents/repair/knowledge.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { clockFailed, sendCfx } from "../support/cfx.ts";
import { putJob } from "../support/job.ts";
import { type RepairHouse, startRepairHouse } from "../support/repair-house.ts";
import { waitFor } from "../support/wait.ts";

let house: RepairHouse;
beforeAll(async () => {
  house = await startRepairHouse("unit-messages-test");
});
afterAll(() => house.close());

test("a test message that comes twice is stored once; one that cannot be read is set aside", async () => {
  const { db } = house.plant;
  const send = (said: object | string) => sendCfx(house.wire, "FT-1", said);
  await send(clockFailed("SN-77770001"));
  await send(clockFailed("SN-77770001"));
  await send("{}");
  await send(clockFailed("SN-77770001", { product: "NO-1", envelope: { UniqueID: "another" } }));
  // A station's messages are taken in order: once this one is stored, those before it are done with.
  await send(clockFailed("SN-77770002"));
  await waitFor(house.plant.url, () =>
    db.selectFrom("unit").select("id").where("id", "=", "SN-77770002").executeTakeFirst(),
  );
  const aside = await db
    .selectFrom("set_aside_message")
    .selectAll()
    .where("topic", "like", "cfx/%")
    .execute();
  expect(aside).toHaveLength(2);
  const tests = await db.selectFrom("unit_test").selectAll().where("unit_id", "=", "SN-77770001").execute();
  expect(tests).toHaveLength(1);
  const { causes, measurements } = await diagnose(db, createKnowledge(db), "sn-77770001");
  expect(measurements).toMatchObject([{ step: "CLK_ERR", value: 0.7, failed: true }]);
  expect(causes[0]!.id).toBe("OSC_DRIFT");
});

test("what a test line reports as scrap comes in as failed units of its order", async () => {
  const { db, url } = house.plant;
  const workOrderId = "WO-1042";
  const { product_id: materialId } = await db
    .selectFrom("work_order")
    .select("product_id")
    .where("id", "=", workOrderId)
    .executeTakeFirstOrThrow();
  const jobOrderId = "JO-1042-40";
  const job = { order: workOrderId, quantity: 10 };
  await putJob(db, { ...job, id: "JO-1042-10", segment: 10, line: "SMT-2" }, demoEpoch());
  await putJob(db, { ...job, id: jobOrderId, segment: 40, line: "FT-2" }, demoEpoch());
  house.stations.told({
    command: "StoreAndStart",
    commandId: "c",
    jobOrderId,
    workOrderId,
    workMasterId: "WM",
    segment: 40,
    materialId,
    quantity: 10,
    cycleTimeS: 60,
    batchSize: 1,
    setupTimeS: 0,
    setupFamily: "F",
    made: { good: 0, scrap: 0 },
  });
  const report = {
    reportId: "r",
    jobOrderId,
    state: "Running" as const,
    good: 3,
    time: demoEpoch().toISOString(),
  };
  // The same report again brings no other unit.
  for (const scrap of [1, 1, 2]) house.stations.reported("FT-2", { ...report, scrap });
  const units = await waitFor(url, async () => {
    const rows = await db
      .selectFrom("unit")
      .selectAll()
      .where("work_order_id", "=", workOrderId)
      .orderBy("id")
      .execute();
    return rows.length === 3 ? rows : undefined;
  });
  // And a sample of those that are good, of which the test measured as much.
  expect(units.map(({ id, status }) => [id, status])).toEqual([
    ["SN-10420001", "Failed"],
    ["SN-10420002", "Failed"],
    ["SN-10421001", "Passed"],
  ]);
  for (const unit of units)
    expect(unit).toMatchObject({ product_id: materialId, line: "SMT-2", simulated: true });
  const measured = await db
    .selectFrom("unit_measurement as m")
    .innerJoin("unit_test as t", "t.id", "m.test_id")
    .select("m.step")
    .where("t.unit_id", "=", "SN-10421001")
    .execute();
  expect(measured.length).toBeGreaterThan(10);
});
