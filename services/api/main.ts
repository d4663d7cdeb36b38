import { resolve } from "node:path";
import { Client, Connection } from "@temporalio/client";
import { fourEyesOf } from "../../agents/runtime/four-eyes.ts";
import { loadConfig } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";
import { createLogger } from "../core/log.ts";
import { runPart } from "../core/part.ts";
import { reasonOf } from "../core/reason.ts";
import { temporalAccess } from "../core/temporal-access.ts";
import { setPlantZone } from "../core/zone.ts";
import { encoderOf } from "../knowledge/encoder.ts";
import { createLlmClient } from "../llm/client.ts";
import { openDatabase } from "../mes/database.ts";
import { createPersonNames } from "../mes/queries/person-names.ts";
import { startApi } from "./server.ts";
import { readTls } from "./tls.ts";

await runPart(async () => {
  const config = loadConfig();
  setPlantZone(config.PLANT_TIME_ZONE);
  const access = temporalAccess(config);
  if (!config.SESSION_SECRET)
    throw new MillwrightError("CONFIG_INVALID", {
      path: "SESSION_SECRET",
      problem: "set it to a random text of 16 characters or more",
    });
  const tls = readTls(config.TLS_CERT, config.TLS_KEY);
  const connection = await Connection.connect(access).catch((cause) => {
    throw new MillwrightError(
      "TEMPORAL_UNUSABLE",
      { address: access.address, reason: reasonOf(cause) },
      { cause },
    );
  });
  const databaseUrl = config.DATABASE_URL ?? "postgres://127.0.0.1:5432/millwright";
  const people = openDatabase(databaseUrl, { max: 1 });
  const client = createLlmClient({
    url: config.LLM_URL ?? `http://127.0.0.1:${config.LLM_PORT}/v1`,
    timeoutMs: config.LLM_TIMEOUT_MS,
    isOwn: config.LLM_PRIVATE,
    names: createPersonNames(people.db),
    ...(config.LLM_API_KEY ? { apiKey: config.LLM_API_KEY } : {}),
  });
  const api = await startApi({
    databaseUrl,
    temporal: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }),
    temporalAddress: access.address,
    taskQueue: config.TASK_QUEUE,
    host: config.API_HOST,
    port: config.API_PORT,
    sessionSecret: config.SESSION_SECRET,
    demo: config.DEMO,
    fourEyes: fourEyesOf(config.FOUR_EYES),
    repairMs: config.REPAIR_BUDGET_MS,
    encoder: encoderOf(client),
    ...(config.MQTT_URL ? { mqttUrl: config.MQTT_URL } : {}),
    ...(config.LLM_URL ? { pingModel: client.models } : {}),
    ...(config.BACKUP_DIR
      ? { backups: { folder: resolve(config.BACKUP_DIR), everyHours: config.BACKUP_EVERY_H } }
      : {}),
    ...(tls ? { tls } : {}),
    ...(config.TRUST_PROXY ? { trustProxy: config.TRUST_PROXY } : {}),
    log: createLogger("api", config.LOG_LEVEL),
  });
  return async () => {
    await api.close();
    await people.close();
    await connection.close();
  };
});
