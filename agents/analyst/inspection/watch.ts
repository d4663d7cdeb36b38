import type { PlantClock } from "../../../services/core/clock.ts";
import { every } from "../../../services/core/every.ts";
import type { Logger } from "../../../services/core/log.ts";
import { endClusters, storeClusters } from "../../../services/mes/commands/inspection/clusters.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { InspectionMethod } from "../../../services/protocols/cfx/inspection.ts";
import { clustersAt, windowMs } from "./find.ts";

/** Lines and methods with defects that came after one that was seen, and the latest of them. */
const newsSince = async (db: Db, arrived: string) => {
  const rows = await db
    .selectFrom("inspection_defect")
    .select(["line", "method", (fields) => fields.fn.max("arrived").as("arrived")])
    .where("arrived", ">", arrived)
    .where("line", "is not", null)
    .groupBy(["line", "method"])
    .execute();
  return rows as { line: string; method: InspectionMethod; arrived: string }[];
};

/** Looks for clusters on one line. Gives how many are new. */
export const lookAtLine = async (
  db: Db,
  line: string,
  method: InspectionMethod,
  now: Date,
): Promise<number> => {
  const found = await clustersAt(db, line, method, now);
  return db.transaction().execute((tx) => storeClusters(tx, found, now));
};

/** Clusters without a defect in the whole window are over. */
export const endQuiet = (db: Db, now: Date) =>
  db.transaction().execute((tx) => endClusters(tx, new Date(now.getTime() - windowMs), now));

/** Wall time between two looks. */
const everyMs = 30_000;

/**
 * Looks for clusters wherever defects have come, as long as the house runs. What is found is in the data store; after a restart every
 * place is looked at once more.
 */
export const watchInspections = (db: Db, clock: PlantClock, log: Logger): { close(): Promise<void> } => {
  let seen = "0";
  return every(
    everyMs,
    async () => {
      const news = await newsSince(db, seen);
      for (const { line, method } of news) await lookAtLine(db, line, method, clock.now());
      for (const { arrived } of news) if (BigInt(arrived) > BigInt(seen)) seen = arrived;
      await endQuiet(db, clock.now());
    },
    (error) => log.warn({ error: error.message }, "defects could not be looked at"),
  );
};
