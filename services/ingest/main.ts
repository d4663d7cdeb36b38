import { loadConfig } from "../core/config.ts";
import { createLogger } from "../core/log.ts";
import { runPart } from "../core/part.ts";
import { setPlantZone } from "../core/zone.ts";
import { startIngest } from "./ingest.ts";

await runPart(async () => {
  const config = loadConfig();
  setPlantZone(config.PLANT_TIME_ZONE);
  const ingest = await startIngest({
    databaseUrl: config.DATABASE_URL ?? "postgres://127.0.0.1:5432/millwright",
    mqttUrl: config.MQTT_URL ?? "mqtt://127.0.0.1:1883",
    hostId: "millwright",
    log: createLogger("ingest", config.LOG_LEVEL),
  });
  return ingest.close;
});
