import { afterAll, beforeAll, expect, test } from "vitest";
import { applyVehicleState } from "../../services/mes/commands/vehicle-state.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { state, type VehicleState } from "../../services/protocols/vda5050/messages.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const vehicle = "AGV-77";
const standing = (headerId: number): VehicleState =>
  state.parse({
    headerId,
    timestamp: new Date(demoEpoch().getTime() + headerId * 30_000).toISOString(),
    version: "2.1.0",
    manufacturer: "MILLWRIGHT",
    serialNumber: vehicle,
    orderId: "",
    orderUpdateId: 0,
    lastNodeId: "P-1",
    lastNodeSequenceId: 0,
    driving: false,
    operatingMode: "AUTOMATIC",
    nodeStates: [],
    edgeStates: [],
    actionStates: [],
    batteryState: { batteryCharge: 80.2, charging: false },
    errors: [],
    safetyState: { eStop: "NONE", fieldViolation: false },
  });
const report = (message: VehicleState) =>
  plant.db.transaction().execute((tx) => applyVehicleState(tx, vehicle, message));
const told = async () =>
  (
    await plant.db
      .selectFrom("event")
      .select("attributes")
      .where("source", "=", `vda5050/${vehicle}`)
      .orderBy("seq")
      .execute()
  ).map(({ attributes }) => attributes);

test("a vehicle that stands is heard, and told of once; whatever changes on it is told", async () => {
  await report(standing(1));
  await report(standing(2));
  await report({ ...standing(3), batteryState: { batteryCharge: 79.9, charging: false } });
  expect(await told()).toHaveLength(1);
  expect(
    (
      await plant.db
        .selectFrom("vehicle")
        .select("changed_at")
        .where("id", "=", vehicle)
        .executeTakeFirstOrThrow()
    ).changed_at,
  ).toEqual(new Date(standing(3).timestamp));

  await report({ ...standing(4), batteryState: { batteryCharge: 78.6, charging: false } });
  await report({ ...standing(5), driving: true });
  await report({ ...standing(6), safetyState: { eStop: "MANUAL", fieldViolation: false } });
  await report({ ...standing(7), errors: [{ errorType: "BLOCKED", errorLevel: "WARNING" }] });
  expect(await told()).toMatchObject([
    { battery: 80, driving: false, lastNodeId: "P-1" },
    { battery: 79 },
    { battery: 80, driving: true },
    { driving: false, eStop: "MANUAL" },
    { errors: ["BLOCKED"] },
  ]);
});
