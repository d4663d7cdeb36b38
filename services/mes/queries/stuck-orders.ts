import { endStatuses } from "../../replay/job.ts";
import type { Db, Tx } from "../database.ts";

/** Open orders that somebody has put on hold, with what was said, those due first first. */
export const heldOrders = (db: Db | Tx) =>
  db
    .selectFrom("work_order")
    .select(["id", "product_id", "quantity", "due_time", "hold_reason"])
    .where("held", "=", true)
    .where("status", "not in", ["Completed", "Cancelled"])
    .orderBy("due_time")
    .orderBy("id")
    .execute();

/** Released jobs that have not ended on lines, with the line. */
export const jobsOnLines = (db: Db | Tx, lines: readonly string[]) =>
  lines.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom("job_order")
        .select(["work_order_id", "segment", "equipment_id"])
        .where("equipment_id", "in", lines)
        .where("dispatch_status", "not in", endStatuses)
        .orderBy("changed_at")
        .execute();
