import type { ExpressionOrFactory, SqlBool } from "kysely";
import type { Db, Tx } from "../database.ts";
import type { Database } from "../schema.ts";

/** Jobs of orders in the order of their release, each with whether it stands for its segment or was broken off. */
export const jobsOfOrders = (
  db: Db | Tx,
  narrow: ExpressionOrFactory<Database & { j: Database["job_order"] }, "j", SqlBool>,
) =>
  db
    .selectFrom("job_order as j")
    .leftJoin("standing_job as s", "s.id", "j.id")
    .selectAll("j")
    .select((fields) => fields("s.id", "is not", null).as("stands"))
    .where(narrow as never)
    .orderBy("j.planned_start", (order) => order.asc().nullsFirst())
    .orderBy("j.id")
    .execute();
export type OrderJob = Awaited<ReturnType<typeof jobsOfOrders>>[number];

/** What became of a segment of an order. */
export interface SegmentJobs {
  /** The job that stands for it; none before its release, and where its line broke it off with pieces left. */
  readonly job: OrderJob | undefined;
  /** The job that its line broke off with pieces left, unless what is left was released again. */
  readonly brokenOff: OrderJob | undefined;
  /** Jobs that were released for it. */
  readonly attempts: number;
  /** Pieces of all of them. */
  readonly good: number;
  readonly scrap: number;
  /** Pieces of the order that none of them has made. */
  readonly left: number;
}

/** @param jobs Of one segment, as `jobsOfOrders` gives them. */
export const segmentJobs = (quantity: number, jobs: readonly OrderJob[]): SegmentJobs => {
  const sum = (of: "good" | "scrap") => jobs.reduce((total, job) => total + job[of], 0);
  const [good, scrap] = [sum("good"), sum("scrap")];
  const left = Math.max(0, quantity - good - scrap);
  const last = jobs.at(-1);
  const stands = jobs.find((job) => job.stands);
  // Counts that came after it was broken off may leave nothing to release.
  const job = stands ?? (left === 0 ? last : undefined);
  return { job, brokenOff: job ? undefined : last, attempts: jobs.length, good, scrap, left };
};
