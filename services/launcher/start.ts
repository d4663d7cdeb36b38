import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Config, loadConfig } from "../core/config.ts";
import { setPlantZone } from "../core/zone.ts";
import { keepBackups } from "./backups.ts";
import { prepareDatabase } from "./database.ts";
import { tryGivenEngines } from "./given-engines.ts";
import { lockDataDir } from "./lock.ts";
import { awaitMachines } from "./machines.ts";
import { type PartName, partNames, type StartOptions } from "./options.ts";
import { claimPort } from "./ports.ts";
import { embeddedUrl, startPostgres } from "./postgres.ts";
import { prepare } from "./prepare.ts";
import type { Progress } from "./progress.ts";
import { allSettled } from "./stop-wish.ts";
import { createSupervisor, type Part } from "./supervisor.ts";
import { startTemporal } from "./temporal.ts";

export interface RunningHouse {
  readonly url: string;
  readonly databaseUrl: string;
  /** Whether it is the demonstration plant. */
  readonly demo: boolean;
  /** Process id of a supervised part, for tests that kill one. */
  pid(part: PartName): number | undefined;
  stop(): Promise<void>;
}

/** Signs sessions; made once and kept, so that a restart signs nobody out. */
const sessionSecret = async (config: Config, dataDir: string): Promise<string> => {
  if (config.SESSION_SECRET) return config.SESSION_SECRET;
  const file = join(dataDir, "session-secret");
  if (existsSync(file)) return readFile(file, "utf8");
  const secret = randomBytes(32).toString("hex");
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
};

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
  const stops: (() => Promise<unknown>)[] = [lock.release];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  const has = (part: PartName) => only.has(part);

  try {
    const { DATABASE_URL, TEMPORAL_ADDRESS, MQTT_URL, LLM_URL } = config;
    if (DATABASE_URL || TEMPORAL_ADDRESS || MQTT_URL || LLM_URL)
      await progress.step("Engines that are given", (note) => tryGivenEngines(config, has, note));
    wish.throwIfAborted();
    const prepared = await prepare(progress, {
      temporalAddress: has("temporal") ? config.TEMPORAL_ADDRESS : "not wanted",
      wish,
    });

    const database = async (): Promise<string> => {
      if (config.DATABASE_URL || !has("database"))
        return config.DATABASE_URL ?? embeddedUrl(config.POSTGRES_PORT);
      const port = await claimPort(config.POSTGRES_PORT, "PostgreSQL", "POSTGRES_PORT");
      const running = await progress.step("PostgreSQL", () =>
        startPostgres({ dataDir: join(dataDir, "postgres"), port }),
      );
      stops.push(running.stop);
      await lock.remember(running.pid, "postgres");
      return running.url;
    };
    const temporal = async (): Promise<string> => {
      if (config.TEMPORAL_ADDRESS || !prepared.temporal)
        return config.TEMPORAL_ADDRESS ?? `127.0.0.1:${config.TEMPORAL_PORT}`;
      const { temporal: binary } = prepared;
      const port = await claimPort(config.TEMPORAL_PORT, "Temporal", "TEMPORAL_PORT");
      const databaseFile = join(dataDir, "temporal.db");
      const running = await progress.step("Temporal", () => startTemporal({ binary, port, databaseFile }));
      stops.push(running.stop);
      await lock.remember(running.pid, "temporal");
      return running.address;
    };
    const supervise = () =>
      createSupervisor({
        logDir: join(dataDir, "logs"),
        say: progress.say,
        onStart: (pid, part) => lock.remember(pid, part.script),
      });
    // Apart from the others, since it is stopped after them.
    const brokers = supervise();
    const started = new Map<PartName, { pid(): number | undefined }>();
    const broker = async (): Promise<string> => {
      if (config.MQTT_URL || !has("broker")) return config.MQTT_URL ?? `mqtt://127.0.0.1:${config.MQTT_PORT}`;
      const port = await claimPort(config.MQTT_PORT, "MQTT broker", "MQTT_PORT");
      stops.push(brokers.stopAll);
      const env = { ...settings, DATA_DIR: dataDir, MQTT_PORT: String(port) };
      const script = "services/launcher/broker-main.ts";
      started.set(
        "broker",
        await progress.step("MQTT broker", () => brokers.start({ name: "broker", script, env })),
      );
      return `mqtt://127.0.0.1:${port}`;
    };
    const [databaseUrl, temporalAddress, mqttUrl] = await allSettled([database(), temporal(), broker()]);
    wish.throwIfAborted();
    const programs = join(dataDir, "inspection-programs.json");
    const clock = await progress.step("Plant data", (note) =>
      prepareDatabase({ databaseUrl, config, simulated: has("simulator"), programs, note }),
    );

    const ownModel = !config.LLM_URL && has("llm");
    const llmPort = ownModel ? await claimPort(config.LLM_PORT, "model server", "LLM_PORT") : config.LLM_PORT;
    const apiPort = has("api")
      ? await claimPort(config.API_PORT, "console and API", "API_PORT", config.API_HOST)
      : config.API_PORT;
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
    stops.push(supervisor.stopAll);
    // A part that is stopped before it can serve ends its start.
    wish.throwIfAborted();
    wish.addEventListener("abort", supervisor.stopAll, { once: true });

    const simulate = config.DEMO && has("simulator");
    const parts: { name: PartName; title: string; part: Omit<Part, "name">; wanted: boolean }[] = [
      {
        name: "llm",
        title: "Model server",
        wanted: ownModel,
        part: { script: "services/llm/main.ts", args: ["--port", String(llmPort)], env },
      },
      {
        name: "worker",
        title: "Agents (Temporal worker)",
        wanted: has("worker"),
        part: { script: "workflows/worker.ts", env },
      },
      {
        name: "ingest",
        title: "Machine data",
        wanted: has("ingest"),
        part: { script: "services/ingest/main.ts", env },
      },
      {
        name: "api",
        title: "API and console",
        wanted: has("api"),
        part: { script: "services/api/main.ts", env },
      },
      {
        name: "simulator",
        title: "Simulated plant",
        wanted: simulate,
        part: {
          script: "simulators/main.ts",
          args: [
              ...["--seed", String(config.PLANT_SEED), "--speed", String(clock.speed)],
              ...["--programs", programs, "--zone", config.PLANT_TIME_ZONE],
            ...[
              "--plant",
              new Date(clock.plantAnchor).toISOString(),
              "--wall",
              new Date(clock.wallAnchor).toISOString(),
            ],
          ],
          // Its password would be seen on the command line.
          env: { MQTT_URL: mqttUrl },
        },
      },
    ];
    await Promise.all(
      parts
        .filter(({ wanted }) => wanted)
        .map(async ({ name, title, part }) => {
          started.set(name, await progress.step(title, () => supervisor.start({ name, ...part })));
        }),
    );
    if (simulate && has("ingest"))
      await progress.step("Machines", async (note) => {
        const { online, lines } = await awaitMachines(databaseUrl, wish);
        note(`${online} of ${lines} lines online`);
      });
    wish.throwIfAborted();
    const { BACKUP_DIR: folder, BACKUP_EVERY_H: everyHours, BACKUP_KEEP: keep } = config;
    if (folder && has("database"))
      stops.push(keepBackups({ folder: resolve(folder), everyHours, keep, databaseUrl, say: progress.say }));
    return {
      url: `${config.TLS_CERT ? "https" : "http"}://${config.API_HOST === "0.0.0.0" ? "127.0.0.1" : config.API_HOST}:${apiPort}`,
      databaseUrl,
      demo: config.DEMO,
      pid: (name) => started.get(name)?.pid(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
