import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cp, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { inject } from "vitest";
import { fourEyesOf } from "../../agents/runtime/four-eyes.ts";
import { type ApiOptions, type RunningApi, startApi } from "../../services/api/server.ts";
import { silentLogger } from "../../services/core/log.ts";
import { openChat } from "../../services/launcher/chat-client.ts";
import { resumeClock } from "../../services/mes/clock.ts";
import { savePlan } from "../../services/mes/commands/save-plan.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { workflowIds } from "../../workflows/ids.ts";
import { anyPlan } from "./any-plan.ts";
import { startCannedModel } from "./canned-model.ts";
import { createTestPlant } from "./plant.ts";

/** Any repair will do here: what better ones are worth, the planner's own tests say. */
const repairMs = "100";
const root = join(import.meta.dirname, "../..");
const started = async (child: ChildProcess): Promise<void> => {
  let tail = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (tail += chunk));
  await new Promise<void>((resolve, reject) => {
    child.on("message", (message) => message === "ready" && resolve());
    child.once("exit", (code) => reject(new Error(`the worker ended (${code}): ${tail}`)));
  });
};

/** The brain without a plant: real PostgreSQL and Temporal, a worker process of its own, a model with given answers. */
export const startTestHouse = async (
  settings: Readonly<Record<string, string>> = {},
  over: Partial<Pick<ApiOptions, "tls" | "patience">> = {},
) => {
  const plant = await createTestPlant();
  await resumeClock(plant.db, demoEpoch(), 1);
  await plant.db
    .updateTable("equipment")
    .set({ state_code: 2202 })
    .where("state_code", "is", null)
    .where("level", "=", "WorkCenter")
    .execute();
  await plant.db.transaction().execute((tx) => savePlan(tx, { ...anyPlan, plantTime: demoEpoch() }));
  const model = await startCannedModel();
  const taskQueue = `test-${randomUUID()}`;
  const address = inject("temporalAddress");
  const connection = await Connection.connect({ address });
  const temporal = new Client({ connection });
  const folder = await mkdtemp(join(tmpdir(), "millwright-house-"));
  await cp(inject("workflowBundles"), join(folder, "cache"), { recursive: true });
  const children = new Set<ChildProcess>();

  const startWorker = async () => {
    const child = spawn(process.execPath, [join(root, "workflows/worker.ts")], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...process.env,
        DATABASE_URL: plant.url,
        TEMPORAL_ADDRESS: address,
        TASK_QUEUE: taskQueue,
        LLM_URL: model.url,
        DATA_DIR: folder,
        LOG_LEVEL: "silent",
        REPAIR_BUDGET_MS: repairMs,
        ...settings,
      },
    });
    children.add(child);
    await started(child);
    return {
      kill: async (signal: NodeJS.Signals) => {
        child.kill(signal);
        if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
        children.delete(child);
      },
    };
  };
  const apiOptions: ApiOptions = {
    databaseUrl: plant.url,
    temporal,
    temporalAddress: address,
    taskQueue,
    host: "127.0.0.1",
    port: 0,
    sessionSecret: "a secret for tests only",
    demo: true,
    fourEyes: fourEyesOf(settings["FOUR_EYES"] ?? "instructions"),
    repairMs: Number(repairMs),
    log: silentLogger,
    ...over,
  };
  const api: RunningApi = await startApi(apiOptions);
  return {
    plant,
    model,
    api,
    /** For further APIs of the same house. */
    apiOptions,
    temporal,
    workflowIds: workflowIds(taskQueue),
    startWorker,
    chat: (user = "li.wei", conversationId?: string) => openChat(api.url, { demo: user }, conversationId),
    close: async () => {
      for (const child of children) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
      await api.close();
      await connection.close();
      await model.close();
      await plant.close();
    },
  };
};
