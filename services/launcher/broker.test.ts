import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBroker } from "./broker.ts";

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
