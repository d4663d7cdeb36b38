import { type Selectable, sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { hasEnded } from "../../replay/job.ts";
import type { Db, Tx } from "../database.ts";
import type { WorkMasterSegmentTable } from "../schema/definition.ts";
import type { DispatchStatus } from "../schema/dispatch.ts";
import type { WorkOrderTable } from "../schema/order.ts";
import { jobsOfOrders, type OrderJob, segmentJobs } from "./segment-jobs.ts";

export interface OrderSegment {
  readonly segment: number;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly process: string;
  readonly setupFamily: string;
  readonly batchSize: number;
  readonly toolId: string | null;
  readonly skill: string | null;
  readonly documentId: string | null;
  /** The job that stands for it: null while it is to be released, and again once its line broke it off with pieces left. */
  readonly jobOrderId: string | null;
  readonly status: DispatchStatus | null;
  readonly equipmentId: string | null;
  /** The job that its line broke off, while what is left waits to be released again. */
  readonly brokenOff: { readonly jobOrderId: string; readonly equipmentId: string } | null;
  /** Jobs that were released for it so far. */
  readonly attempts: number;
  /** Pieces of all of them. */
  readonly good: number;
  readonly scrap: number;
  /** Pieces that are still to be made. */
  readonly left: number;
  readonly actualStart: Date | null;
  readonly actualEnd: Date | null;
}

export interface Order {
  readonly id: string;
  readonly productId: string;
  readonly productZh: string;
  readonly productEn: string;
  readonly workMasterId: string;
  readonly quantity: number;
  readonly priority: number;
  readonly releaseTime: Date;
  readonly dueTime: Date;
  readonly status: WorkOrderTable["status"];
  readonly held: boolean;
  readonly holdReason: string | null;
  readonly segments: readonly OrderSegment[];
}

/** Ids that look most like the given one, by trigram-free means: same digits in part, then nearest number. */
export const suggestIds = async (
  db: Db | Tx,
  table: "work_order" | "material",
  id: string,
  limit = 3,
): Promise<string[]> => {
  const digits = id.replace(/\D/g, "") || "0";
  const rows = await db
    .selectFrom(table)
    .select("id")
    .$if(table === "material", (query) => query.where(sql<boolean>`kind = 'Component'`))
    .orderBy(
      sql`abs(coalesce(nullif(regexp_replace(id, '\\D', '', 'g'), '')::numeric, 0) - ${digits}::numeric)`,
    )
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
};

/** @param jobs Of all its segments. */
const orderOf = (
  row: Selectable<WorkOrderTable> & { readonly name_zh: string; readonly name_en: string },
  segments: readonly Selectable<WorkMasterSegmentTable>[],
  jobs: readonly OrderJob[],
): Order => {
  const made = Map.groupBy(jobs, ({ segment }) => segment);
  return {
    id: row.id,
    productId: row.product_id,
    productZh: row.name_zh,
    productEn: row.name_en,
    workMasterId: row.work_master_id,
    quantity: row.quantity,
    priority: row.priority,
    releaseTime: row.release_time,
    dueTime: row.due_time,
    status: row.status,
    held: row.held,
    holdReason: row.hold_reason,
    segments: segments.map((segment): OrderSegment => {
      const { job, brokenOff, attempts, good, scrap, left } = segmentJobs(
        row.quantity,
        made.get(segment.segment) ?? [],
      );
      return {
        segment: segment.segment,
        nameZh: segment.name_zh,
        nameEn: segment.name_en,
        process: segment.process,
        setupFamily: segment.setup_family,
        batchSize: segment.batch_size,
        toolId: segment.tool_id,
        skill: segment.skill,
        documentId: segment.document_id,
        jobOrderId: job?.id ?? null,
        status: job?.dispatch_status ?? null,
        equipmentId: job?.equipment_id ?? null,
        brokenOff: brokenOff ? { jobOrderId: brokenOff.id, equipmentId: brokenOff.equipment_id } : null,
        attempts,
        good,
        scrap,
        left,
        actualStart: job?.actual_start ?? null,
        actualEnd: job?.actual_end ?? null,
      };
    }),
  };
};

/** Orders by their ids, in three queries however many they are; who is not known is not among them. */
export const ordersByIds = async (
  db: Db | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Order>> => {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("work_order as o")
    .innerJoin("material as p", "p.id", "o.product_id")
    .selectAll("o")
    .select(["p.name_zh", "p.name_en"])
    .where(sql<boolean>`o.id = any(${ids}::text[])`)
    .execute();
  const masters = rows.map(({ work_master_id: master }) => master);
  const segments = Map.groupBy(
    await db
      .selectFrom("work_master_segment")
      .selectAll()
      .where(sql<boolean>`work_master_id = any(${masters}::text[])`)
      .orderBy("segment")
      .execute(),
    ({ work_master_id: master }) => master,
  );
  const jobs = Map.groupBy(
    await jobsOfOrders(db, () => sql<boolean>`j.work_order_id = any(${ids}::text[])`),
    ({ work_order_id: order }) => order,
  );
  return new Map(
    rows.map((row) => [row.id, orderOf(row, segments.get(row.work_master_id) ?? [], jobs.get(row.id) ?? [])]),
  );
};

/** @throws MillwrightError UNKNOWN_ORDER with the nearest ids. */
export const orderById = async (db: Db | Tx, id: string): Promise<Order> => {
  const order = (await ordersByIds(db, [id])).get(id);
  if (!order)
    throw new MillwrightError("UNKNOWN_ORDER", { id, suggestions: await suggestIds(db, "work_order", id) });
  return order;
};
/** A number that no order has: one more than the highest. */
export const nextOrderId = async (db: Db | Tx): Promise<string> => {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(substring(id from '^WO-(\\d{1,6})$')::int), 1000) + 1 as next from work_order`.execute(
    db,
  );
  return `WO-${rows[0]!.next}`;
};

/** The first segment that no job stands for: what a release would release, all of it or what a job that was broken off has left. */
export const nextSegment = (order: Order): OrderSegment | undefined =>
  order.segments.find((segment) => segment.jobOrderId === null);

/** The segment that is released and not finished, if any. */
export const currentSegment = (order: Order): OrderSegment | undefined =>
  order.segments.find(({ status }) => status !== null && !hasEnded({ status }));

/** Whether all of a segment is made. */
export const isMade = ({ status }: Pick<OrderSegment, "status">): boolean =>
  status !== null && hasEnded({ status });

/** @throws MillwrightError ORDER_COMPLETED when nothing of the order is to be made any more. */
export const requireOpen = ({ id, status }: Pick<Order, "id" | "status">): void => {
  if (status === "Completed" || status === "Cancelled")
    throw new MillwrightError("ORDER_COMPLETED", { order: id });
};

/** That a segment of the order is at a line already. */
export const alreadyReleased = (
  { id }: Pick<Order, "id">,
  { segment, equipmentId, jobOrderId }: OrderSegment,
): MillwrightError =>
  new MillwrightError("ORDER_ALREADY_RELEASED", {
    order: id,
    segment,
    line: equipmentId ?? "-",
    jobOrder: jobOrderId ?? "-",
  });

export interface EligibleLine {
  readonly equipmentId: string;
  readonly runSeconds: number;
}

export const eligibleLines = async (
  db: Db | Tx,
  workMasterId: string,
  segment: number,
): Promise<EligibleLine[]> => {
  const rows = await db
    .selectFrom("segment_equipment")
    .select(["equipment_id", "run_seconds"])
    .where("work_master_id", "=", workMasterId)
    .where("segment", "=", segment)
    .orderBy("equipment_id")
    .execute();
  return rows.map((row) => ({ equipmentId: row.equipment_id, runSeconds: row.run_seconds }));
};
