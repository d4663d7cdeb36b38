import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { connect, connectAsync, type MqttClient } from "mqtt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "../core/log.ts";
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

/** Has every write refused, as a full disk would, until what it gives is called. */
const refuseWrites = (file: string) => {
  const other = new DatabaseSync(file);
  other.exec("begin immediate");
  return () => {
    other.exec("rollback");
    other.close();
  };
};

test("what cannot be written is not acknowledged and told in the log; with room again it goes on", async () => {
  const file = join(folder, "full", "broker.db");
  const lines: string[] = [];
  const log = createLogger("broker", "info", { write: (line) => void lines.push(line) });
  const broker = await startBroker({ port: 0, file, log });
  const ingest = await connectAsync(broker.url, session);
  await ingest.subscribeAsync("plant/#", { qos: 1 });
  await ingest.endAsync();
  const send = async (text: string): Promise<string> => {
    const machine = await connectAsync(broker.url, { reconnectPeriod: 0 });
    const hungUp = new Promise<string>((done) => machine.once("close", () => done("refused")));
    const sent = machine.publishAsync("plant/line", text, { qos: 1 });
    const end = await Promise.race([sent.then(() => "taken"), hungUp]).catch(() => "refused");
    machine.end(true);
    return end;
  };
  const witness = await connectAsync(broker.url);
  await witness.subscribeAsync("plant/#", { qos: 1 });
  const passedOn = received(witness, 1);
  expect(await send("before")).toBe("taken");
  await passedOn;
  await witness.endAsync();
  const giveRoom = refuseWrites(file);
  for (const text of ["one", "another"]) expect(await send(text)).toBe("refused");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("senders send it again");
  expect(lines[0]).toContain(file);
  giveRoom();
  expect(await send("after")).toBe("taken");
  const client = connect(broker.url, session);
  expect(await received(client, 2)).toEqual(["before", "after"]);
  await client.endAsync();
  await broker.stop();
});

test("a store that was full has what it took, nothing that it refused, and forgets later what it could not forget", async () => {
  const file = join(folder, "store", "broker.db");
  const store = new BrokerStore(file);
  await store.setup({ id: "broker" });
  const message = (text: string) => ({
    topic: "plant/line",
    payload: Buffer.from(text),
    qos: 1,
    retain: false,
  });
  const packet = (of: ReturnType<typeof message>, brokerCounter: number) => ({
    ...of,
    brokerId: "broker",
    brokerCounter,
  });
  const texts = () => store.leftBehind(0).map(({ payload }) => Buffer.from(payload).toString());
  const ingest = { clientId: "ingest" };
  await store.addSubscriptions({ id: "gone" }, [{ topic: "plant/#", clientId: "gone", qos: 1 }]);
  const taken = message("taken");
  await store.accept(taken);

  const giveRoom = refuseWrites(file);
  await expect(store.outgoingEnqueueCombi([ingest], packet(taken, 1))).rejects.toThrow();
  await expect(store.accept(message("refused"))).rejects.toThrow();
  await store.cleanSubscriptions({ id: "gone" });
  await expect(store.accept(message("refused"))).rejects.toThrow();
  expect(texts()).toEqual(["taken"]);
  giveRoom();

  await store.accept(message("next"));
  await store.outgoingEnqueueCombi([ingest], packet(taken, 2));
  expect(texts()).toEqual(["next"]);
  await store.destroy();
  const kept = new DatabaseSync(file);
  const count = (table: string) => kept.prepare(`select count(*) as n from ${table}`).get()?.["n"];
  expect([count("accepted"), count("outgoing"), count("subscription")]).toEqual([1, 1, 0]);
  kept.close();
});

test("a message that takes longer to store than one that came later is handed on all the same", async () => {
  const broker = await startBroker({ port: 0, file: join(folder, "order", "broker.db") });
  const ingest = await connectAsync(broker.url, session);
  await ingest.subscribeAsync(["plant/#", "state/#"], { qos: 1 });
  const machine = await connectAsync(broker.url);
  const rounds = 40;
  const all = received(ingest, rounds * 3);
  // Retained ones are stored twice, those of QoS 0 not at all; all at once.
  for (let round = 0; round < rounds; round += 1) {
    machine.publish(`state/${round}`, `retained ${round}`, { qos: 1, retain: true });
    machine.publish("plant/line", `kept ${round}`, { qos: 1 });
    machine.publish("plant/line", `passing ${round}`, { qos: 0 });
  }
  expect(new Set(await all).size).toBe(rounds * 3);
  await machine.endAsync();
  await ingest.endAsync();
  await broker.stop();
});
