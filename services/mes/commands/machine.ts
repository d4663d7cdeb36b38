import { sql } from "kysely";
import { contentHash } from "../../core/ids.ts";
import type { JobResponse } from "../../protocols/job-control/job.ts";
import { statusAfterReport } from "../../replay/job.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { lockLots } from "../queries/kit.ts";
import type { DispatchStatus } from "../schema/dispatch.ts";
import { enqueueJobCommand } from "./job-command.ts";
import { wakeTraffic } from "./roadmap.ts";

export interface JobProgress {
  readonly jobOrderId: string;
  readonly workOrderId: string;
  readonly equipmentId: string;
  readonly toolCallId: string | null;
  readonly status: DispatchStatus;
  readonly good: number;
  readonly scrap: number;
  readonly quantity: number;
  /** False when the report told nothing new. */
  readonly changed: boolean;
}

/** A job with its order's hold, both locked, the order first as everywhere. */
const lockJob = async (tx: Tx, id: string) => {
  const order = await tx
    .selectFrom("work_order")
    .select("held")
    .where("id", "=", (job) => job.selectFrom("job_order").select("work_order_id").where("id", "=", id))
    // A plan that is being stored refers to orders, for seconds on a large plant: reports do not wait for it.
    .forNoKeyUpdate()
    .executeTakeFirst();
  const job = await tx
    .selectFrom("job_order")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return job && order && { ...job, held: order.held };
};

/**
 * What was made by the time of a report, which may come after later ones: no less than was told until then, and nothing of what was told
 * of later. The pieces of a shift that is reported when the next one has begun stay that shift's.
 */
const madeBy = async (tx: Tx, job: string, { good, scrap }: JobResponse, time: Date) => {
  const before = await tx
    .selectFrom("event")
    .select("attributes")
    .where(sql`objects->0->>'id'`, "=", job)
    .where("type", "like", "job.%")
    .where("time", "<=", time)
    .orderBy("time", "desc")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    good: Math.max(good, Number(before?.attributes["good"] ?? 0)),
    scrap: Math.max(scrap, Number(before?.attributes["scrap"] ?? 0)),
  };
};

/**
 * Takes a line's report on a job: counts only grow, a finished job stays finished, and the same report again changes
 * nothing. A job that begins although its order is on hold is paused. Gives undefined for a job that the brain never released.
 */
export const applyJobReport = async (
  tx: Tx,
  line: string,
  report: JobResponse,
): Promise<JobProgress | undefined> => {
  const job = await lockJob(tx, report.jobOrderId);
  if (!job || job.equipment_id !== line) return undefined;
  const time = new Date(report.time);
  const good = Math.max(job.good, report.good);
  const scrap = Math.max(job.scrap, report.scrap);
  const { status } = statusAfterReport(
    {
      status: job.dispatch_status,
      changedAt: job.changed_at.getTime(),
      left: job.quantity - good - scrap,
    },
    report.state,
    time.getTime(),
  );
  const actualStart = job.actual_start ?? (report.startTime ? new Date(report.startTime) : null);
  const actualEnd = job.actual_end ?? (report.endTime ? new Date(report.endTime) : null);
  const progress = {
    jobOrderId: job.id,
    workOrderId: job.work_order_id,
    equipmentId: line,
    toolCallId: job.tool_call_id,
    status,
    good,
    scrap,
    quantity: job.quantity,
  };
  const made = time < job.changed_at ? await madeBy(tx, job.id, report, time) : { good, scrap };
  const fresh = await appendEvents(tx, [
    {
      id: contentHash("job-report", report.reportId),
      type: `job.${status === job.dispatch_status ? "progress" : status.toLowerCase()}`,
      time,
      source: `spBv1.0/${line}`,
      objects: [
        { id: job.id, type: "job_order", qualifier: "reported" },
        { id: job.work_order_id, type: "work_order", qualifier: "order" },
        { id: line, type: "equipment", qualifier: "line" },
      ],
      attributes: {
        state: report.state,
        ...made,
        quantity: job.quantity,
        ...(actualStart ? { startTime: actualStart.toISOString() } : {}),
        ...(actualEnd ? { endTime: actualEnd.toISOString() } : {}),
        ...(report.reason ? { reason: report.reason } : {}),
      },
    },
  ]);
  if (fresh.length === 0) return { ...progress, changed: false };

  await tx
    .updateTable("job_order")
    .set({
      dispatch_status: status,
      good,
      scrap,
      actual_start: actualStart,
      actual_end: actualEnd,
      changed_at: time > job.changed_at ? time : job.changed_at,
    })
    .where("id", "=", job.id)
    .execute();
  if (status === "Running" && job.dispatch_status !== "Running") {
    await tx
      .updateTable("work_order")
      .set({ status: "Running" })
      .where("id", "=", job.work_order_id)
      .where("status", "in", ["Waiting", "Released"])
      .execute();
    // Reports have ids as long as a command's may be.
    const cause = contentHash(report.reportId).slice(0, 16);
    if (job.held) await enqueueJobCommand(tx, job.id, "Pause", cause, time);
  }
  if (status === "Completed" && job.dispatch_status !== "Completed")
    await completeOrder(tx, job.work_order_id, job.segment, time);
  return { ...progress, changed: true };
};

/** An order is done with its last segment. */
const completeOrder = async (tx: Tx, workOrderId: string, segment: number, time: Date): Promise<void> => {
  const last = await tx
    .selectFrom("work_order as o")
    .innerJoin("work_master_segment as s", "s.work_master_id", "o.work_master_id")
    .select((fields) => fields.fn.max("s.segment").as("segment"))
    .where("o.id", "=", workOrderId)
    .executeTakeFirstOrThrow();
  if (last.segment !== segment) return;
  await tx.updateTable("work_order").set({ status: "Completed" }).where("id", "=", workOrderId).execute();
  await appendEvents(tx, [
    {
      id: contentHash("order-completed", workOrderId),
      type: "order.completed",
      time,
      source: "mes",
      objects: [{ id: workOrderId, type: "work_order", qualifier: "order" }],
    },
  ]);
};

/**
 * Takes a vehicle's word on a transport. Delivered, the requisition is issued, its lots leave the stock, the job is
 * ready, and the line is told to start.
 */
export const applyTransport = async (
  tx: Tx,
  id: string,
  status: "InTransit" | "Delivered" | "Failed",
  time: Date,
): Promise<boolean> => {
  const transport = await tx
    .selectFrom("transport_order")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!transport || transport.status === status || transport.status === "Delivered") return false;
  // Called off, it is under way no more, whatever its vehicle does until it has heard of that; what it has dropped is there.
  if (transport.status === "Cancelled" && status !== "Delivered") return false;
  const requisition = await tx
    .selectFrom("material_requisition")
    .selectAll()
    .where("id", "=", transport.requisition_id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  // Orders are locked before lots everywhere, so that no two transactions wait for each other.
  const order = await tx
    .selectFrom("work_order")
    .select("held")
    .where("id", "=", requisition.work_order_id)
    .forShare()
    .executeTakeFirstOrThrow();
  const objects = [
    { id, type: "transport_order", qualifier: "moved" },
    { id: requisition.id, type: "requisition", qualifier: "load" },
    { id: requisition.work_order_id, type: "work_order", qualifier: "order" },
    ...(transport.vehicle_id ? [{ id: transport.vehicle_id, type: "vehicle", qualifier: "carrier" }] : []),
  ];
  const event = (type: string) => ({
    // A vehicle may give up and go on more than once.
    id: contentHash(type, id, time.getTime()),
    type,
    time,
    source: `vda5050/${transport.vehicle_id}`,
    objects,
  });
  const fresh = await appendEvents(tx, [event(`transport.${status.toLowerCase()}`)]);
  if (fresh.length === 0) return false;
  await tx.updateTable("transport_order").set({ status, changed_at: time }).where("id", "=", id).execute();
  // Called off after a vehicle had given up: whatever it says later, nothing is reserved to be taken any more.
  const isCalledOff = requisition.status === "Cancelled";
  // A kit that goes on from the line which broke its job off has left the stock already.
  const isIssued = requisition.issued_at !== null;
  // What a vehicle has given up is on no way to anywhere; its pieces stay promised to the order, and can be given back with it.
  if (status !== "Delivered" && !isCalledOff && !isIssued)
    await tx
      .updateTable("material_requisition")
      .set({ status: status === "InTransit" ? "InTransit" : "Requested" })
      .where("id", "=", requisition.id)
      .execute();
  if (status !== "InTransit") await wakeTraffic(tx);
  if (status !== "Delivered" || isCalledOff) return true;

  if (!isIssued) {
    await issueLots(tx, requisition.id);
    await tx
      .updateTable("material_requisition")
      .set({ status: "Issued", issued_at: time })
      .where("id", "=", requisition.id)
      .execute();
  }
  await appendEvents(tx, [event("requisition.issued")]);
  const job = await tx
    .updateTable("job_order")
    .set({ dispatch_status: "Ready", changed_at: time })
    .where("work_order_id", "=", requisition.work_order_id)
    .where("segment", "=", requisition.segment)
    .where("dispatch_status", "=", "Dispatched")
    .returning("id")
    .executeTakeFirst();
  // The job of an order on hold waits at its line; resuming the order starts it.
  if (job && !order.held) await enqueueJobCommand(tx, job.id, "StoreAndStart", id, time);
  return true;
};

/** Takes a requisition's pieces out of stock, together with their reservation. */
const issueLots = async (tx: Tx, requisitionId: string): Promise<void> => {
  const lines = tx.selectFrom("requisition_line").where("requisition_id", "=", requisitionId);
  await lockLots(tx, (lot) => lot.where("id", "in", lines.select("lot_id")));
  await tx
    .updateTable("material_lot as l")
    .from(
      lines
        .select(["lot_id", sql<number>`sum(quantity)::int`.as("quantity")])
        .groupBy("lot_id")
        .as("taken"),
    )
    .set({
      quantity: sql`l.quantity - taken.quantity`,
      reserved: sql`l.reserved - taken.quantity`,
    })
    .whereRef("l.id", "=", "taken.lot_id")
    .execute();
};
