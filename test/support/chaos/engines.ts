import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../services/launcher/ports.ts";
import { startPostgres } from "../../../services/launcher/postgres.ts";
import { resumeClock } from "../../../services/mes/clock.ts";
import { savePlan } from "../../../services/mes/commands/save-plan.ts";
import { openDatabase } from "../../../services/mes/database.ts";
import { migrate } from "../../../services/mes/migrate.ts";
import { seedDemoPlant } from "../../../services/mes/seed/seed.ts";
import { demoEpoch } from "../../../services/mes/seed/time.ts";
import { anyPlan } from "../any-plan.ts";
import { type PartProcess, startPart } from "../part-process.ts";

export const victims = ["postgres", "api", "worker", "ingest", "broker"] as const;
export type Victim = (typeof victims)[number];

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Tries until it works: what it needs may be dead at this moment. */
export const insist = async <T>(work: () => Promise<T>, tries = 2_000): Promise<T> => {
  for (let left = tries; ; left -= 1)
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await pause(100);
    }
};

/**
 * A house of processes that can be killed, PostgreSQL as durable as an installed one; each of its parts is started again after its
 * kill, as the launcher would.
 */
export const startMortalHouse = async ({
  temporalAddress,
  taskQueue,
  llmUrl,
}: {
  readonly temporalAddress: string;
  readonly taskQueue: string;
  readonly llmUrl: string;
}) => {
  const folder = await mkdtemp(join(tmpdir(), "millwright-chaos-"));
  // As root, PostgreSQL runs under another account, which has to pass through.
  await chmod(folder, 0o711);
  const [pgPort, mqttPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const openPostgres = () => startPostgres({ dataDir: join(folder, "postgres"), port: pgPort });
  let postgres = await openPostgres();
  const open = openDatabase(postgres.url, { max: 4 });
  await migrate(open.pool);
  await seedDemoPlant(open.db, 1);
  await resumeClock(open.db, demoEpoch(), 1);
  await open.db.transaction().execute((tx) => savePlan(tx, { ...anyPlan, plantTime: demoEpoch() }));
  await open.db
    .updateTable("equipment")
    .set({ state_code: 2202 })
    .where("state_code", "is", null)
    .where("level", "=", "WorkCenter")
    .execute();

  const env = {
    DATA_DIR: folder,
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporalAddress,
    TASK_QUEUE: taskQueue,
    MQTT_URL: `mqtt://127.0.0.1:${mqttPort}`,
    MQTT_PORT: String(mqttPort),
    API_PORT: String(apiPort),
    LLM_URL: llmUrl,
    SESSION_SECRET: "a secret for tests only",
    LOG_LEVEL: "warn",
  };
  const scripts = {
    broker: "services/launcher/broker-main.ts",
    api: "services/api/main.ts",
    worker: "workflows/worker.ts",
    ingest: "services/ingest/main.ts",
  } as const;
  const parts = new Map<string, PartProcess>();
  /** Parts that ended without having been killed. */
  const fallen: string[] = [];
  let isClosing = false;
  const start = async (name: string, script: string) => {
    const part = await insist(() => startPart(script, env));
    part.child.once("exit", (code, signal) => {
      if (signal !== "SIGKILL" && !isClosing) fallen.push(`${name} (${signal ?? code})`);
    });
    parts.set(name, part);
  };
  await start("broker", scripts.broker);
  await Promise.all([
    start("api", scripts.api),
    start("worker", scripts.worker),
    start("ingest", scripts.ingest),
    start("ingest-2", scripts.ingest),
  ]);

  return {
    db: open.db,
    env,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    fallen,
    /** Kills one and has it back. */
    kill: async (victim: Victim): Promise<void> => {
      if (victim === "postgres") {
        process.kill(postgres.pid, "SIGKILL");
        postgres = await insist(openPostgres);
        return;
      }
      await parts.get(victim)!.kill();
      await start(victim, scripts[victim]);
    },
    close: async (): Promise<void> => {
      isClosing = true;
      await Promise.all([...parts.values()].map((part) => part.kill()));
      await open.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type MortalHouse = Awaited<ReturnType<typeof startMortalHouse>>;
