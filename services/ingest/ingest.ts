import { createPlantClock } from "../core/clock.ts";
import { MillwrightError } from "../core/errors.ts";
import type { Logger } from "../core/log.ts";
import { isPassing } from "../core/passing.ts";
import { readClock } from "../mes/clock.ts";
import { noteResent, resentChannel, resentMessages, setMessageAside } from "../mes/commands/set-aside.ts";
import { openDatabase } from "../mes/database.ts";
import { keepStandingBy } from "../mes/leadership.ts";
import { listen } from "../mes/listen.ts";
import { createOutboxSource, outboxChannel } from "../mes/outbox.ts";
import { sitesOf } from "../mes/queries/sites.ts";
import { cellSays, isCellTopic } from "../protocols/cell/topic.ts";
import { formatCfxTopic } from "../protocols/cfx/envelope.ts";
import { patrolSays } from "../protocols/patrol/messages.ts";
import { namespace } from "../protocols/sparkplug/topic.ts";
import { createCellHost } from "./cell-host.ts";
import { createCfxHost } from "./cfx-host.ts";
import { failureOf } from "./failure.ts";
import { createLanes } from "./lanes.ts";
import { createMessages } from "./messages.ts";
import { createOutboxPublisher } from "./outbox-publisher.ts";
import { createPatrolHost } from "./patrol-host.ts";
import { screenedMessages } from "./screened.ts";
import { createSparkplugHost } from "./sparkplug-host.ts";
import { createVehicleHost } from "./vehicle-host.ts";
import { openWire, type Wire } from "./wire.ts";

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
/** Of a larger one this much is kept. */
const largestKept = 8 * 1_024 * 1_024;
/** Pauses between tries while the data store does not take a message; the last one goes on for ever. */
const retryPausesMs = [100, 300, 1_000, 3_000, 5_000];
/** More than this in hand, and the rest waits at the broker until the data store is back. */
const mostInHand = 5_000;
/** So long a process that ends waits for the data store. */
const longestFarewellMs = 8_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** What vehicles and cells say; lines and test stations say it in the group of their site. */
const always = ["uagv/v2/+/+/state", "uagv/v2/+/+/connection", ...cellSays, ...patrolSays];

/**
 * Connects the plant's wire with the data store, both ways. Of several that are started one does: a machine's messages are in
 * order, and nothing is sent twice. The others stand by.
 *
 * @throws MillwrightError BROKER_UNAVAILABLE.
 */
export const startIngest = async ({
  databaseUrl,
  mqttUrl,
  hostId,
  log,
}: IngestOptions): Promise<RunningIngest> => {
  const { db, close } = openDatabase(databaseUrl, { max: 8 });
  const setting = await readClock(db);
  const clock = { ...createPlantClock(setting), speed: setting.speed };
  // One lane a machine: its messages stay in order, and a slow one holds up nobody else.
  const lanes = createLanes();
  const messages = screenedMessages(createMessages(db, clock), db, clock);
  const groups = new Set<string>(await sitesOf(db));
  let wire: Wire | undefined;
  const publish = async (topic: string, payload: Buffer) => {
    if (!wire) throw new Error("the broker is left to another, or to later");
    await wire.publish(topic, payload);
  };
  const host = {
    messages,
    now: () => clock.now().getTime(),
    publish: (topic: string, payload: Buffer) => void publish(topic, payload).catch(() => {}),
  };
  const lines = createSparkplugHost({ groups, ...host });
  const vehicles = createVehicleHost(host);
  const units = createCfxHost({ groups, messages });
  const cells = createCellHost(messages);
  const patrols = createPatrolHost({ groups, messages });
  const hostOf = (topic: string) => {
    if (topic.startsWith(namespace)) return lines;
    if (topic.startsWith("cfx/")) return units;
    if (topic.startsWith("patrol/")) return patrols;
    return isCellTopic(topic) ? cells : vehicles;
  };
  const take = async (topic: string, payload: Buffer, isRepeated: boolean) => {
    if (payload.length > largestMessage)
      throw new MillwrightError("PAYLOAD_TOO_LARGE", { size: payload.length, limit: largestMessage });
    await hostOf(topic).handle(topic, payload, { isRepeated });
  };
  /** Until the data store has done it: a message is in hand as long as that takes. */
  const stored = async (topic: string, work: () => Promise<void>): Promise<void> => {
    for (let attempt = 0; ; attempt += 1)
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) throw error;
        const wait = retryPausesMs[attempt];
        if (wait === undefined)
          log.error({ topic, error: (error as Error).message }, "waits for the database");
        await pause(wait ?? retryPausesMs.at(-1)!);
      }
  };
  const handle = async (topic: string, payload: Buffer): Promise<void> => {
    try {
      await stored(topic, () => take(topic, payload, false));
    } catch (error) {
      const failure = failureOf(error, topic);
      log.warn({ topic, ...failure }, "message set aside");
      const kept = payload.subarray(0, largestKept);
      await stored(topic, () => setMessageAside(db, { topic, payload: kept, ...failure }, clock.now()));
    }
  };
  // Every protocol names the machine fourth.
  const laneOf = (topic: string) => topic.split("/")[3] ?? topic;
  let [isOurs, isFull] = [false, false];
  /** What people have sent again, each in its machine's lane. */
  const again = async (): Promise<void> => {
    for (const { id, topic, payload } of await resentMessages(db))
      await lanes.run(laneOf(topic), async () => {
        const failed = await stored(topic, () => take(topic, payload, true)).then(
          () => undefined,
          (error: unknown) => failureOf(error, topic),
        );
        await stored(topic, () => noteResent(db, id, failed));
      });
  };
  let repeating: Promise<void> = Promise.resolve();
  const repeat = () => {
    if (!isOurs) return;
    repeating = repeating
      .then(again)
      .catch((error) => log.warn({ error: (error as Error).message }, "messages sent again wait"));
  };

  const outbox = createOutboxPublisher({ source: createOutboxSource(db), publish, log });
  const flush = () => {
    if (wire) void outbox.flush();
  };
  const here = () => {
    wire?.appear().catch(() => {});
    flush();
  };
  const heard = new Set<string>();
  /** A site that is imported later is listened to then. */
  const listenToSites = async () => {
    for (const group of await sitesOf(db)) {
      if (!wire || heard.has(group)) continue;
      groups.add(group);
      await wire.subscribe([`${namespace}/${group}/#`, formatCfxTopic(group, "+")]);
      heard.add(group);
    }
  };
  const join = async () => {
    wire = await openWire({
      mqttUrl,
      hostId,
      take: (topic, payload) => {
        const done = lanes.run(laneOf(topic), () => handle(topic, payload));
        if (lanes.waiting() > mostInHand && !isFull) void stepAside();
        return done;
      },
      onReconnect: here,
      onError: (error) => log.warn({ error: error.message }, "broker"),
    });
    await wire.subscribe(always);
    await listenToSites();
    here();
    repeat();
  };
  const leave = async () => {
    const left = wire;
    wire = undefined;
    heard.clear();
    await left?.close();
  };
  let changing: Promise<void> = Promise.resolve();
  /** Is with the broker exactly while it is this process's turn and there is room for what comes. */
  const comeOrGo = (): Promise<void> => {
    changing = changing
      .catch(() => {})
      .then(async () => {
        const isWanted = isOurs && !isFull;
        if (!isWanted) await leave();
        else if (!wire) await join().catch((error) => leave().then(() => Promise.reject(error)));
      });
    return changing;
  };
  const stepAside = async () => {
    isFull = true;
    log.warn({ inHand: lanes.waiting() }, "the broker keeps what comes until the database is back");
    await comeOrGo();
    await lanes.settled();
    isFull = false;
    await comeOrGo().catch((error) => log.warn({ error: (error as Error).message }, "broker"));
  };
  const turn = (ours: boolean) => () => {
    if (isOurs !== ours) log.info({}, ours ? "has the broker" : "leaves the broker");
    isOurs = ours;
    return comeOrGo();
  };
  const duty = await keepStandingBy({
    databaseUrl,
    work: "ingest",
    began: turn(true),
    ended: turn(false),
    failed: (error) => log.warn({ error: error.message }, "ingest waits"),
  });
  const look = () => {
    flush();
    repeat();
  };
  const listener = await listen(
    databaseUrl,
    [outboxChannel, resentChannel],
    (channel) => (channel === outboxChannel ? flush() : repeat()),
    look,
  );
  // A safety net: should a notification be lost, what waits goes out all the same.
  const timer = setInterval(() => {
    look();
    Promise.all([comeOrGo(), listenToSites()]).catch((error) =>
      log.warn({ error: (error as Error).message }, "broker"),
    );
  }, 5_000);

  return {
    settled: lanes.settled,
    close: async () => {
      clearInterval(timer);
      await listener.close();
      if (wire?.isConnected()) await wire.takeLeave().catch(() => {});
      isOurs = false;
      await comeOrGo();
      // Only now may another take over: what is in hand here is not yet. What the data store does not take the broker sends again.
      await Promise.race([lanes.settled(), pause(longestFarewellMs)]);
      await duty.close();
      await repeating;
      await close();
    },
  };
};
