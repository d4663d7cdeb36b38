import { connectAsync, type MqttClient } from "mqtt";
import { createPlantClock } from "../core/clock.ts";
import { MillwrightError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import { readClock } from "../mes/clock.ts";
import { openDatabase } from "../mes/database.ts";
import { listen } from "../mes/listen.ts";
import { createOutboxSource, outboxChannel } from "../mes/outbox.ts";
import { sitesOf } from "../mes/queries/sites.ts";
import { cellSays, isCellTopic } from "../protocols/cell/topic.ts";
import { formatCfxTopic } from "../protocols/cfx/envelope.ts";
import { namespace, stateTopic } from "../protocols/sparkplug/topic.ts";
import { createCellHost } from "./cell-host.ts";
import { createCfxHost } from "./cfx-host.ts";
import { createLanes } from "./lanes.ts";
import { createMessages } from "./messages.ts";
import { createOutboxPublisher } from "./outbox-publisher.ts";
import { createSparkplugHost } from "./sparkplug-host.ts";
import { createVehicleHost } from "./vehicle-host.ts";

export interface IngestOptions {
  readonly databaseUrl: string;
  readonly mqttUrl: string;
  readonly hostId: string;
  readonly log: Logger;
}

export interface RunningIngest {
  /** Resolves when everything received so far is stored. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** A message larger than this is set aside unread. */
const largestMessage = 256 * 1_024;
/** Times that a message is tried when the database does not take it, and the pause between. */
const retryPausesMs = [100, 300, 1_000, 3_000, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000];

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Faults of the connection, not of the message: trying again can help. */
const isDatabaseAway = (error: unknown): boolean => {
  const code = String((error as { code?: unknown }).code ?? "");
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|57P0|08|40)/.test(code) ||
    /timeout|terminated|Connection/i.test((error as Error).message ?? "")
  );
};

const connectBroker = async (mqttUrl: string, hostId: string): Promise<MqttClient> => {
  const offline = JSON.stringify({ online: false, timestamp: Date.now() });
  try {
    return await connectAsync(mqttUrl, {
      // A session that the broker keeps: what is sent at QoS 1 while this host is away waits for it.
      clientId: `millwright-${hostId}`,
      clean: false,
      reconnectPeriod: 1_000,
      will: { topic: stateTopic(hostId), payload: Buffer.from(offline), qos: 1, retain: true },
    });
  } catch (cause) {
    throw new MillwrightError("BROKER_UNAVAILABLE", { url: mqttUrl }, { cause });
  }
};

/** Connects the plant's wire with the data store, both ways. */
export const startIngest = async ({
  databaseUrl,
  mqttUrl,
  hostId,
  log,
}: IngestOptions): Promise<RunningIngest> => {
  const { db, close } = openDatabase(databaseUrl, { max: 8 });
  const clock = createPlantClock(await readClock(db));
  const client = await connectBroker(mqttUrl, hostId);
  const publish = async (topic: string, payload: Buffer) =>
    void (await client.publishAsync(topic, payload, { qos: 1 }));
  const messages = createMessages(db);
  const groups = new Set<string>();
  const wire = {
    messages,
    now: () => clock.now().getTime(),
    publish: (topic: string, payload: Buffer) => void publish(topic, payload).catch(() => {}),
  };
  const lines = createSparkplugHost({ groups, ...wire });
  const vehicles = createVehicleHost(wire);
  const units = createCfxHost({ groups, messages });
  const cells = createCellHost(messages);
  const hostOf = (topic: string) => {
    if (topic.startsWith(namespace)) return lines;
    if (topic.startsWith("cfx/")) return units;
    return isCellTopic(topic) ? cells : vehicles;
  };

  const setAside = async (topic: string, payload: Buffer, problem: string) => {
    log.warn({ topic, problem }, "message set aside");
    await db
      .insertInto("set_aside_message")
      .values({
        topic: topic.slice(0, 500),
        payload: payload.subarray(0, largestMessage),
        problem: problem.slice(0, 1_000),
      })
      .execute();
  };
  const take = async (topic: string, payload: Buffer) => {
    if (payload.length > largestMessage)
      return setAside(topic, payload, `${payload.length} bytes; at most ${largestMessage} are read`);
    await hostOf(topic).handle(topic, payload);
  };
  const handle = async (topic: string, payload: Buffer) => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await take(topic, payload);
      } catch (error) {
        const wait = retryPausesMs[attempt];
        if (!isDatabaseAway(error)) return setAside(topic, payload, (error as Error).message).catch(() => {});
        if (wait === undefined)
          return log.error(
            { topic },
            "database away for too long; the machine's next birth will repeat this",
          );
        await pause(wait);
      }
    }
  };
  // One lane a machine: its messages stay in order, and a slow one holds up nobody else.
  const lanes = createLanes();
  client.on("message", (topic, payload) => {
    // Every protocol names the machine fourth.
    const machine = topic.split("/")[3];
    lanes.run(machine ?? topic, () => handle(topic, payload));
  });

  const outbox = createOutboxPublisher({ source: createOutboxSource(db), publish, log });
  const flush = () => void outbox.flush();
  const announce = () => {
    const online = JSON.stringify({ online: true, timestamp: Date.now() });
    client.publish(stateTopic(hostId), online, { qos: 1, retain: true });
    flush();
  };
  await client.subscribeAsync(["uagv/v2/+/+/state", "uagv/v2/+/+/connection", ...cellSays], { qos: 1 });
  /** Lines report in the group of their site; one that is imported later is listened to then. */
  const listenToSites = async () => {
    for (const group of await sitesOf(db)) {
      if (groups.has(group)) continue;
      groups.add(group);
      await client.subscribeAsync([`${namespace}/${group}/#`, formatCfxTopic(group, "+")], { qos: 1 });
    }
  };
  await listenToSites();
  client.on("connect", announce);
  client.on("error", (error) => log.warn({ error: error.message }, "broker"));
  announce();
  const listener = await listen(databaseUrl, [outboxChannel], flush, flush);
  // A safety net: should a notification be lost, what waits goes out all the same.
  const timer = setInterval(() => {
    flush();
    listenToSites().catch((error) => log.warn({ error: (error as Error).message }, "sites"));
  }, 5_000);

  return {
    settled: lanes.settled,
    close: async () => {
      clearInterval(timer);
      await listener.close();
      await client
        .publishAsync(stateTopic(hostId), JSON.stringify({ online: false, timestamp: Date.now() }), {
          qos: 1,
          retain: true,
        })
        .catch(() => {});
      await client.endAsync(true);
      await lanes.settled();
      await close();
    },
  };
};
