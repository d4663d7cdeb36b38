import type { Tx } from "../database.ts";
import { requisitionOf } from "../queries/kit.ts";
import { type Order, orderById } from "../queries/orders.ts";
import { enqueueJobCommand } from "./job-command.ts";
import { entryOf, placeOfKit, warehouse } from "./release/kit-place.ts";
import { recordRelease } from "./release/record.ts";
import { releasableSegment } from "./release/releasable.ts";
import { reserveKit } from "./reserve.ts";
import { wakeTraffic } from "./roadmap.ts";
import { jobOrderId, requisitionId, transportOrderId } from "./segment-ids.ts";

export interface ReleaseRequest {
  readonly workOrderId: string;
  readonly equipmentId: string;
  readonly actorId: string;
  readonly toolCallId: string;
  /** Plant time. */
  readonly now: Date;
}

export interface Release {
  readonly jobOrderId: string;
  readonly requisitionId: string;
  readonly transportOrderId: string;
  readonly segment: number;
  readonly equipmentId: string;
  /** Its kit lies at the line already, from a job that was broken off there: nothing is brought, and the line is told to start. */
  readonly isSupplied: boolean;
}

/** Locks the order, so that two releases of it come one after the other, and reads it. */
const lockOrder = async (tx: Tx, id: string): Promise<Order> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", id).forUpdate().execute();
  return orderById(tx, id);
};

/** What the same tool call released before. */
const earlierRelease = async (
  tx: Tx,
  { workOrderId, toolCallId }: ReleaseRequest,
): Promise<Release | undefined> => {
  const job = await tx
    .selectFrom("job_order")
    .selectAll()
    .where("tool_call_id", "=", toolCallId)
    .executeTakeFirst();
  if (!job) return undefined;
  const brought = await tx
    .selectFrom("transport_order")
    .select("id")
    .where("id", "=", transportOrderId(job.id))
    .executeTakeFirst();
  return {
    jobOrderId: job.id,
    requisitionId: requisitionId(workOrderId, job.segment),
    transportOrderId: transportOrderId(job.id),
    segment: job.segment,
    equipmentId: job.equipment_id,
    isSupplied: brought === undefined,
  };
};

/**
 * Releases the order's next segment to a line: job order, requisition with reserved lots, transport order and events, all or
 * nothing; traffic control finds a vehicle for it. Where a job of the segment was broken off, it is released for the pieces that are
 * left, with the kit that was fetched for all of them. The same tool call again gives the release that it made.
 *
 * @throws MillwrightError when the order, the line or the kit does not allow it.
 */
export const releaseJobOrder = async (tx: Tx, request: ReleaseRequest): Promise<Release> => {
  const { workOrderId, equipmentId, actorId, toolCallId, now } = request;
  const order = await lockOrder(tx, workOrderId);
  const earlier = await earlierRelease(tx, request);
  if (earlier) return earlier;
  const segment = await releasableSegment(tx, order, equipmentId);
  const id = jobOrderId(workOrderId, segment.segment, segment.attempts + 1);
  const quantity = segment.left;
  const target = entryOf(equipmentId);
  const existing = await requisitionOf(tx, workOrderId, segment.segment);
  const place = existing && (await placeOfKit(tx, existing, { order: workOrderId, target }));
  const from = place?.at ?? warehouse;
  const isBrought = from !== target;
  const isSupplied = !isBrought && place?.isComing === false;
  const requisition =
    existing ??
    (await reserveKit(tx, {
      order: { ...order, quantity },
      segment: segment.segment,
      equipmentId,
      actorId,
      toolCallId,
      now,
    }));
  if (existing)
    await tx
      .updateTable("material_requisition")
      .set({ equipment_id: equipmentId })
      .where("id", "=", existing.id)
      .execute();

  await tx
    .insertInto("job_order")
    .values({
      id,
      work_order_id: workOrderId,
      segment: segment.segment,
      equipment_id: equipmentId,
      quantity,
      dispatch_status: isSupplied ? "Ready" : "Dispatched",
      released_by: actorId,
      tool_call_id: toolCallId,
      planned_start: now,
      changed_at: now,
    })
    .execute();
  const transport = transportOrderId(id);
  if (isBrought)
    await tx
      .insertInto("transport_order")
      .values({
        id: transport,
        requisition_id: requisition.id,
        // Traffic control gives it one.
        vehicle_id: null,
        from_station: from,
        to_station: target,
        status: "Pending",
        changed_at: now,
      })
      .execute();
  // One of which something is made already is under way, between its segments too.
  await tx
    .updateTable("work_order")
    .set({ status: "Released" })
    .where("id", "=", workOrderId)
    .where("status", "=", "Waiting")
    .execute();
  await wakeTraffic(tx);

  const release: Release = {
    jobOrderId: id,
    requisitionId: requisition.id,
    transportOrderId: transport,
    segment: segment.segment,
    equipmentId,
    isSupplied,
  };
  await recordRelease(tx, request, {
    ...release,
    quantity,
    isReserved: !existing,
    from: isBrought ? from : undefined,
    to: target,
  });
  if (isSupplied) await enqueueJobCommand(tx, id, "StoreAndStart", transport, now);
  return release;
};
