import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { floorNow } from "../../agents/robot/traffic/store.ts";
import { createMessages } from "../../services/ingest/messages.ts";
import type { TransportProgress } from "../../services/ingest/vehicle-host.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { applyVehicleConnection, applyVehicleState } from "../../services/mes/commands/vehicle-state.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { state, type VehicleState } from "../../services/protocols/vda5050/messages.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { standingVehicle } from "../support/standing-vehicle.ts";

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
    ...standingVehicle,
    batteryState: { batteryCharge: 80.2, charging: false },
  });
const report = (message: VehicleState, isFirst = false) =>
  plant.db.transaction().execute((tx) => applyVehicleState(tx, vehicle, message, isFirst));
const shown = () =>
  plant.db
    .selectFrom("vehicle")
    .select(["changed_at", "battery", "driving"])
    .where("id", "=", vehicle)
    .executeTakeFirstOrThrow();
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
  expect((await shown()).changed_at).toEqual(new Date(standing(3).timestamp));

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

test("a state that is older than the known one changes nothing, but for the first of a connection", async () => {
  const before = await told();
  const known = await shown();
  expect(await report({ ...standing(2), driving: true })).toBe(false);
  expect(await shown()).toEqual(known);
  expect(await told()).toEqual(before);
  expect(await report({ ...standing(6), driving: true }, true)).toBe(true);
  expect(await shown()).toMatchObject({ driving: true, changed_at: new Date(standing(6).timestamp) });
});

test("a vehicle whose connection ends is on record as away, and as back when it is, once each", async () => {
  const now = new Date(demoEpoch().getTime() + 7 * 60_000);
  const connect = (online: boolean) =>
    plant.db.transaction().execute((tx) => applyVehicleConnection(tx, vehicle, online, now));
  const before = (await told()).length;
  await connect(true);
  await connect(false);
  await connect(false);
  expect((await told()).slice(before)).toMatchObject([{ online: false, lastNodeId: "P-1", battery: 80 }]);
  expect(await report({ ...standing(20), driving: true }, true)).toBe(true);
  await connect(true);
  expect((await told()).slice(before + 1)).toMatchObject([{ online: true, driving: true }]);
});

test("vehicles of two makers with one serial number are two, each answered where it was heard", async () => {
  const clock = { now: () => new Date(demoEpoch().getTime() + 3_600_000), speed: 1 };
  const messages = createMessages(plant.db, clock as Parameters<typeof createMessages>[1]);
  const hear = async (manufacturer: string, serialNumber: string, lastNodeId: string) => {
    const id = await messages.vehicleId({ manufacturer, serialNumber });
    await messages.vehicleState(id, { ...standing(1), manufacturer, serialNumber, lastNodeId }, true);
    return id;
  };
  expect(await hear("ACME", "001", "P-1")).toBe("001");
  expect(await hear("ROLL", "001", "P-2")).toBe("ROLL-001");
  expect(await hear("ACME", "001", "P-3")).toBe("001");
  expect(await hear("ROLL", "001", "P-2")).toBe("ROLL-001");
  const { vehicles } = await floorNow(plant.db);
  expect(vehicles.filter(({ id }) => id.endsWith("001"))).toMatchObject([
    { id: "001", address: { manufacturer: "ACME", serialNumber: "001" }, state: { lastNodeId: "P-3" } },
    { id: "ROLL-001", address: { manufacturer: "ROLL", serialNumber: "001" }, state: { lastNodeId: "P-2" } },
  ]);
  // One that was entered and never heard is whoever comes first.
  await plant.db
    .insertInto("vehicle")
    .values({ id: "002", order_id: null, load_id: null, errors: "[]", changed_at: demoEpoch() })
    .execute();
  expect(await hear("ROLL", "002", "P-2")).toBe("002");
});

test("a transport does not go back to what an older state says of it, but is there once it was", async () => {
  const clock = { now: () => new Date(demoEpoch().getTime() + 3_600_000), speed: 1 };
  const messages = createMessages(plant.db, clock as Parameters<typeof createMessages>[1]);
  const { transportOrderId } = await plant.db.transaction().execute((tx) =>
    releaseJobOrder(tx, {
      workOrderId: "WO-1042",
      equipmentId: "SMT-2",
      actorId: "li.wei",
      toolCallId: "vehicle-state",
      now: clock.now(),
    }),
  );
  const after = async (progress: TransportProgress, minutes: number) => {
    const time = new Date(demoEpoch().getTime() + minutes * 60_000).toISOString();
    await messages.transport(vehicle, transportOrderId!, progress, time);
    return (
      await plant.db
        .selectFrom("transport_order")
        .select("status")
        .where("id", "=", transportOrderId!)
        .executeTakeFirstOrThrow()
    ).status;
  };
  // A clock that is behind the house's, which has only just made the transport.
  expect(await after("InTransit", 10)).toBe("InTransit");
  expect(await after("Failed", 12)).toBe("Failed");
  expect(await after("InTransit", 11)).toBe("Failed");
  expect(await after("Delivered", 11)).toBe("Delivered");
});

test("vehicles and transports are read of one moment: what is delivered meanwhile is not taken as called off", async () => {
  const { db } = plant;
  const { id } = await db
    .selectFrom("transport_order")
    .select("id")
    .where("status", "in", ["Pending", "InTransit", "Delivered"])
    .limit(1)
    .executeTakeFirstOrThrow();
  const deliver = (status: "InTransit" | "Delivered") => ({ status, changed_at: demoEpoch() });
  await db.updateTable("transport_order").set(deliver("InTransit")).where("id", "=", id).execute();
  await db.updateTable("vehicle").set({ online: true }).where("id", "=", vehicle).execute();
  const held = await db.startTransaction().execute();
  await sql`lock table transport_order in access exclusive mode`.execute(held);
  const reading = floorNow(db);
  const waits = sql`select 1 from pg_locks where not granted and relation = 'transport_order'::regclass`;
  while ((await waits.execute(held)).rows.length === 0);
  await held.updateTable("transport_order").set(deliver("Delivered")).where("id", "=", id).execute();
  await held.updateTable("vehicle").set({ online: false }).where("id", "=", vehicle).execute();
  await held.commit().execute();
  const { vehicles, transports } = await reading;
  expect(vehicles.find((one) => one.id === vehicle)!.online).toBe(true);
  expect(transports.map((one) => one.id)).toContain(id);
});
