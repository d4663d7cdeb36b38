import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { isDown } from "../queries/equipment.ts";
import { requisitionOf } from "../queries/kit.ts";
import {
  alreadyReleased,
  currentSegment,
  eligibleLines,
  nextSegment,
  type Order,
  orderById,
} from "../queries/orders.ts";
import { enqueueJobCommand } from "./job-command.ts";
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

const warehouse = "WH-1";

/** Locks the order, so that two releases of it come one after the other, and reads it. */
const lockOrder = async (tx: Tx, id: string): Promise<Order> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", id).forUpdate().execute();
  return orderById(tx, id);
};

/** @throws MillwrightError for every state in which the order's next segment may not be released to the line. */
const requireReleasable = async (tx: Tx, order: Order, equipmentId: string) => {
  const segment = nextSegment(order);
  const released = currentSegment(order);
  if (released) throw alreadyReleased(order, released);
  if (!segment || order.status === "Completed" || order.status === "Cancelled")
    throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  if (order.held) throw new MillwrightError("ORDER_ON_HOLD", { order: order.id });
  const lines = await eligibleLines(tx, order.workMasterId, segment.segment);
  const line = lines.find((candidate) => candidate.equipmentId === equipmentId);
  if (!line)
    throw new MillwrightError("LINE_NOT_ELIGIBLE", {
      line: equipmentId,
      segment: segment.segment,
      order: order.id,
      eligible: lines.map((candidate) => candidate.equipmentId),
    });
  const equipment = await tx
    .selectFrom("equipment")
    .selectAll()
    .where("id", "=", equipmentId)
    .executeTakeFirstOrThrow();
  if (isDown(equipment.state_code))
    throw new MillwrightError("LINE_DOWN", {
      line: equipmentId,
      since: equipment.state_since?.toISOString() ?? "-",
      reason: equipment.state_reason ?? "-",
    });
  return { segment, line };
};

const entryOf = (line: string): string => `${line}-IN`;

/**
 * Where the kit of a requisition is, or is on its way to.
 *
 * @throws MillwrightError KIT_UNDER_WAY while it is on its way to another place than the wanted one.
 */
const placeOfKit = async (
  tx: Tx,
  { id, status, equipment_id: line }: { id: string; status: string; equipment_id: string | null },
  { order, target }: { readonly order: string; readonly target: string },
): Promise<{ readonly at: string; readonly isComing: boolean }> => {
  if (status === "Issued" && line) return { at: entryOf(line), isComing: false };
  const coming = await tx
    .selectFrom("transport_order")
    .select("to_station")
    .where("requisition_id", "=", id)
    .where("status", "in", ["Pending", "InTransit"])
    .executeTakeFirst();
  if (!coming) return { at: warehouse, isComing: false };
  if (coming.to_station !== target)
    throw new MillwrightError("KIT_UNDER_WAY", { order, requisition: id, station: coming.to_station });
  return { at: target, isComing: true };
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
  const mine = await tx
    .selectFrom("job_order")
    .selectAll()
    .where("tool_call_id", "=", toolCallId)
    .executeTakeFirst();
  if (mine) {
    const brought = await tx
      .selectFrom("transport_order")
      .select("id")
      .where("id", "=", transportOrderId(mine.id))
      .executeTakeFirst();
    return {
      jobOrderId: mine.id,
      requisitionId: requisitionId(workOrderId, mine.segment),
      transportOrderId: transportOrderId(mine.id),
      segment: mine.segment,
      equipmentId: mine.equipment_id,
      isSupplied: brought === undefined,
    };
  }
  const { segment } = await requireReleasable(tx, order, equipmentId);
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

  const objects = [
    { id: workOrderId, type: "work_order", qualifier: "order" },
    { id, type: "job_order", qualifier: "released" },
    { id: equipmentId, type: "equipment", qualifier: "line" },
    { id: actorId, type: "person", qualifier: "approver" },
  ];
  await appendEvents(tx, [
    {
      id: contentHash("release", id),
      type: "job.released",
      time: now,
      source: "steward",
      objects,
      attributes: { toolCallId, segment: segment.segment, quantity, ...(isSupplied ? { isSupplied } : {}) },
    },
    ...(existing
      ? []
      : [
          {
            id: contentHash("requisition", requisition.id),
            type: "requisition.created",
            time: now,
            source: "steward",
            objects: [{ id: requisition.id, type: "requisition", qualifier: "created" }, ...objects],
            attributes: { toolCallId },
          },
        ]),
    ...(isBrought
      ? [
          {
            id: contentHash("transport", transport),
            type: "transport.ordered",
            time: now,
            source: "steward",
            objects: [{ id: transport, type: "transport_order", qualifier: "created" }, ...objects],
            attributes: { toolCallId, from, to: target },
          },
        ]
      : []),
  ]);
  if (isSupplied) await enqueueJobCommand(tx, id, "StoreAndStart", transport, now);
  return {
    jobOrderId: id,
    requisitionId: requisition.id,
    transportOrderId: transport,
    segment: segment.segment,
    equipmentId,
    isSupplied,
  };
};
