import type { Insertable } from "kysely";
import type { Db } from "../../services/mes/database.ts";
import type { NewEvent } from "../../services/mes/events.ts";
import type { JobOrderTable } from "../../services/mes/schema/dispatch.ts";

/** A job of a segment of an order at a line. */
export interface TestJob {
  readonly id: string;
  readonly order: string;
  readonly line: string;
  readonly segment: number;
  readonly quantity: number;
}

/** A job as the database has it while its line works on it, unless `more` says otherwise. */
export const jobRow = (
  { id, order, line, segment, quantity }: TestJob,
  changedAt: Date,
  more: Partial<Insertable<JobOrderTable>> = {},
): Insertable<JobOrderTable> => ({
  id,
  work_order_id: order,
  segment,
  equipment_id: line,
  quantity,
  dispatch_status: "Running",
  released_by: "li.wei",
  changed_at: changedAt,
  ...more,
});

/** Puts a job into the plant that nobody released: what a test is about comes after that. */
export const putJob = async (db: Db, ...[job, changedAt, more]: Parameters<typeof jobRow>): Promise<void> => {
  await db
    .insertInto("job_order")
    .values(jobRow(job, changedAt, more))
    .execute();
};

/** What a line tells of a running job; good pieces and scrap count from its beginning. */
export const jobReport = (
  { id, order, line, quantity }: TestJob,
  time: Date,
  { type = "job.progress", good = 0, scrap = 0 }: { type?: string; good?: number; scrap?: number },
): NewEvent => ({
  id: `${id}/${time.toISOString()}`,
  type,
  time,
  source: "test",
  objects: [
    { id, type: "job_order", qualifier: "reported" },
    { id: order, type: "work_order", qualifier: "order" },
    { id: line, type: "equipment", qualifier: "line" },
  ],
  attributes: { state: "Running", good, scrap, quantity },
});
