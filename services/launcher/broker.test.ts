import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "./broker.ts";
import { BrokerStore } from "./broker-store.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-broker-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const session = { clientId: "ingest", clean: false, reconnectPeriod: 0 } as const;
/** Resolves with so many messages, in the order in which they came. */
const received = (client: MqttClient, count: number) =>
  new Promise<string[]>((resolve) => {
    const texts: string[] = [];
    client.on("message", (_topic, payload) => {
      texts.push(payload.toString());
      if (texts.length === count) resolve(texts);
    });
  });
test("what the broker has acknowledged is there after a kill, in order, once for those who had it", async () => {
  const path = (name: string) => join(folder, name, "broker.db");
  const before = await startBroker({ port: 0, file: path("before") });
  const ingest = await connectAsync(before.url, session);
  await ingest.subscribeAsync("plant/#", { qos: 1 });
  const machine = await connectAsync(before.url);
  const first = received(ingest, 1);
  await machine.publishAsync("plant/line", "had already", { qos: 1 });
  await first;
  await ingest.endAsync();
  for (const text of ["one", "二", "three"]) await machine.publishAsync("plant/line", text, { qos: 1 });
  await machine.publishAsync("STATE/host", "online", { qos: 1, retain: true });
  // The files as a kill leaves them: nothing was closed.
  await cp(join(folder, "before"), join(folder, "after"), { recursive: true });
  await machine.endAsync();
  await before.stop();

  const after = await startBroker({ port: 0, file: path("after") });
  // What waits comes in the same breath as the answer.
  const client = connect(after.url, session);
  expect(await received(client, 3)).toEqual(["one", "二", "three"]);
  const state = received(client, 1);
  await client.subscribeAsync("STATE/host");
  expect(await state).toEqual(["online"]);
  await client.endAsync();
  await after.stop();
});

test("a message is on disk before its sender is told, and handed on by the broker that comes next", async () => {
  const file = join(folder, "door", "broker.db");
  // As a broker leaves it that falls between its answer and its work.
  const store = new BrokerStore(file);
  await store.accept({ topic: "plant/line", payload: Buffer.from("at the door"), qos: 1, retain: false });
  await store.addSubscriptions({ id: "ingest" }, [{ topic: "plant/#", clientId: "ingest", qos: 1 }]);
  await store.destroy();

  for (const [times, expected] of [
    ["once", ["at the door"]],
    ["and not again", ["next"]],
  ] as const) {
    const broker = await startBroker({ port: 0, file });
    const client = connect(broker.url, session);
    const got = received(client, 1);
    if (times !== "once") await client.publishAsync("plant/line", "next", { qos: 1 });
    expect(await got).toEqual(expected);
    await client.endAsync();
    await broker.stop();
  }
});
