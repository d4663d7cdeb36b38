import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startApi } from "../../services/api/server.ts";
import { createLogger } from "../../services/core/log.ts";
import { startBroker } from "../../services/launcher/broker.ts";
import { freePort } from "../../services/launcher/ports.ts";
import { addApiKey } from "../../services/mes/api-keys.ts";
import { nameAt } from "../../services/mes/backup/names.ts";
import { appendEvents } from "../../services/mes/events.ts";
import { createLeadership } from "../../services/mes/leadership.ts";
import { startTestHouse } from "../support/house.ts";
import { postTo } from "../support/http.ts";

let house: Awaited<ReturnType<typeof startTestHouse>>;
let key: string;
beforeAll(async () => {
  house = await startTestHouse();
  key = await addApiKey(house.plant.db, "integrator", null);
});
afterAll(() => house.close());

const get = (path: string, token?: string) =>
  fetch(`${house.api.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} });

test("a supervisor learns whether the process lives, and whether what it needs answers", async () => {
  expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
  expect(await (await get("/readyz")).json()).toEqual({ status: "ready", database: "ok", temporal: "ok" });
});

test("an engine that is away is told by its name, logged once, and does not make the API unready where it can do without", async () => {
  const away = `mqtt://127.0.0.1:${await freePort()}`;
  const lines: unknown[] = [];
  let isModelThere = false;
  const api = await startApi({
    ...house.apiOptions,
    mqttUrl: away,
    pingModel: async () => {
      if (!isModelThere) throw new Error("no model server");
    },
    log: createLogger("api", "info", { write: (line) => lines.push(JSON.parse(line)) }),
  });
  const ready = async () => {
    const answer = await fetch(`${api.url}/readyz`);
    return { status: answer.status, told: await answer.json() };
  };
  const { port } = new URL(away);
  const expected = {
    status: "ready",
    database: "ok",
    temporal: "ok",
    broker: `connect ECONNREFUSED 127.0.0.1:${port}`,
    machines: "nobody does ingest",
    model: "no model server",
  };
  expect(await ready()).toEqual({ status: 200, told: expected });
  const broker = await startBroker({ port: Number(port) });
  isModelThere = true;
  const lease = createLeadership(house.plant.url, "ingest");
  await lease.hold();
  // Later than what the last answer is good for.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect((await ready()).told).toEqual({ ...expected, broker: "ok", machines: "ok", model: "ok" });
  const told = lines.map((line) => [(line as { engine?: string }).engine, (line as { msg: string }).msg]);
  expect(told.sort()).toEqual(
    ["broker", "machines", "model"].flatMap((engine) => [
      [engine, "engine is away"],
      [engine, "engine is back"],
    ]),
  );
  await lease.drop();
  await broker.stop();
  await api.close();
});

test("figures are for those who may come in, and are as Prometheus reads them", async () => {
  expect((await get("/metrics")).status).toBe(401);
  const text = await (await get("/metrics", key)).text();
  for (const line of text.trim().split("\n"))
    expect(line).toMatch(
      /^(?:# (?:HELP|TYPE) millwright_\w+ .+|millwright_\w+(?:\{(?:\w+="[^"]*",?)+\})? -?[\d.e+-]+)$/,
    );
  expect(text).toMatch(/^millwright_outbox_messages 0$/m);
  expect(text).toMatch(/^millwright_plan_version 1$/m);
});

test("how old the newest backup is can be seen, and that one stays away is told without making the API unready", async () => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-backups-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const old = new Date(Date.now() - 50 * 3_600_000);
  await writeFile(join(folder, nameAt(old)), "");
  const api = await startApi({ ...house.apiOptions, backups: { folder, everyHours: 24 } });
  onTestFinished(() => api.close());
  const answer = await fetch(`${api.url}/readyz`);
  expect([answer.status, await answer.json()]).toEqual([
    200,
    expect.objectContaining({ status: "ready", backup: `the newest backup in ${folder} is 50 h old` }),
  ]);
  const figures = await (
    await fetch(`${api.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })
  ).text();
  expect(Number(/^millwright_backup_age_seconds ([\d.]+)$/m.exec(figures)?.[1])).toBeGreaterThan(179_000);
});

test("a request's own name comes back with its answer", async () => {
  const answer = await fetch(`${house.api.url}/healthz`, { headers: { "x-request-id": "mine-1" } });
  expect(answer.headers.get("x-request-id")).toBe("mine-1");
});

test("a machine comes in by its key, until the key is past its time, wrong or ended", async () => {
  // biome-ignore lint/suspicious/noExplicitAny: answers are as the query asks.
  const who = (token: string): Promise<any> =>
    postTo(house.api.url, "/graphql", { query: "{ viewer { id } }" }, { authorization: `Bearer ${token}` });
  expect((await who(key)).data.viewer.id).toBe("integrator");
  const { errors } = await who(`${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`);
  expect(errors[0].extensions.code).toBe("UNAUTHENTICATED");
  const old = await addApiKey(house.plant.db, "integrator", new Date(0));
  expect((await who(old)).errors[0].extensions.code).toBe("UNAUTHENTICATED");
  await house.plant.db.deleteFrom("api_key").where("id", "=", old.split("_")[1]!).execute();
});

interface Told {
  readonly id: string;
  readonly cursor: string;
}
/** Opens a subscription, and gives its events one by one. */
const subscribe = async (after?: string) => {
  const ended = new AbortController();
  const response = await fetch(`${house.api.url}/graphql`, {
    method: "POST",
    signal: ended.signal,
    headers: {
      "content-type": "application/json",
      accept: "text/event-stream",
      authorization: `Bearer ${key}`,
    },
    body: JSON.stringify({
      query: 'subscription($after: String) { events(after: $after, types: ["test"]) { id cursor } }',
      variables: { after },
    }),
  });
  async function* events(): AsyncGenerator<Told> {
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = /^data: (.+)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) yield JSON.parse(data).data.events;
      }
    }
  }
  return { events: events(), close: () => ended.abort() };
};
const append = (...ids: string[]) =>
  appendEvents(
    house.plant.db,
    ids.map((id) => ({ id, type: "test", time: new Date(), source: "test", objects: [] })),
  );
const next = async (events: AsyncGenerator<Told>) => {
  const { value } = await events.next();
  return value as Told;
};

test("a subscription that lost its connection goes on where it stood: nothing left out, nothing twice", async () => {
  await append("before");
  const first = await subscribe("0");
  const before = await next(first.events);
  expect(before.id).toBe("before");
  await append("one");
  const one = await next(first.events);
  expect(one.id).toBe("one");
  first.close();
  const away = Array.from({ length: 700 }, (_, index) => `away-${index}`);
  await append(...away);
  const second = await subscribe(one.cursor);
  const told: string[] = [];
  while (told.length < 700) told.push((await next(second.events)).id);
  expect(told).toEqual(away);
  await append("live");
  expect((await next(second.events)).id).toBe("live");
  second.close();
});
