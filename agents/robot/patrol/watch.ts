import type { PlantClock } from "../../../services/core/clock.ts";
import { every } from "../../../services/core/every.ts";
import type { Logger } from "../../../services/core/log.ts";
import { keepRounds } from "../../../services/mes/commands/patrol/schedule.ts";
import type { Db } from "../../../services/mes/database.ts";

/** Wall time between two looks. */
const everyMs = 10_000;

/** Notes the rounds that are due, and those that are overdue, as long as the house runs. */
export const watchPatrols = (db: Db, clock: PlantClock, log: Logger): { close(): Promise<void> } =>
  every(
    everyMs,
    () => db.transaction().execute((tx) => keepRounds(tx, clock.now())),
    (error) => log.warn({ error: error.message }, "rounds could not be looked at"),
  );
