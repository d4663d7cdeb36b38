import { createPlantClock } from "../core/clock.ts";
import type { Logger } from "../core/log.ts";
import { readClock } from "../mes/clock.ts";
import { resentChannel } from "../mes/commands/set-aside.ts";
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
import { createIntake, pause } from "./intake.ts";
import { createMessages } from "./messages.ts";
import { createOutboxPublisher } from "./outbox-publisher.ts";
import { createPatrolHost } from "./patrol-host.ts";
import { createPresence } from "./presence.ts";
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

/** More than this in hand, and the rest waits at the broker until the data store is back. */
const mostInHand = 5_000;
/** So long a process that ends waits for the data store. */
const longestFarewellMs = 8_000;

/** What vehicles and cells say; lines and test stations say it in the group of their site. */
const always = [
  "uagv/v2/+/+/state",
  "uagv/v2/+/+/connection",
  "uagv/v2/+/+/factsheet",
  ...cellSays,
  ...patrolSays,
];

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
  const vehicles = createVehicleHost({ messages });
  const units = createCfxHost({ groups, messages });
  const cells = createCellHost(messages);
  const patrols = createPatrolHost({ groups, messages });
  const hostOf = (topic: string) => {
    if (topic.startsWith(namespace)) return lines;
    if (topic.startsWith("cfx/")) return units;
    if (topic.startsWith("patrol/")) return patrols;
    return isCellTopic(topic) ? cells : vehicles;
  };
  const intake = createIntake({
    db,
    now: clock.now,
    handle: (topic, payload, options) => hostOf(topic).handle(topic, payload, options),
    log,
  });
  let repeating: Promise<void> = Promise.resolve();
  const repeat = () => {
    if (!presence.isOurs()) return;
    repeating = repeating
      .then(intake.takeAgain)
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
        const done = intake.take(topic, payload);
        if (intake.inHand() > mostInHand) void presence.stepAside();
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
  const presence = createPresence({ join, leave, settled: intake.settled, log });
  const duty = await keepStandingBy({
    databaseUrl,
    work: "ingest",
    began: () => presence.turn(true),
    ended: () => presence.turn(false),
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
    Promise.all([presence.comeOrGo(), listenToSites()]).catch((error) =>
      log.warn({ error: (error as Error).message }, "broker"),
    );
  }, 5_000);

  return {
    settled: intake.settled,
    close: async () => {
      clearInterval(timer);
      await listener.close();
      if (wire?.isConnected()) await wire.takeLeave().catch(() => {});
      await presence.turn(false);
      // Only now may another take over: what is in hand here is not yet. What the data store does not take the broker sends again.
      await Promise.race([intake.settled(), pause(longestFarewellMs)]);
      await duty.close();
      await repeating;
      await close();
    },
  };
};
