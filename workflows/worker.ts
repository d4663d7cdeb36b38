import { join } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { makeTelemetryFilterString, NativeConnection, Runtime } from "@temporalio/worker";
import { watchAlerts } from "../agents/analyst/alerts/watch.ts";
import { watchInspections } from "../agents/analyst/inspection/watch.ts";
import { createPlantDocuments } from "../agents/process/instruction/plant-documents.ts";
import { createKnowledge as createRepairKnowledge } from "../agents/repair/knowledge.ts";
import { watchCellJobs } from "../agents/robot/cell-jobs.ts";
import { createCellDriver } from "../agents/robot/drive.ts";
import { watchPatrols } from "../agents/robot/patrol/watch.ts";
import { createTraffic } from "../agents/robot/traffic/traffic.ts";
import { fourEyesOf } from "../agents/runtime/four-eyes.ts";
import { createLanguageModel } from "../agents/runtime/language-model.ts";
import { openDesk } from "../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../agents/scheduler/desk/planning.ts";
import { createActivities } from "../agents/steward/activities.ts";
import { watchPlaybooks } from "../agents/steward/playbook/watch.ts";
import { createPlantClock } from "../services/core/clock.ts";
import { loadConfig } from "../services/core/config.ts";
import { MillwrightError } from "../services/core/errors.ts";
import { createLogger } from "../services/core/log.ts";
import { runPart } from "../services/core/part.ts";
import { reasonOf } from "../services/core/reason.ts";
import { temporalAccess } from "../services/core/temporal-access.ts";
import { setPlantZone } from "../services/core/zone.ts";
import { encoderOf } from "../services/knowledge/encoder.ts";
import { createKnowledge } from "../services/knowledge/knowledge.ts";
import { createLlmClient } from "../services/llm/client.ts";
import { keepAudit } from "../services/mes/audit/keep.ts";
import { auditKey } from "../services/mes/audit/key.ts";
import { readClock } from "../services/mes/clock.ts";
import { openDatabase } from "../services/mes/database.ts";
import { keepMeasured } from "../services/mes/figures/measured.ts";
import { createPersonNames } from "../services/mes/queries/person-names.ts";
import { latestPlanVersion } from "../services/mes/queries/plans.ts";
import { keepTidy } from "../services/mes/retention/keep-tidy.ts";
import { createCellWorker, createWorker } from "./house.ts";
import { workflowIds } from "./ids.ts";
import { requireOwnQueue, storeName, workerIdentity } from "./neighbours.ts";
import { wakePlaybook } from "./playbook.ts";
import { temporalLog } from "./temporal-log.ts";

/** Below this the agents ask instead of acting; set by the held-out evaluation in models/README.md. */
const leastConfidence = 0.4;

await runPart(async () => {
  const config = loadConfig();
  setPlantZone(config.PLANT_TIME_ZONE);
  const log = createLogger("worker", config.LOG_LEVEL);
  const filter = makeTelemetryFilterString({ core: "WARN", other: "ERROR" });
  Runtime.install({
    logger: temporalLog(log),
    telemetryOptions: { logging: { forward: {}, filter } },
    shutdownSignals: [],
  });
  const access = temporalAccess(config);
  const unavailable = (cause: unknown) => {
    throw new MillwrightError(
      "TEMPORAL_UNUSABLE",
      { address: access.address, reason: reasonOf(cause) },
      { cause },
    );
  };
  const connection = await NativeConnection.connect(access).catch(unavailable);
  const databaseUrl = config.DATABASE_URL ?? "postgres://127.0.0.1:5432/millwright";
  const { db, close } = openDatabase(databaseUrl, { max: 20 });
  const sealingKey = await auditKey(db, config.DATA_DIR);
  const desk = openDesk(databaseUrl);
  const clock = createPlantClock(await readClock(db));
  const client = createLlmClient({
    url: config.LLM_URL ?? `http://127.0.0.1:${config.LLM_PORT}/v1`,
    timeoutMs: config.LLM_TIMEOUT_MS,
    isOwn: config.LLM_PRIVATE,
    names: createPersonNames(db),
    ...(config.LLM_API_KEY ? { apiKey: config.LLM_API_KEY } : {}),
    ...(config.LLM_MODEL ? { model: config.LLM_MODEL } : {}),
  });
  const knowledge = createKnowledge({ db, ...encoderOf(client) });
  const activities = createActivities({
    db,
    clock,
    desk,
    model: createLanguageModel(client),
    planning: createPlanning({ desk, clock, budgetMs: config.PLAN_BUDGET_MS, seed: config.PLANT_SEED }),
    repairMs: config.REPAIR_BUDGET_MS,
    driveCell: createCellDriver({ db, databaseUrl, clock, replanMs: config.REPAIR_BUDGET_MS }),
    repairs: createRepairKnowledge(db),
    knowledge,
    documents: createPlantDocuments(db, knowledge),
    staleInstructions: config.STALE_INSTRUCTIONS,
    fourEyes: fourEyesOf(config.FOUR_EYES),
    approvalTtlS: config.APPROVAL_TTL_S,
    leastConfidence,
    log,
  });
  const starter = await Connection.connect(access).catch(unavailable);
  const store = await storeName(db);
  await requireOwnQueue(
    starter,
    { namespace: config.TEMPORAL_NAMESPACE, taskQueue: config.TASK_QUEUE },
    store,
  );
  const place = { connection, namespace: config.TEMPORAL_NAMESPACE, taskQueue: config.TASK_QUEUE };
  const cacheDir = join(config.DATA_DIR, "cache");
  const workers = [
    await createWorker({ ...place, identity: workerIdentity(store), cacheDir, activities, log }),
    await createCellWorker({ ...place, activities: { driveCell: activities.driveCell } }),
  ];
  const traffic = await createTraffic({ db, databaseUrl, clock, log });
  const alerts = watchAlerts(db, clock, log);
  const { KEEP_PLANS_DAYS: plans, KEEP_CHAT_DAYS: chat, KEEP_MESSAGES_DAYS: messages } = config;
  const tidying = keepTidy(db, { plans, chat, messages, measurements: config.KEEP_MEASUREMENTS_DAYS }, log);
  const measuring = keepMeasured(db, log);
  const audit = await keepAudit(db, databaseUrl, sealingKey, log);
  const inspections = watchInspections(db, clock, log);
  const patrols = watchPatrols(db, clock, log);
  const running = Promise.all(workers.map((worker) => worker.run()));
  running.catch((error) => {
    log.error({ error: (error as Error).stack }, "worker ended");
    process.exit(1);
  });

  const temporal = new Client({ connection: starter, namespace: config.TEMPORAL_NAMESPACE });
  const ids = workflowIds(config.TASK_QUEUE);
  const playbooks = await watchPlaybooks({
    db,
    clock,
    databaseUrl,
    log,
    handOn: async ({ id, playbookId, cause }) => {
      await temporal.workflow.signalWithStart("playbook", {
        workflowId: ids.playbook(playbookId, cause),
        taskQueue: config.TASK_QUEUE,
        args: [{ runId: id }],
        signal: wakePlaybook,
      });
    },
  });

  const jobs = await watchCellJobs({
    db,
    clock,
    databaseUrl,
    log,
    handOn: async (toolCallId) => {
      await temporal.workflow.start("dispatch", {
        workflowId: ids.dispatch(toolCallId),
        taskQueue: config.TASK_QUEUE,
        args: [{ toolCallId, checks: ["robot"] }],
        workflowIdConflictPolicy: "USE_EXISTING",
      });
    },
  });

  // A plant without a plan gets one, when there is something to plan; the id makes several workers start it once.
  const hasOrders = (await db.selectFrom("work_order").select("id").limit(1).execute()).length > 0;
  if (hasOrders && (await latestPlanVersion(db)) === 0)
    await temporal.workflow
      .start("planning", {
        workflowId: ids.planning("initial"),
        taskQueue: config.TASK_QUEUE,
        args: [{ requestId: "initial", reason: { kind: "first" } }],
        workflowIdConflictPolicy: "USE_EXISTING",
      })
      .catch((error) => log.warn({ error: (error as Error).message }, "first plan not started"));
  return async () => {
    await playbooks.close();
    await jobs.close();
    await starter.close();
    for (const worker of workers) worker.shutdown();
    await running;
    await connection.close();
    await desk.close();
    await traffic.close();
    await alerts.close();
    await tidying.close();
    await measuring.close();
    await audit.close();
    await inspections.close();
    await patrols.close();
    await close();
  };
});
