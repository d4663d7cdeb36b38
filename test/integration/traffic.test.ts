import { afterAll, beforeAll, expect, test } from "vitest";
import { createTraffic } from "../../agents/robot/traffic/traffic.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { readClock, resumeClock } from "../../services/mes/clock.ts";
import { cancelTransport } from "../../services/mes/commands/cancel-transport.ts";
import { saveRoadmap, wakeTraffic } from "../../services/mes/commands/roadmap.ts";
import { eventChannel } from "../../services/mes/events.ts";
import {
  currentRoadmap,
  trafficChannel,
  trafficProblems,
  vehicleRoutes,
} from "../../services/mes/queries/traffic.ts";
import { completeDemoPlant } from "../../services/mes/seed/complete.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { demoRoadmap } from "../../services/protocols/roadmap/demo.ts";
import type { VehicleReport } from "../../simulators/agv/vehicle.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { startSimulator } from "../support/simulator.ts";
import { killed, startTrafficProcess } from "../support/traffic-process.ts";
import { waitFor } from "../support/wait.ts";

const speed = 1_000;
let plant: TestPlant;
let broker: RunningBroker;
let ingest: RunningIngest;
let simulator: ReturnType<typeof startSimulator>;
/** What each vehicle is at, before anybody is told; and whoever was where another was. */
const at = new Map<string, VehicleReport>();
const meets: string[] = [];

const look = (vehicle: string, report: VehicleReport) => {
  at.set(vehicle, report);
  const taken = new Map<string, string>();
  for (const [id, { lastNodeId, nodeStates, driving }] of at) {
    const next = driving ? nodeStates[0]!.nodeId : undefined;
    const here = next === undefined ? [lastNodeId] : [lastNodeId, next, [lastNodeId, next].sort().join("-")];
    for (const place of here) {
      if (taken.has(place)) meets.push(`${taken.get(place)} and ${id} at ${place}`);
      taken.set(place, id);
    }
  }
};

beforeAll(async () => {
  plant = await createTestPlant();
  await resumeClock(plant.db, demoEpoch(), speed);
  broker = await startBroker({ port: 0 });
  ingest = await startIngest({
    databaseUrl: plant.url,
    mqttUrl: broker.url,
    hostId: "test",
    log: silentLogger,
  });
  simulator = startSimulator({
    url: broker.url,
    lines: [],
    start: demoEpoch(),
    speed,
    vehicles: 3,
    onVehicle: look,
  });
});
afterAll(async () => {
  await simulator?.close();
  await ingest?.close();
  await broker?.stop();
  await plant?.close();
});

const order = async (prefix: string, count: number) => {
  const { requisition_id } = await plant.db
    .selectFrom("transport_order")
    .select("requisition_id")
    .executeTakeFirst()
    .then((row) => row ?? { requisition_id: "" });
  const requisition =
    requisition_id ||
    (
      await plant.db
        .insertInto("material_requisition")
        .values({
          id: "REQ-T",
          work_order_id: "WO-1042",
          segment: 90,
          equipment_id: null,
          status: "Requested",
          requested_by: "li.wei",
          requested_at: demoEpoch(),
          issued_at: null,
          tool_call_id: null,
        })
        .returning("id")
        .executeTakeFirstOrThrow()
    ).id;
  const lines = demoRoadmap().stations.filter(({ id }) => id !== "WH-1");
  await plant.db
    .insertInto("transport_order")
    .values(
      Array.from({ length: count }, (_, index) => ({
        id: `${prefix}-${index}`,
        requisition_id: requisition,
        vehicle_id: null,
        from_station: index % 4 === 3 ? lines[(index * 3) % lines.length]!.id : "WH-1",
        to_station: lines[(index * 5 + 1) % lines.length]!.id,
        status: "Pending" as const,
        changed_at: new Date(demoEpoch().getTime() + index),
      })),
    )
    .execute();
  await wakeTraffic(plant.db);
};
const delivered = async (prefix: string) =>
  (
    await plant.db
      .selectFrom("transport_order")
      .select("id")
      .where("id", "like", `${prefix}-%`)
      .where("status", "=", "Delivered")
      .execute()
  ).length;
const until = (prefix: string, count: number) =>
  waitFor(plant.url, async () => ((await delivered(prefix)) >= count ? true : undefined));

test("three vehicles bring many transports, a controller is killed twice in between, and nobody ever meets", async () => {
  await order("T", 18);
  let control = await startTrafficProcess(plant.url);
  await until("T", 5);
  await killed(control);
  control = await startTrafficProcess(plant.url);
  await until("T", 11);
  // One that stands by takes over.
  const standby = await startTrafficProcess(plant.url);
  await killed(control);
  await until("T", 18);
  await killed(standby);
  const sheets = await plant.db.selectFrom("vehicle").select("factsheet").execute();
  const carrying = sheets.filter(({ factsheet }) =>
    factsheet?.protocolFeatures.agvActions.some(({ actionType }) => actionType === "pick"),
  );
  expect(carrying).toHaveLength(3);
  expect(meets).toEqual([]);
  expect(simulator.problems).toEqual([]);
  const transports = await plant.db.selectFrom("transport_order").select(["vehicle_id", "status"]).execute();
  expect(new Set(transports.map(({ status }) => status))).toEqual(new Set(["Delivered"]));
  expect(new Set(transports.map(({ vehicle_id }) => vehicle_id))).toEqual(
    new Set(["AGV-01", "AGV-02", "AGV-03"]),
  );
  const delivery = await plant.db
    .selectFrom("event")
    .select("id")
    .where("type", "=", "transport.delivered")
    .execute();
  expect(delivery).toHaveLength(18);
  // What is released to one is released to nobody else.
  const released = (await vehicleRoutes(plant.db)).flatMap((route) => [
    ...new Set(route.released.map(({ node }) => node)),
  ]);
  expect(new Set(released).size).toBe(released.length);
}, 180_000);

test("of two controllers one moves vehicles; a station that is missing is told and nothing else waits for it", async () => {
  const clock = createPlantClock(await readClock(plant.db));
  const open = () => createTraffic({ db: plant.db, databaseUrl: plant.url, clock, log: silentLogger });
  const controllers = [await open(), await open()];
  await order("U", 4);
  await plant.db
    .updateTable("transport_order")
    .set({ to_station: "NOWHERE" })
    .where("id", "=", "U-0")
    .execute();
  await until("U", 3);
  const problems = await waitFor(plant.url, async () => {
    const told = await trafficProblems(plant.db);
    return told.length > 0 ? told : undefined;
  }, [trafficChannel, eventChannel]);
  expect(problems).toMatchObject([{ id: "U-0", en: expect.stringContaining("no station NOWHERE") }]);
  // Added to the roadmap, it is driven to.
  const map = demoRoadmap();
  await plant.db.transaction().execute((tx) =>
    saveRoadmap(tx, {
      value: { ...map, stations: [...map.stations, { id: "NOWHERE", node: "SMT-1-IN" }] },
      actId: "add",
      actorId: "liu.yang",
      now: clock.now(),
    }),
  );
  await until("U", 4);
  for (const controller of controllers) await controller.close();
  expect(meets).toEqual([]);
});

test("a transport that is called off under way is cancelled at its vehicle, and told with its load", async () => {
  const clock = createPlantClock(await readClock(plant.db));
  const control = await createTraffic({ db: plant.db, databaseUrl: plant.url, clock, log: silentLogger });
  await order("V", 1);
  const channels = [trafficChannel, eventChannel];
  const loaded = await waitFor(
    plant.url,
    async () => [...at].find(([, { loads, orderId }]) => orderId === "V-0" && loads?.length === 1)?.[0],
    channels,
  );
  await plant.db
    .transaction()
    .execute((tx) => cancelTransport(tx, "V-0", { actorId: "li.wei", now: clock.now() }));
  const problems = await waitFor(
    plant.url,
    async () => {
      const told = await trafficProblems(plant.db);
      return told.length > 0 ? told : undefined;
    },
    channels,
  );
  expect(problems).toMatchObject([{ id: loaded, en: expect.stringContaining("still carries REQ-T") }]);
  await control.close();
  const said = await plant.db
    .selectFrom("outbox")
    .select("payload")
    .where("topic", "=", `uagv/v2/MILLWRIGHT/${loaded}/instantActions`)
    .execute();
  const actions = said.flatMap(({ payload }) => JSON.parse(payload.toString()).actions);
  expect(actions.filter(({ actionType }) => actionType === "cancelOrder")).toMatchObject([
    { actionId: "V-0/cancel/1" },
  ]);
  expect(meets).toEqual([]);
});

test("a broken roadmap is refused with what is wrong; an older demonstration gets roads and vehicles", async () => {
  const map = demoRoadmap();
  const save = (value: unknown) =>
    plant.db
      .transaction()
      .execute((tx) => saveRoadmap(tx, { value, actId: "broken", actorId: "liu.yang", now: demoEpoch() }));
  await expect(save({ ...map, edges: map.edges.slice(1) })).rejects.toMatchObject({
    code: "ROADMAP_UNSOUND",
    message: expect.stringContaining("no way leads"),
  });
  await plant.db.deleteFrom("roadmap").execute();
  await plant.db.deleteFrom("vehicle").where("id", "=", "AGV-03").execute();
  await completeDemoPlant(plant.db);
  expect((await currentRoadmap(plant.db))?.description).toEqual(map);
  expect(await plant.db.selectFrom("vehicle").select("id").orderBy("id").execute()).toHaveLength(3);
});
