import { join } from "node:path";
import { loadConfig } from "../core/config.ts";
import { createLogger } from "../core/log.ts";
import { runPart } from "../core/part.ts";
import { startBroker } from "./broker.ts";

/** The embedded broker as a process of its own: it falls alone, and comes back with all that it has acknowledged. */
await runPart(async () => {
  const { MQTT_PORT: port, DATA_DIR, LOG_LEVEL } = loadConfig();
  const log = createLogger("broker", LOG_LEVEL);
  const { stop } = await startBroker({ port, file: join(DATA_DIR, "broker.db"), log });
  return stop;
});
