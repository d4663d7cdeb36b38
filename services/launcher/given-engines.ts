import { Connection } from "@temporalio/client";
import type { Config } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";
import { reasonOf } from "../core/reason.ts";
import { type TemporalAccess, temporalAccess } from "../core/temporal-access.ts";
import { tryBroker } from "../ingest/broker.ts";
import { createLlmClient, type LlmClient } from "../llm/client.ts";
import { tryDatabase } from "../mes/fitness.ts";
import { greetHttp2 } from "./greet-http2.ts";
import type { PartName } from "./options.ts";

const patienceMs = 10_000;
/** Tokens of the prompt that tells a model of the tools, a sentence and its answer; its signs are counted by `prompt.test.ts`. */
const leastContext = 4_096;

/** gRPC's code for what is not there. */
const notFound = 5;

/** @throws MillwrightError TEMPORAL_UNUSABLE, TEMPORAL_NAMESPACE_MISSING. */
const tryTemporal = async (access: TemporalAccess, namespace: string): Promise<void> => {
  const { address } = access;
  let connection: Connection | undefined;
  try {
    await greetHttp2(access, patienceMs);
    connection = await Connection.connect({ ...access, connectTimeout: patienceMs });
    await connection.withDeadline(Date.now() + patienceMs, () =>
      connection!.workflowService.describeNamespace({ namespace }),
    );
  } catch (cause) {
    const { code, details } = cause as { code?: unknown; details?: string };
    if (code === notFound) throw new MillwrightError("TEMPORAL_NAMESPACE_MISSING", { address, namespace });
    throw new MillwrightError(
      "TEMPORAL_UNUSABLE",
      { address, reason: details || reasonOf(cause) },
      { cause },
    );
  } finally {
    await connection?.close();
  }
};

/** Connections of a part's pools and listeners when all of them are in use. */
const connectionsOf: Partial<Readonly<Record<PartName, number>>> = { worker: 30, api: 20, ingest: 12 };

/** A data store that lets in too few is told: the house starts on fewer, and fails when much is asked at once. */
const tryConnections = async (
  url: string,
  needs: (part: PartName) => boolean,
  note: (detail: string) => void,
): Promise<void> => {
  const { connections } = await tryDatabase(url);
  const wanted = Object.entries(connectionsOf).reduce(
    (sum, [part, count]) => sum + (needs(part as PartName) ? count : 0),
    0,
  );
  if (connections < wanted)
    note(
      `The database lets the house have ${connections} connections at once; what is started here takes up to ${wanted}. Raise the limit of the role, of the database or max_connections, else it fails when much is asked (DATABASE_URL).`,
    );
};

/** Asks for one small answer and one vector, and tells what the house does without. What is refused for good ends the start. */
const tryAnswers = async (client: LlmClient, note: (detail: string) => void): Promise<void> => {
  const ok = {
    type: "object",
    properties: { ok: { const: true } },
    required: ["ok"],
    additionalProperties: false,
  };
  const messages = [{ role: "user", content: 'Answer {"ok": true}' } as const];
  await client.chatJson({ messages, schema: ok, maxTokens: 32 }).catch((error: MillwrightError) => {
    if (error.code === "CONFIG_INVALID") throw error;
    note(
      `The model server gave no answer in JSON: ${error.message} Sentences will fail as long as it does not (LLM_URL).`,
    );
  });
  const lacks = client.lacks();
  if (lacks.includes("schema"))
    note(
      "The model server decodes under no JSON schema: an answer that is not a call of a tool is refused, and the person asks again (LLM_URL).",
    );
  if (lacks.includes("logprobs"))
    note("The model server tells no probabilities: the house cannot see how sure an answer is (LLM_URL).");
  await client.embed(["ok"]).catch(() => {
    note("The model server has no embeddings: documents are found by their words alone (LLM_URL).");
  });
};

/** A model server may come later: its absence is told, and what it refuses us ends the start. */
const tryModel = async (config: Config, url: string, note: (detail: string) => void): Promise<void> => {
  const client = createLlmClient({
    url,
    timeoutMs: patienceMs,
    ...(config.LLM_API_KEY ? { apiKey: config.LLM_API_KEY } : {}),
    ...(config.LLM_MODEL ? { model: config.LLM_MODEL } : {}),
  });
  const models = await client.models().catch((error: MillwrightError) => {
    if (error.code === "CONFIG_INVALID") throw error;
    const { reason = `nothing in ${patienceMs / 1_000} s` } = error.details;
    note(
      `The model server at ${url} gives no answer yet: ${reason}. Questions are kept until it does (LLM_URL).`,
    );
    return undefined;
  });
  if (models) {
    await tryAnswers(client, note);
    const { id, promptStyle, contextLength = Number.POSITIVE_INFINITY } = await client.decoder();
    if (promptStyle === "general" && contextLength < leastContext)
      note(
        `The model ${id} is served with a context of ${contextLength} tokens; a sentence takes ${leastContext} with all that a model of another make is told, so that sentences will fail (LLM_URL).`,
      );
  }
  const ids = models?.map(({ id }) => id);
  if (config.LLM_MODEL && ids && !ids.includes(config.LLM_MODEL))
    note(`The model server lists no ${config.LLM_MODEL} (LLM_MODEL); it has ${ids.join(", ") || "none"}.`);
};

/**
 * Tries the engines that an address was given for, before anything of the house is started: each failure says which one, where,
 * why and by which setting it is mended.
 */
export const tryGivenEngines = async (
  config: Config,
  needs: (part: PartName) => boolean,
  note: (detail: string) => void,
): Promise<void> => {
  const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, MQTT_URL, LLM_URL } = config;
  await Promise.all([
    DATABASE_URL && tryConnections(DATABASE_URL, needs, note),
    TEMPORAL_ADDRESS &&
      (needs("api") || needs("worker")) &&
      tryTemporal(temporalAccess(config), TEMPORAL_NAMESPACE),
    MQTT_URL && (needs("ingest") || needs("simulator")) && tryBroker(MQTT_URL),
    LLM_URL && (needs("api") || needs("worker")) && tryModel(config, LLM_URL, note),
  ]);
};
