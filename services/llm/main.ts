import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { loadConfig } from "../core/config.ts";
import { MillwrightError } from "../core/errors.ts";
import { createLogger } from "../core/log.ts";
import { readArguments, type ServerArguments, usage } from "./arguments.ts";
import { listSources, loadAll } from "./load.ts";
import { createRegistry } from "./registry.ts";
import { createLlmServer } from "./server.ts";

/** Why the server cannot be reached where it was told to listen. */
const cannotListen = ({ host, port }: ServerArguments, cause: NodeJS.ErrnoException): MillwrightError => {
  if (cause.code === "EADDRINUSE") {
    const details = { port, purpose: "model server", variable: "--port or LLM_PORT" };
    return new MillwrightError("PORT_IN_USE", details, { cause });
  }
  const path = cause.code === "EACCES" ? "--port" : "--host";
  const problem = `cannot listen at ${host}:${port}: ${cause.message}`;
  return new MillwrightError("INVALID_INPUT", { path, problem }, { cause });
};

/** The model server as a process: it answers /health at once and loads its models meanwhile. */
const main = async (): Promise<void> => {
  const config = loadConfig();
  const args = readArguments(process.argv.slice(2), config);
  if (args === "help") {
    process.stdout.write(usage);
    return;
  }
  const log = createLogger("llm", config.LOG_LEVEL);
  const sources = await listSources(args, resolve(config.DATA_DIR));
  const registry = createRegistry(sources.map(({ model }) => model));
  const { app, stop } = createLlmServer({
    registry,
    log,
    sequences: args.sequences,
    queue: args.queue,
    ...(args.deadlineMs === undefined ? {} : { deadlineMs: args.deadlineMs }),
    ...(args.apiKey ? { apiKey: args.apiKey } : {}),
  });

  let closing = false;
  const close = async () => {
    // Asked a second time, it does not wait for running answers.
    if (closing) return stop(0);
    closing = true;
    log.info({ graceMs: args.graceMs }, "model server stops");
    await stop(args.graceMs);
    for (const model of registry.models) if (model.role === "decoder") await model.engine?.close();
    process.exit();
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
  // Started by another process of the house: it must not outlive that one.
  process.once("disconnect", close);

  try {
    await app.listen({ port: args.port, host: args.host });
  } catch (cause) {
    throw cannotListen(args, cause as NodeJS.ErrnoException);
  }
  const address = `http://${args.host}:${(app.server.address() as AddressInfo).port}`;
  log.info({ url: `${address}/v1`, models: registry.models.map(({ id }) => id) }, "model server listens");
  await loadAll(sources, args, log);
  if (registry.ready()) log.info("all models are loaded");
  // Tells a launcher that this process can serve.
  process.send?.("ready");
};

try {
  await main();
} catch (error) {
  const text =
    error instanceof MillwrightError
      ? `${error.bilingual.en}\n${error.bilingual.zh}`
      : String((error as Error).stack);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
