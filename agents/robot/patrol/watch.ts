import type { PlantClock } from "../../../services/core/clock.ts";
import type { Logger } from "../../../services/core/log.ts";
import { keepRounds } from "../../../services/mes/commands/patrol/schedule.ts";
import type { Db } from "../../../services/mes/database.ts";

/** Wall time between two looks. */
const everyMs = 10_000;

/** Notes the rounds that are due, and those that are overdue, as long as the house runs. */
export const watchPatrols = (db: Db, clock: PlantClock, log: Logger): { close(): Promise<void> } => {
  let [isClosed, running]: [boolean, Promise<unknown>] = [false, Promise.resolve()];
  let timer: NodeJS.Timeout;
  const look = () => {
    running = db
      .transaction()
      .execute((tx) => keepRounds(tx, clock.now()))
      .catch((error) => log.warn({ error: (error as Error).message }, "rounds could not be looked at"))
      .finally(() => {
        if (isClosed) return;
        timer = setTimeout(look, everyMs);
        timer.unref();
      });
  };
  timer = setTimeout(look, 1_000);
  timer.unref();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
};
