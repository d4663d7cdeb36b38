import { Ajv } from "ajv";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTraffic, type RunningTraffic } from "../../agents/robot/traffic/traffic.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { readClock, resumeClock } from "../../services/mes/clock.ts";
import { holdWorkOrder, resumeWorkOrder } from "../../services/mes/commands/orders.ts";
import { releaseJobOrder } from "../../services/mes/commands/release.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import { appendEvents, eventsAfter, type StoredEvent } from "../../services/mes/events.ts";
import { eventsBefore } from "../../services/mes/queries/stretch.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { emptyPlant, foldInto, type PlantDraft } from "../../services/replay/plant.ts";
import { startTestHouse } from "../support/house.ts";
import { ocelSchema } from "../support/ocel-schema.ts";
import { startSimulator } from "../support/simulator.ts";
import { waitFor } from "../support/wait.ts";

const speed = 3_000;
let house: Awaited<ReturnType<typeof startTestHouse>>;
let broker: RunningBroker;
let ingest: RunningIngest;
let traffic: RunningTraffic;
let simulator: ReturnType<typeof startSimulator>;
let token: string;

beforeAll(async () => {
  house = await startTestHouse();
  // The lines' clocks are the plant's: what lies ahead of it is not taken.
  await resumeClock(house.plant.db, demoEpoch(), speed);
  broker = await startBroker({ port: 0 });
  ingest = await startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId: "test",
    log: silentLogger,
  });
  const { db, url: databaseUrl } = house.plant;
  const clock = createPlantClock(await readClock(db));
  traffic = await createTraffic({ db, databaseUrl, clock, log: silentLogger });
  simulator = startSimulator({
    url: broker.url,
    lines: ["SMT-1", "SMT-2", "SMT-3"],
    start: demoEpoch(),
    speed,
  });
  const response = await fetch(`${house.api.url}/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: "li.wei", password: "millwright" }),
  });
  token = ((await response.json()) as { token: string }).token;
});
afterAll(async () => {
  await simulator?.close();
  await traffic?.close();
  await ingest?.close();
  await broker?.stop();
  await house?.close();
});

const asReplayed = (event: StoredEvent) => ({ ...event, time: event.time.getTime() });
const byMoment = (a: StoredEvent, b: StoredEvent) =>
  a.time.getTime() - b.time.getTime() || Number(a.seq) - Number(b.seq);
const folded = (events: readonly StoredEvent[]): PlantDraft => {
  const plant = emptyPlant();
  for (const event of events) foldInto(plant, asReplayed(event));
  return plant;
};
const allEvents = async (db: Db | Tx) => (await eventsAfter(db, "0", 100_000)).sort(byMoment);

const act = (workOrderId: string, toolCallId: string) => ({
  workOrderId,
  toolCallId,
  actorId: "li.wei",
  now: demoEpoch(),
});
const release = (workOrderId: string, equipmentId: string) =>
  house.plant.db
    .transaction()
    .execute((tx) => releaseJobOrder(tx, { ...act(workOrderId, workOrderId), equipmentId }));
const until = (id: string, statuses: readonly string[]) =>
  waitFor(house.plant.url, async () => {
    const row = await house.plant.db
      .selectFrom("job_order")
      .select("dispatch_status")
      .where("id", "=", id)
      .executeTakeFirst();
    return row && statuses.includes(row.dispatch_status) ? true : undefined;
  });

/** What the tables say, beside what the events say, read at one moment. */
const bothSides = () =>
  house.plant.db
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (tx) => {
      const plant = folded(await allEvents(tx));
      const orders = await tx.selectFrom("work_order").select(["id", "status", "held"]).execute();
      const jobs = await tx.selectFrom("job_order").selectAll().execute();
      const lines = await tx
        .selectFrom("equipment")
        .selectAll()
        .where("state_since", "is not", null)
        .execute();
      const transports = await tx.selectFrom("transport_order").selectAll().execute();
      const vehicles = await tx.selectFrom("vehicle").selectAll().execute();
      const at = (time: Date | null) => time?.getTime();
      return {
        told: {
          orders: [...plant.orders.values()].map(({ id, status, held }) => ({ id, status, held })),
          jobs: [...plant.jobs.values()],
          lines: [...plant.lines].map(([id, { code, reason, since }]) => ({ id, code, reason, since })),
          transports: [...plant.transports.values()].map(({ id, status, to, vehicleId }) => ({
            id,
            status,
            to,
            vehicleId,
          })),
          vehicles: [...plant.vehicles].map(([id, { since: _since, lastNodeId: _node, ...rest }]) => ({
            id,
            ...rest,
          })),
        },
        stored: {
          orders: orders.filter(({ id }) => plant.orders.has(id)),
          // What the demonstration begins with was done before its record does.
          jobs: jobs
            .filter(({ tool_call_id }) => tool_call_id !== null)
            .map((row) => ({
              id: row.id,
              workOrderId: row.work_order_id,
              equipmentId: row.equipment_id,
              segment: row.segment,
              quantity: row.quantity,
              status: row.dispatch_status,
              good: row.good,
              scrap: row.scrap,
              startedAt: at(row.actual_start),
              endedAt: at(row.actual_end),
              changedAt: at(row.changed_at),
            })),
          lines: lines.map((row) => ({
            id: row.id,
            code: row.state_code,
            reason: row.state_reason ?? "",
            since: at(row.state_since),
          })),
          transports: transports.map((row) => ({
            id: row.id,
            status: row.status,
            to: row.to_station,
            vehicleId: row.vehicle_id ?? undefined,
          })),
          vehicles: vehicles
            .filter(({ id }) => plant.vehicles.has(id))
            .map((row) => ({
              id: row.id,
              online: row.online,
              driving: row.driving,
              x: row.x ?? undefined,
              y: row.y ?? undefined,
              battery: row.battery === null ? undefined : Math.round(row.battery),
              orderId: row.order_id ?? undefined,
              loadId: row.load_id ?? undefined,
            })),
        },
      };
    });

const byId = <T extends { readonly id: string }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => a.id.localeCompare(b.id));
const expectAgreement = async () => {
  const { told, stored } = await bothSides();
  for (const kind of ["orders", "jobs", "lines", "transports", "vehicles"] as const)
    expect(byId(told[kind] as { id: string }[]), kind).toEqual(byId(stored[kind] as { id: string }[]));
  return stored;
};

test("the fold of all events is what the tables say: while things happen, and when they are done", async () => {
  await release("WO-1042", "SMT-2");
  await release("WO-1107", "SMT-3");
  await expectAgreement();
  await until("JO-1042-10", ["Running"]);
  await expectAgreement();
  await house.plant.db
    .transaction()
    .execute((tx) => holdWorkOrder(tx, { ...act("WO-1107", "hold"), reason: "material check" }));
  await expectAgreement();
  await until("JO-1042-10", ["Completed"]);
  await expectAgreement();
  await house.plant.db.transaction().execute((tx) => resumeWorkOrder(tx, act("WO-1107", "resume")));
  await until("JO-1107-10", ["Completed"]);
  const { jobs, vehicles, lines } = await expectAgreement();
  expect(jobs.map(({ status, good, scrap, quantity }) => [status, good + scrap === quantity])).toEqual([
    ["Completed", true],
    ["Completed", true],
  ]);
  expect(vehicles).toHaveLength(1);
  expect(lines.map(({ id }) => id)).toContain("SMT-4");
});

test("the state before any moment is found without the events that lead to it", async () => {
  const events = await allEvents(house.plant.db);
  const cuts = events.filter((_, index) => index % 7 === 0).map(({ time }) => time);
  for (const from of [...cuts, new Date(events.at(-1)!.time.getTime() + 1)]) {
    const whole = folded(events.filter(({ time }) => time < from));
    const found = await eventsBefore(house.plant.db, { from, to: new Date(from.getTime() + 1) });
    expect(found).toEqual([...found].sort(byMoment));
    const short = folded(found);
    expect(short.lines.keys().toArray().sort()).toEqual(whole.lines.keys().toArray().sort());
    for (const [id, { code, reason, since }] of whole.lines)
      expect(short.lines.get(id)).toMatchObject({ code, reason, since });
    expect(short.jobs).toEqual(whole.jobs);
    expect(short.transports).toEqual(whole.transports);
    expect(short.vehicles).toEqual(whole.vehicles);
    expect(short.plan).toEqual(whole.plan);
    for (const [id, order] of whole.orders) expect(short.orders.get(id), id).toEqual(order);
  }
});

const ask = async (query: string, variables: object = {}) => {
  const response = await fetch(`${house.api.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as {
    data: { stretch: { events: Page } };
    errors?: { message: string }[];
  };
};
interface Page {
  readonly nodes: readonly { readonly seq: string; readonly time: string }[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
const pageQuery = `query($from: DateTime!, $to: DateTime!, $first: Int, $after: String) {
  stretch(from: $from, to: $to) { events(first: $first, after: $after) { nodes { seq time } totalCount pageInfo { hasNextPage endCursor } } }
}`;

test("pages of a stretch join in the order of time, however late an event was stored", async () => {
  const late = (id: string, second: number) => ({
    id,
    type: "test.late",
    time: new Date(demoEpoch().getTime() + second * 1_000),
    source: "test",
    objects: [{ id: "X", type: "x", qualifier: "q" }],
  });
  await appendEvents(house.plant.db, [late("l2", 60), late("l1", 60), late("l0", 1), late("out", -60)]);
  const from = demoEpoch().toISOString();
  const to = new Date(demoEpoch().getTime() + 600_000).toISOString();
  const wanted = (await allEvents(house.plant.db)).filter(
    ({ time }) => time.toISOString() >= from && time.toISOString() <= to,
  );
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const { data } = await ask(pageQuery, { from, to, first: 3, after });
    const { nodes, pageInfo, totalCount } = data.stretch.events;
    expect(totalCount).toBe(wanted.length);
    seen.push(...nodes.map(({ seq }) => seq));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  } while (after);
  expect(seen).toEqual(wanted.map(({ seq }) => seq));
  expect(seen.length).toBeGreaterThan(6);
});

test("a stretch that is none, or too long, is refused; so is reading without signing in", async () => {
  const refusal = async (from: string, to: string, first = 5) =>
    (await ask(pageQuery, { from, to, first })).errors?.[0]?.message;
  const day = "2026-11-02T00:00:00Z";
  expect(await refusal(day, day)).toContain("must be after from");
  expect(await refusal(day, "2027-11-02T00:00:00Z")).toContain("at most 31 days");
  expect(await refusal(day, "2026-11-03T00:00:00Z", 5_001)).toContain("must be 1 to 5000");
  const file = (query: string, headers = {}) =>
    fetch(`${house.api.url}/export/ocel.json${query}`, { headers });
  const signed = { authorization: `Bearer ${token}` };
  expect((await file(`?from=${day}&to=2026-11-03T00:00:00Z`)).status).toBe(401);
  expect((await file("", signed)).status).toBe(400);
  expect((await file(`?from=${day}&to=${day}`, signed)).status).toBe(400);
});

test("planned busy time is the calendar's, without planned stops", async () => {
  const { data } = (await ask(
    '{ stretch(from: "2026-11-02T22:00:00Z", to: "2026-11-03T12:00:00Z") { lines { id busy { from to } } } }',
  )) as unknown as { data: { stretch: { lines: { id: string; busy: { from: string; to: string }[] }[] } } };
  const busyOf = (line: string) =>
    data.stretch.lines
      .find(({ id }) => id === line)!
      .busy.map(({ from, to }) => [from.slice(8, 16), to.slice(8, 16)]);
  expect(busyOf("SMT-1")).toEqual([["02T22:00", "03T12:00"]]);
  // Two shifts, from eight to midnight by the plant's clock.
  expect(busyOf("ASM-1")).toEqual([["03T00:00", "03T12:00"]]);
  // Maintenance from 14:00 to 20:00 by the plant's clock.
  expect(busyOf("SMT-5")).toEqual([["02T22:00", "03T06:00"]]);
});

interface OcelItem {
  readonly id: string;
  readonly type: string;
  readonly attributes: { readonly name: string; readonly value: string }[];
  readonly relationships: { readonly objectId: string }[];
}
interface OcelLog {
  readonly events: OcelItem[];
  readonly objects: OcelItem[];
  readonly eventTypes: { readonly name: string; readonly attributes: { name: string; type: string }[] }[];
  readonly objectTypes: OcelLog["eventTypes"];
}

test("a stretch is exported as an OCEL 2.0 log that is whole in itself", async () => {
  const response = await fetch(
    `${house.api.url}/export/ocel.json?from=2026-11-02T08:00:00%2B08:00&to=2026-11-12T00:00:00Z`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  expect(response.headers.get("content-disposition")).toContain(".ocel.json");
  const log = (await response.json()) as OcelLog;
  const validate = new Ajv().compile(ocelSchema);
  expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);

  const { db } = house.plant;
  const { count } = await db
    .selectFrom("event")
    .select((fields) => fields.fn.countAll<number>().as("count"))
    .where("time", ">=", demoEpoch())
    .executeTakeFirstOrThrow();
  expect(log.events).toHaveLength(Number(count));
  const objects = new Set(log.objects.map(({ id }) => id));
  expect(objects.size).toBe(log.objects.length);
  const valid = ["string", "time", "integer", "float", "boolean"];
  for (const [items, types] of [
    [log.events, log.eventTypes],
    [log.objects, log.objectTypes],
  ] as const)
    for (const { type, attributes, relationships: related } of items) {
      const declared = new Map(
        types.find(({ name }) => name === type)?.attributes.map((one) => [one.name, one.type]),
      );
      for (const { name } of attributes) expect(valid).toContain(declared.get(name));
      for (const { objectId } of related) expect(objects).toContain(objectId);
    }
  const job = log.objects.find(({ id }) => id === "JO-1042-10")!;
  expect(job.attributes).toContainEqual(expect.objectContaining({ name: "quantity", value: "48" }));
  expect(job.relationships.map(({ objectId }) => objectId)).toEqual(["WO-1042", "SMT-2"]);
});
