import { randomUUID } from "node:crypto";
import { connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { silentLogger } from "../../services/core/log.ts";
import { type RunningIngest, startIngest } from "../../services/ingest/ingest.ts";
import { type RunningBroker, startBroker } from "../../services/launcher/broker.ts";
import { metricNames } from "../../services/protocols/sparkplug/names.ts";
import { encodePayload } from "../../services/protocols/sparkplug/payload.ts";
import { clockFailed, sendCfx } from "../support/cfx.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo, signInTo } from "../support/http.ts";
import { waitFor } from "../support/wait.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let broker: RunningBroker;
let ingest: RunningIngest;
let wire: MqttClient;
let token: string;

const open = () =>
  startIngest({
    databaseUrl: house.plant.url,
    mqttUrl: broker.url,
    hostId: "aside-test",
    log: silentLogger,
  });
beforeAll(async () => {
  house = await startTestHouse();
  broker = await startBroker({ port: 0 });
  ingest = await open();
  wire = await connectAsync(broker.url);
  token = await signInTo(house.api.url, "integrator");
  const { data } = await ask(
    `mutation { writeRecords(idempotencyKey: "steps", tables: [
      { table: "product_families", rows: [{ product_id: "RRU-5201", family: "RRU" }] },
      { table: "test_steps", rows: [{ family: "RRU", step: "CLK_ERR", name_zh: "时钟误差", name_en: "Clock error", unit: "ppm", sort: 1 }] }])
      { issues { column message { en } } } }`,
  );
  expect(data.writeRecords.issues).toEqual([]);
});
afterAll(async () => {
  await wire.endAsync();
  await ingest.close();
  await broker.stop();
  await house.close();
});

interface Message {
  readonly id: string;
  readonly code: string;
  readonly times: number;
  readonly content: string;
  readonly problem: { readonly en: string; readonly zh: string };
}
// biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
const ask = (query: string, variables: object = {}, as = token): Promise<any> =>
  postTo(house.api.url, "/graphql", { query, variables }, { authorization: `Bearer ${as}` });
const waiting = async (machine: string): Promise<Message[]> => {
  const { data } = await ask(
    "{ setAsideMessages(first: 100) { totalCount edges { node { id machine code times content problem { zh en } } } } }",
  );
  return data.setAsideMessages.edges
    .map(({ node }: { node: Message & { machine: string } }) => node)
    .filter((node: { machine: string }) => node.machine === machine);
};
/** Messages of one machine, once so many have been set aside. */
const setAside = (machine: string, count: number) =>
  waitFor(house.plant.url, async () => {
    const found = await waiting(machine);
    return found.length >= count ? found : undefined;
  });
const resend = async (ids: readonly string[], content?: string) =>
  ask(
    "mutation($ids: [ID!]!, $content: String, $key: String!) { resendMessages(ids: $ids, content: $content, idempotencyKey: $key) { ids } }",
    { ids, content: content ?? null, key: randomUUID() },
  );

const send = (station: string, said: object | string) => sendCfx(wire, station, said);
const unit = (id: string) =>
  house.plant.db.selectFrom("unit").selectAll().where("id", "=", id).executeTakeFirst();

test("each kind of bad message tells what is wrong and how to mend it, in both languages", async () => {
  const station = "FT-BAD";
  await send(station, "{ not json");
  await send(station, clockFailed("SN-B1", { station, envelope: { TimeStamp: "2026-11-02T00:00:00" } }));
  await send(station, clockFailed("SN-B2", { station, envelope: { TimeStamp: "2026-11-02T09:00:00Z" } }));
  await send(station, clockFailed("SN-B3", { station, measured: { ValueUnits: "Hz" } }));
  await send(station, clockFailed("SN-B4", { station, measured: { Value: "0.7" } }));
  await send(station, clockFailed("SN-B5", { station, product: "RRU-0000" }));
  const found = await setAside(station, 6);
  const codes = found.map(({ code }) => code).reverse();
  expect(codes).toEqual([
    "MALFORMED_MESSAGE",
    "MALFORMED_MESSAGE",
    "CLOCK_WRONG",
    "WRONG_UNIT",
    "MALFORMED_MESSAGE",
    "UNKNOWN_PRODUCT",
  ]);
  const problems = found.map(({ problem }) => problem.en).reverse();
  expect(problems[0]).toContain("it is no JSON");
  expect(problems[1]).toContain("TimeStamp");
  expect(problems[3]).toContain("Hz");
  expect(problems[4]).toContain("MeasuredValue.Value");
  for (const { problem } of found) expect(problem.zh).toMatch(/[一-龥]/);
  expect(await unit("SN-B2")).toBeUndefined();
});

test("the same message again is kept once and counted", async () => {
  const station = "FT-TWICE";
  for (let times = 0; times < 3; times += 1) await send(station, "{ twice");
  await send(station, "{ another");
  const found = await setAside(station, 2);
  expect(found.map(({ times }) => times).sort()).toEqual([1, 3]);
});

test("a message whose lack was mended is sent again and taken; one mended by hand too", async () => {
  const station = "FT-MEND";
  await send(station, clockFailed("SN-M1", { station, product: "NEW-1" }));
  await send(station, clockFailed("SN-M2", { station, envelope: { TimeStamp: "2026-11-02T00:00:00" } }));
  const [zone, product] = await setAside(station, 2);
  // Sent again without anything mended it waits once more.
  await resend([product!.id]);
  while (!(await waiting(station)).some(({ times }) => times === 2)) await new Promise(setImmediate);
  await ask(
    `mutation { writeRecords(idempotencyKey: "new-1", tables: [{ table: "materials", rows: [{ id: "NEW-1", name_zh: "新", name_en: "New",
      category: "RRU", unit: "pcs", kind: "Product" }] }]) { issues { message { en } } } }`,
  );
  expect((await resend([product!.id])).errors).toBeUndefined();
  expect(
    (await resend([zone!.id], zone!.content.replace("00:00:00", "00:00:00+08:00"))).errors,
  ).toBeUndefined();
  await waitFor(house.plant.url, () => unit("SN-M1"));
  await waitFor(house.plant.url, () => unit("SN-M2"));
  await ingest.settled();
  expect(await waiting(station)).toEqual([]);
  const again = await resend([zone!.id]);
  expect(again.errors[0].extensions.code).toBe("NOT_FOUND");
});

test("a machine that nobody has entered is told once, however often it reports; entered, it is taken", async () => {
  const state = (timestamp: number) =>
    Buffer.from(
      encodePayload({
        timestamp,
        seq: 1,
        metrics: [
          { name: metricNames.stateCode, type: "Int32", value: 1100 },
          { name: metricNames.stateReason, type: "String", value: "" },
        ],
      }),
    );
  const from = Date.parse("2026-11-02T00:00:00Z");
  for (let second = 0; second < 5; second += 1)
    await wire.publishAsync("spBv1.0/BINJIANG/DDATA/SMT-77/LINE", state(from + second * 1_000), { qos: 1 });
  const found = await waitFor(house.plant.url, async () => {
    const [one] = await waiting("SMT-77");
    return one;
  });
  await ingest.settled();
  expect(found.code).toBe("UNKNOWN_MACHINE");
  expect(await waiting("SMT-77")).toHaveLength(1);
  await ask(
    `mutation { writeRecords(idempotencyKey: "smt-77", tables: [{ table: "equipment", rows: [{ id: "SMT-77", parent_id: "BINJIANG",
      level: "WorkCenter", name_zh: "贴片77线", name_en: "SMT 77", process: "SMT", area: "SMT", calendar_id: null, capacity_units: 1, power_kw: 10, sort: 99 }] }]) {
      issues { column message { en } } } }`,
  ).then(({ data }) => expect(data.writeRecords.issues).toEqual([]));
  await resend([found.id]);
  const line = await waitFor(house.plant.url, () =>
    house.plant.db
      .selectFrom("equipment")
      .select("state_code")
      .where("id", "=", "SMT-77")
      .where("state_code", "is not", null)
      .executeTakeFirst(),
  );
  expect(line.state_code).toBe(1100);
});

test("what the machines send while ingest is dead waits at the broker, and a message in hand is not lost", async () => {
  const station = "FT-DOWN";
  await ingest.close();
  for (let index = 0; index < 50; index += 1) await send(station, clockFailed(`SN-D${index}`, { station }));
  ingest = await open();
  await waitFor(house.plant.url, async () => {
    const { count } = await house.plant.db
      .selectFrom("unit")
      .select((fields) => fields.fn.countAll<string>().as("count"))
      .where("id", "like", "SN-D%")
      .executeTakeFirstOrThrow();
    return Number(count) === 50 ? true : undefined;
  });
});

test("who is no integrator may not send again", async () => {
  const planner = await signInTo(house.api.url, "zhang.min");
  const { errors } = await ask(
    'mutation { dismissMessages(ids: ["1"], idempotencyKey: "x") { ids } }',
    {},
    planner,
  );
  expect(errors[0].extensions.code).toBe("FORBIDDEN");
});
