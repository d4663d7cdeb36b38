import { afterAll, beforeAll, expect, test } from "vitest";
import { forgetVehicle } from "../../services/mes/commands/forget-vehicle.ts";
import { applyVehicleState, noteFactsheet } from "../../services/mes/commands/vehicle-state.ts";
import type { Tx } from "../../services/mes/database.ts";
import { eventsAfter } from "../../services/mes/events.ts";
import { allVehicles } from "../../services/mes/queries/equipment.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { factsheet } from "../../services/protocols/vda5050/factsheet.ts";
import { state } from "../../services/protocols/vda5050/messages.ts";
import { emptyPlant, foldInto } from "../../services/replay/plant.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { standingVehicle } from "../support/standing-vehicle.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

const minute = (number: number) => new Date(demoEpoch().getTime() + number * 60_000);
const inTx = <T>(work: (tx: Tx) => Promise<T>) => plant.db.transaction().execute(work);
const id = "AGV-OLD-MAKER";
const report = (at: number, loads: readonly object[] = []) =>
  inTx((tx) =>
    applyVehicleState(
      tx,
      id,
      state.parse({
        headerId: at,
        timestamp: minute(at).toISOString(),
        version: "2.1.0",
        manufacturer: "OLD",
        serialNumber: id,
        ...standingVehicle,
        loads,
      }),
    ),
  );
const forget = (at: number) =>
  inTx((tx) => forgetVehicle(tx, id, { actId: `forget/${at}`, actorId: "wang.lei", now: minute(at) }));
const isThere = async () => (await allVehicles(plant.db)).some((vehicle) => vehicle.id === id);

test("a vehicle that has been silent for ten minutes and has nothing on board is forgotten, on record, until it speaks again", async () => {
  await report(1);
  await expect(forget(10)).rejects.toMatchObject({ code: "VEHICLE_HEARD", details: { id } });
  await report(11, [{ loadId: "REQ-1", loadType: "KIT" }]);
  await expect(forget(30)).rejects.toMatchObject({ code: "VEHICLE_BUSY", details: { id, has: "REQ-1" } });
  await report(31);
  const transport = "TO-OLD";
  await plant.db
    .insertInto("material_requisition")
    .values({
      id: "REQ-OLD",
      work_order_id: "WO-1042",
      segment: 10,
      equipment_id: "SMT-1",
      status: "Requested",
      requested_by: "li.wei",
      requested_at: minute(31),
      tool_call_id: null,
    })
    .execute();
  await plant.db
    .insertInto("transport_order")
    .values({
      id: transport,
      requisition_id: "REQ-OLD",
      vehicle_id: id,
      from_station: "WH-1",
      to_station: "SMT-1",
      status: "Pending",
      changed_at: minute(31),
    })
    .execute();
  await expect(forget(45)).rejects.toMatchObject({ code: "VEHICLE_BUSY", details: { has: transport } });
  await plant.db
    .updateTable("transport_order")
    .set({ status: "Delivered" })
    .where("id", "=", transport)
    .execute();
  expect(await isThere()).toBe(true);
  await forget(45);
  expect(await isThere()).toBe(false);
  await expect(forget(46)).rejects.toMatchObject({ code: "NOT_FOUND" });

  const events = await eventsAfter(plant.db, "0", 10_000);
  const replayed = emptyPlant();
  for (const event of events) foldInto(replayed, { ...event, time: event.time.getTime() });
  expect(replayed.vehicles.has(id)).toBe(false);
  expect(events.at(-1)).toMatchObject({
    type: "vehicle.forgotten",
    objects: [
      { id, type: "vehicle" },
      { id: "wang.lei", type: "person" },
    ],
  });
  // What the broker keeps of it is told again to a host that connects: that is not the vehicle's word.
  const sheet = { address: { manufacturer: "OLD", serialNumber: id }, factsheet: factsheet.parse({}) };
  const tellSheet = () => inTx((tx) => noteFactsheet(tx, id, { ...sheet, now: minute(50) }));
  await tellSheet();
  expect(await isThere()).toBe(false);
  await report(60);
  expect(await isThere()).toBe(true);
  await tellSheet();
  const stored = plant.db.selectFrom("vehicle").select("factsheet").where("id", "=", id);
  expect((await stored.executeTakeFirstOrThrow()).factsheet).toEqual(sheet.factsheet);
});
