import { join } from "node:path";
import type { Config } from "../core/config.ts";
import { embeddedUrlOf, keepPassword } from "../core/embedded-database.ts";
import { type Engine, keepEngine } from "./kept-engine.ts";
import type { DataDirLock } from "./lock.ts";
import type { PartName } from "./options.ts";
import { atPort, claimPort } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import type { Prepared } from "./prepare.ts";
import type { Progress } from "./progress.ts";
import { allSettled } from "./stop-wish.ts";
import type { SupervisedPart, Supervisor } from "./supervisor.ts";
import { startTemporal } from "./temporal.ts";

export interface Engines {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly mqttUrl: string;
}

interface EnginesDeps {
  readonly config: Config;
  /** Settings of the command line. */
  readonly settings: Readonly<Record<string, string>>;
  readonly has: (part: PartName) => boolean;
  readonly dataDir: string;
  readonly lock: DataDirLock;
  readonly prepared: Prepared;
  readonly progress: Progress;
  readonly brokers: Supervisor;
  /** Takes what ends an engine, as soon as it runs. */
  readonly onStop: (stop: () => Promise<unknown>) => void;
  readonly onStarted: (part: PartName, running: SupervisedPart) => void;
}

/** Starts the engines that are wanted and that no address was given for, and tells where each is found. */
export const startEngines = async ({
  config,
  settings,
  has,
  dataDir,
  lock,
  prepared,
  progress,
  brokers,
  onStop,
  onStarted,
}: EnginesDeps): Promise<Engines> => {
  const kept = async <E extends Engine>(title: string, word: string, start: () => Promise<E>): Promise<E> => {
    const onStart = (pid: number) => lock.remember(pid, word);
    const { first, stop } = await progress.step(title, () =>
      keepEngine({ title, start, onStart, say: progress.say }),
    );
    onStop(stop);
    return first;
  };
  const database = async (): Promise<string> => {
    if (config.DATABASE_URL || !has("database"))
      return config.DATABASE_URL ?? embeddedUrlOf(dataDir, config.POSTGRES_PORT);
    const password = await keepPassword(dataDir);
    const start = atPort(config.POSTGRES_PORT, "PostgreSQL", "POSTGRES_PORT", (port) =>
      startPostgres({ dataDir: join(dataDir, "postgres"), port, password }),
    );
    return (await kept("PostgreSQL", "postgres", start)).url;
  };
  const temporal = async (): Promise<string> => {
    if (config.TEMPORAL_ADDRESS || !prepared.temporal)
      return config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
    const { temporal: binary } = prepared;
    const port = await claimPort(config.TEMPORAL_PORT, "Temporal", "TEMPORAL_PORT");
    const databaseFile = join(dataDir, "temporal.db");
    const start = () => startTemporal({ binary, port, databaseFile });
    return (await kept("Temporal", "temporal", start)).address;
  };
  const broker = async (): Promise<string> => {
    if (config.MQTT_URL || !has("broker")) return config.MQTT_URL ?? `mqtt://127.0.0.1:${config.MQTT_PORT}`;
    const port = await claimPort(config.MQTT_PORT, { zh: "MQTT 代理", en: "MQTT broker" }, "MQTT_PORT");
    onStop(brokers.stopAll);
    const env = { ...settings, DATA_DIR: dataDir, MQTT_PORT: String(port) };
    const script = "services/launcher/broker-main.ts";
    onStarted(
      "broker",
      await progress.step("MQTT broker", () => brokers.start({ name: "broker", script, env })),
    );
    return `mqtt://127.0.0.1:${port}`;
  };
  const [databaseUrl, temporalAddress, mqttUrl] = await allSettled([database(), temporal(), broker()]);
  return { databaseUrl, temporalAddress, mqttUrl };
};
