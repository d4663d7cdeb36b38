import { join, resolve } from "node:path";
import { type Config, loadConfig } from "../core/config.ts";
import { keptSecret } from "../core/kept-secret.ts";
import { setPlantZone } from "../core/zone.ts";
import { isDiskFull, tellFullDisk } from "../mes/full-disk.ts";
import { keepBackups } from "./backups.ts";
import { prepareDatabase } from "./database.ts";
import { createEndings } from "./endings.ts";
import { startEngines } from "./engines.ts";
import { tryGivenEngines } from "./given-engines.ts";
import { lockDataDir } from "./lock.ts";
import { awaitMachines } from "./machines.ts";
import { type PartName, partNames, type StartOptions } from "./options.ts";
import { partsOf } from "./parts.ts";
import { claimPort } from "./ports.ts";
import { prepare } from "./prepare.ts";
import type { Progress } from "./progress.ts";
import { reachOf } from "./reach.ts";
import { createSupervisor, type SupervisedPart } from "./supervisor.ts";

export interface RunningHouse {
  readonly url: string;
  readonly databaseUrl: string;
  /** What stands before a command in another terminal. */
  readonly reach: readonly string[];
  /** Whether it is the demonstration plant. */
  readonly demo: boolean;
  /** Process id of a supervised part, for tests that kill one. */
  pid(part: PartName): number | undefined;
  stop(): Promise<void>;
}

/** Signs sessions; made once and kept, so that a restart signs nobody out. */
const sessionSecret = async (config: Config, dataDir: string): Promise<string> =>
  config.SESSION_SECRET ?? keptSecret(join(dataDir, "session-secret"), 32);

/**
 * Starts the house: engines that no address was given for, then the parts, and gives the console's address. Whatever
 * was started is stopped again when a later step fails, or when an end is wished before all is started.
 *
 * @throws the reason of `wish` when it was aborted meanwhile.
 */
export const startHouse = async (
  { only, settings }: StartOptions,
  progress: Progress,
  wish: AbortSignal = new AbortController().signal,
): Promise<RunningHouse> => {
  const config = loadConfig({ ...process.env, ...settings });
  setPlantZone(config.PLANT_TIME_ZONE);
  const dataDir = resolve(config.DATA_DIR);
  const whole = partNames.every((part) => only.has(part));
  const lock = await lockDataDir(dataDir, whole ? "launcher" : `launcher-${[...only].sort().join("-")}`);
  const endings = createEndings(lock.release);
  const has = (part: PartName) => only.has(part);

  try {
    // First of all: what is taken would otherwise be told after the plant was made.
    const ownModel = !config.LLM_URL && has("llm");
    const llmPort = ownModel
      ? await claimPort(config.LLM_PORT, { zh: "模型服务", en: "model server" }, "LLM_PORT")
      : config.LLM_PORT;
    const apiPort = has("api")
      ? await claimPort(
          config.API_PORT,
          { zh: "控制台与接口", en: "console and API" },
          "API_PORT",
          config.API_HOST,
        )
      : config.API_PORT;
    const { DATABASE_URL, TEMPORAL_ADDRESS, MQTT_URL, LLM_URL } = config;
    if (DATABASE_URL || TEMPORAL_ADDRESS || MQTT_URL || LLM_URL)
      await progress.step("Engines that are given", (note) => tryGivenEngines(config, has, note));
    wish.throwIfAborted();
    const prepared = await prepare(progress, {
      temporalAddress: has("temporal") ? config.TEMPORAL_ADDRESS : "not wanted",
      wish,
    });

    const supervise = () =>
      createSupervisor({
        logDir: join(dataDir, "logs"),
        say: progress.say,
        onStart: (pid, part) => lock.remember(pid, part.script),
      });
    // Apart from the others, since it is stopped after them.
    const brokers = supervise();
    const started = new Map<PartName, SupervisedPart>();
    const { databaseUrl, temporalAddress, mqttUrl } = await startEngines({
      ...{ config, settings, has, dataDir, lock, prepared, progress, brokers },
      onStop: endings.add,
      onStarted: (name, running) => started.set(name, running),
    });
    wish.throwIfAborted();
    const programs = join(dataDir, "inspection-programs.json");
    const clock = await progress.step("Plant data", (note) =>
      prepareDatabase({ databaseUrl, config, simulated: has("simulator"), programs, note }).catch(
        async (error: unknown) => {
          const isOwn = !config.DATABASE_URL && has("database");
          throw tellFullDisk(error, isOwn && (await isDiskFull(dataDir)));
        },
      ),
    );

    const env = {
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      MQTT_URL: mqttUrl,
      LLM_URL: config.LLM_URL ?? `http://127.0.0.1:${llmPort}/v1`,
      API_PORT: String(apiPort),
      SESSION_SECRET: await sessionSecret(config, dataDir),
      ...settings,
      ...(has("api") ? { API_PORT: String(apiPort) } : {}),
    };
    const supervisor = supervise();
    endings.add(supervisor.stopAll);
    // A part that is stopped before it can serve ends its start.
    wish.throwIfAborted();
    wish.addEventListener("abort", supervisor.stopAll, { once: true });

    const known = {
      MQTT_URL: config.MQTT_URL || has("broker") ? mqttUrl : "",
      LLM_URL: config.LLM_URL || ownModel ? env.LLM_URL : "",
    };
    const parts = partsOf({ config, clock, has, env, known, mqttUrl, llmPort, programs });
    await Promise.all(
      parts.map(async ({ title, ...part }) => {
        started.set(part.name, await progress.step(title, () => supervisor.start(part)));
      }),
    );
    if (has("ingest") && parts.some(({ name }) => name === "simulator"))
      await progress.step("Machines", async (note) => {
        const { online, lines } = await awaitMachines(databaseUrl, wish);
        note(`${online} of ${lines} lines online`);
      });
    wish.throwIfAborted();
    const { BACKUP_DIR: folder, BACKUP_EVERY_H: everyHours, BACKUP_KEEP: keep } = config;
    if (folder && has("database"))
      endings.add(keepBackups({ folder: resolve(folder), everyHours, keep, databaseUrl, say: progress.say }));
    return {
      url: `${config.TLS_CERT ? "https" : "http"}://${config.API_HOST === "0.0.0.0" ? "127.0.0.1" : config.API_HOST}:${apiPort}`,
      databaseUrl,
      reach: reachOf({ ...config, POSTGRES_PORT: Number(new URL(databaseUrl).port) }),
      demo: config.DEMO,
      pid: (name) => started.get(name)?.pid(),
      stop: endings.run,
    };
  } catch (error) {
    // Why it did not start matters more than what could not be ended behind it.
    await endings.run().catch((failure: unknown) => progress.say(String(failure)));
    throw error;
  }
};
