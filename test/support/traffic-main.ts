import { createTraffic } from "../../agents/robot/traffic/traffic.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { silentLogger } from "../../services/core/log.ts";
import { readClock } from "../../services/mes/clock.ts";
import { openDatabase } from "../../services/mes/database.ts";

const databaseUrl = process.argv[2]!;
const { db } = openDatabase(databaseUrl, { max: 4 });
await createTraffic({ db, databaseUrl, clock: createPlantClock(await readClock(db)), log: silentLogger });
process.send?.("ready");
// Whoever started it may be gone without a word.
process.once("disconnect", () => process.exit(0));
