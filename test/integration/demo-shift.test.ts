import { afterAll, beforeAll, expect, test } from "vitest";
import { plantSize } from "../../services/launcher/database.ts";
import { importRepairHistory } from "../../services/launcher/repair-history.ts";
import { timeReached } from "../../services/mes/clock.ts";
import { allLines } from "../../services/mes/queries/equipment.ts";
import { kitOf } from "../../services/mes/queries/kit.ts";
import { orderById } from "../../services/mes/queries/orders.ts";
import { completeDemoPlant } from "../../services/mes/seed/complete.ts";
import { startDemoShift } from "../../services/mes/seed/shift.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

test("the shift before has left work at some lines, and the orders that people release are as they were", async () => {
  expect(await startDemoShift(plant.db)).toBe(4);
  const queues = (await allLines(plant.db)).filter(({ queue }) => queue.length > 0);
  expect(queues.map(({ id }) => id)).toEqual(["SMT-1", "SMT-5", "ASM-1", "ASM-2"]);
  for (const { queue } of queues) {
    expect(queue).toHaveLength(1);
    const [job] = queue;
    const requisition = await plant.db
      .selectFrom("material_requisition")
      .selectAll()
      .where("work_order_id", "=", job!.workOrderId)
      .where("segment", "=", job!.segment)
      .executeTakeFirstOrThrow();
    expect(requisition.status).toBe("Requested");
  }
  // Nobody is sent before traffic control has looked: all transports wait for a vehicle.
  expect(await plant.db.selectFrom("outbox").select("id").execute()).toEqual([]);
  const transports = await plant.db.selectFrom("transport_order").select("vehicle_id").execute();
  expect(transports.length).toBeGreaterThan(0);
  expect(transports.every(({ vehicle_id }) => vehicle_id === null)).toBe(true);
  for (const id of ["WO-1042", "WO-1107"])
    expect((await kitOf(plant.db, await orderById(plant.db, id), 10, demoEpoch())).complete).toBe(true);
  expect((await kitOf(plant.db, await orderById(plant.db, "WO-1055"), 10, demoEpoch())).complete).toBe(false);
});

test("the start tells of as many lines as it then waits for", async () => {
  await completeDemoPlant(plant.db);
  const lines = await allLines(plant.db);
  expect(await plantSize(plant.db)).toBe(`301 work orders, 1,500 materials, ${lines.length} lines`);
});

test("the repairs that the demonstration begins with move no clock: the plant's time begins where its stream ends", async () => {
  const before = await timeReached(plant.db, demoEpoch());
  expect(await importRepairHistory(plant.db, 1)).toBeGreaterThan(0);
  expect(await timeReached(plant.db, demoEpoch())).toEqual(before);
});
