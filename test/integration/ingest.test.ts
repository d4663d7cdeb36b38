import { connectAsync } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTraffic, type RunningTraffic } from "../../agents/robot/traffic/traffic.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { readClock, resumeClock } from "../../services/mes/clock.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";
import { startSimulator } from "../support/simulator.ts";
import { waitFor } from "../support/wait.ts";

const speed = 3_000;
let plant: TestPlant;
let broker: RunningBroker;
let ingest: RunningIngest;
let traffic: RunningTraffic;

const open = () =>
  startIngest({
    databaseUrl: plant.url,
    mqttUrl: broker.url,
    hostId: "test",
    log: silentLogger,
  });

beforeAll(async () => {
  plant = await createTestPlant();
  await resumeClock(plant.db, demoEpoch(), speed);
  broker = await startBroker({ port: 0 });
  ingest = await open();
  const clock = createPlantClock(await readClock(plant.db));
  traffic = await createTraffic({ db: plant.db, databaseUrl: plant.url, clock, log: silentLogger });
});
afterAll(async () => {
  await traffic.close();
  await ingest.close();
  await broker.stop();
  await plant.close();
});

const simulate = (lines: readonly string[]) =>
  startSimulator({ url: broker.url, lines, start: demoEpoch(), speed });
const release = (workOrderId: string, equipmentId: string) =>
  plant.db.transaction().execute((tx) =>
    releaseJobOrder(tx, {
      workOrderId,
      equipmentId,
      actorId: "li.wei",
      toolCallId: workOrderId,
      now: demoEpoch(),
    }),
  );
const job = (id: string) =>
  plant.db.selectFrom("job_order").selectAll().where("id", "=", id).executeTakeFirst();
const completed = (id: string) =>
  waitFor(plant.url, async () => {
    const row = await job(id);
    return row?.dispatch_status === "Completed" ? row : undefined;
  });

test("a released order is carried to the line and made, and a restart of ingest in the middle loses nothing", async () => {
  const simulator = simulate(["SMT-2", "SMT-3"]);
  await release("WO-1042", "SMT-2");
  await release("WO-1107", "SMT-3");
  await waitFor(plant.url, async () =>
    (await job("JO-1042-10"))?.dispatch_status === "Running" ? true : undefined,
  );
  await ingest.close();
  ingest = await open();
  const [first, second] = await Promise.all([completed("JO-1042-10"), completed("JO-1107-10")]);
  expect(first.good + first.scrap).toBe(48);
  expect(second.good + second.scrap).toBe(52);
  const requisitions = await plant.db
    .selectFrom("material_requisition")
    .select(["id", "status"])
    .orderBy("id")
    .execute();
  expect(requisitions).toEqual([
    { id: "REQ-1042-10", status: "Issued" },
    { id: "REQ-1107-10", status: "Issued" },
  ]);
  const state = await plant.db
    .selectFrom("equipment")
    .select("state_code")
    .where("id", "=", "SMT-2")
    .executeTakeFirstOrThrow();
  expect(state.state_code).not.toBeNull();
  expect(simulator.problems).toEqual([]);
  await simulator.close();
});

test("what machines missed while they were away, or have forgotten, they are told again", async () => {
  // The vehicle and the line are away when the order is released: nobody is sent for it until one is there.
  const { jobOrderId, transportOrderId } = await release("WO-1034", "SMT-1");
  const vehicleOf = async () =>
    (
      await plant.db
        .selectFrom("transport_order")
        .select("vehicle_id")
        .where("id", "=", transportOrderId)
        .executeTakeFirstOrThrow()
    ).vehicle_id;
  expect(await vehicleOf()).toBeNull();
  let simulator = simulate([]);
  await waitFor(plant.url, async () =>
    (await job(jobOrderId))?.dispatch_status === "Ready" ? true : undefined,
  );
  expect(await vehicleOf()).toBe("AGV-01");
  await simulator.close();
  simulator = simulate(["SMT-1"]);
  await waitFor(plant.url, async () => {
    const row = await job(jobOrderId);
    return row?.dispatch_status === "Running" && row.good > 0 ? true : undefined;
  });
  // A line that comes back without its memory goes on from what was counted.
  await simulator.close();
  simulator = simulate(["SMT-1"]);
  const done = await completed(jobOrderId);
  expect(done.good + done.scrap).toBe(done.quantity);
  expect(simulator.problems).toEqual([]);
  await simulator.close();
});

test("what cannot be read is set aside with its problem, and what follows is read", async () => {
  const client = await connectAsync(broker.url);
  const send = (topic: string, payload: string | Buffer) => client.publishAsync(topic, payload, { qos: 1 });
  await send("spBv1.0/BINJIANG/DDATA/SMT-1/LINE", Buffer.from([0xff, 0xff, 0xff]));
  await send("uagv/v2/MILLWRIGHT/AGV-01/state", "{");
  await send("uagv/v2/MILLWRIGHT/AGV-01/state", "x".repeat(300_000));
  await send(
    "uagv/v2/MILLWRIGHT/AGV-01/connection",
    JSON.stringify({
      headerId: 0,
      timestamp: "2026-11-02T00:00:00Z",
      version: "2.1.0",
      manufacturer: "MILLWRIGHT",
      serialNumber: "AGV-01",
      connectionState: "CONNECTIONBROKEN",
    }),
  );
  // The broker hands messages on in order, so once the vehicle is seen offline the others have been dealt with.
  const offline = async () =>
    (await plant.db.selectFrom("vehicle").select("online").where("id", "=", "AGV-01").executeTakeFirst())
      ?.online === false;
  while (!(await offline())) await ingest.settled().then(() => new Promise(setImmediate));
  await ingest.settled();
  const aside = await plant.db
    .selectFrom("set_aside_message")
    .select(["code", "payload"])
    .orderBy("id")
    .execute();
  expect(aside.map(({ code }) => code).sort()).toEqual([
    "MALFORMED_MESSAGE",
    "MALFORMED_MESSAGE",
    "PAYLOAD_TOO_LARGE",
  ]);
  // All of it: nothing is lost, however large.
  expect(Math.max(...aside.map(({ payload }) => payload.length))).toBe(300_000);
  await client.endAsync();
});
