import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { currentSegment, nextSegment, type Order, orderById, requireOpen } from "../queries/orders.ts";
import { enqueueJobCommand } from "./job-command.ts";
import { type Requisition, reserveKit } from "./reserve.ts";
import { requisitionId, transportOrderId } from "./segment-ids.ts";

export interface OrderAct {
  readonly workOrderId: string;
  readonly actorId: string;
  readonly toolCallId: string;
  /** Plant time. */
  readonly now: Date;
}

const record = (
  tx: Tx,
  { workOrderId, actorId, toolCallId, now }: OrderAct,
  type: string,
  attributes: object = {},
  also: { id: string; type: string; qualifier: string }[] = [],
) =>
  appendEvents(tx, [
    {
      id: contentHash(type, toolCallId),
      type,
      time: now,
      source: "steward",
      objects: [
        { id: workOrderId, type: "work_order", qualifier: "order" },
        { id: actorId, type: "person", qualifier: "approver" },
        ...also,
      ],
      attributes: { toolCallId, ...attributes },
    },
  ]);

/** True when this tool call has acted already: then there is nothing left to do. */
const acted = async (tx: Tx, type: string, toolCallId: string): Promise<boolean> =>
  (await tx
    .selectFrom("event_id")
    .select("id")
    .where("id", "=", contentHash(type, toolCallId))
    .executeTakeFirst()) !== undefined;

/** What an order's line is told of its hold: a job that runs is paused; one that waits there is as soon as it begins (`applyJobReport`). */
export const tellHeld = async (tx: Tx, order: Order, cause: string, now: Date): Promise<void> => {
  const running = currentSegment(order);
  if (running?.status === "Running") await enqueueJobCommand(tx, running.jobOrderId!, "Pause", cause, now);
};

/** What an order's line is told when its hold is taken off. */
export const tellResumed = async (tx: Tx, order: Order, cause: string, now: Date): Promise<void> => {
  const running = currentSegment(order);
  // One that runs has been told to pause, and may only not have said so yet.
  if (running?.status === "Suspended" || running?.status === "Running")
    await enqueueJobCommand(tx, running.jobOrderId!, "Resume", cause, now);
  if (running?.status === "Ready")
    // Its material arrived during the hold. Were the line told already, the same command id sends nothing again.
    await enqueueJobCommand(
      tx,
      running.jobOrderId!,
      "StoreAndStart",
      transportOrderId(running.jobOrderId!),
      now,
    );
};

/**
 * Puts an order on hold, and tells its line.
 *
 * @throws MillwrightError UNKNOWN_ORDER, ORDER_ON_HOLD, ORDER_COMPLETED.
 */
export const holdWorkOrder = async (tx: Tx, act: OrderAct & { readonly reason: string }): Promise<void> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", act.workOrderId).forUpdate().execute();
  const order = await orderById(tx, act.workOrderId);
  if (await acted(tx, "order.held", act.toolCallId)) return;
  if (order.held) throw new MillwrightError("ORDER_ON_HOLD", { order: order.id });
  requireOpen(order);
  await tx
    .updateTable("work_order")
    .set({ held: true, hold_reason: act.reason })
    .where("id", "=", order.id)
    .execute();
  await tellHeld(tx, order, act.toolCallId, act.now);
  await record(tx, act, "order.held", { reason: act.reason });
};

/** @throws MillwrightError UNKNOWN_ORDER, ORDER_NOT_ON_HOLD. */
export const resumeWorkOrder = async (tx: Tx, act: OrderAct): Promise<void> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", act.workOrderId).forUpdate().execute();
  const order = await orderById(tx, act.workOrderId);
  if (await acted(tx, "order.resumed", act.toolCallId)) return;
  if (!order.held) throw new MillwrightError("ORDER_NOT_ON_HOLD", { order: order.id });
  await tx
    .updateTable("work_order")
    .set({ held: false, hold_reason: null })
    .where("id", "=", order.id)
    .execute();
  await tellResumed(tx, order, act.toolCallId, act.now);
  await record(tx, act, "order.resumed");
};

/**
 * Creates the requisition of an order's next segment and reserves its lots.
 *
 * @throws MillwrightError REQUISITION_EXISTS, KIT_INCOMPLETE, ORDER_COMPLETED.
 */
export const createRequisition = async (tx: Tx, act: OrderAct): Promise<Requisition> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", act.workOrderId).forUpdate().execute();
  const order = await orderById(tx, act.workOrderId);
  const mine = await tx
    .selectFrom("material_requisition")
    .selectAll()
    .where("tool_call_id", "=", act.toolCallId)
    .executeTakeFirst();
  if (mine) return { id: mine.id, workOrderId: mine.work_order_id, segment: mine.segment };
  const segment = nextSegment(order);
  if (!segment) throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  const id = requisitionId(order.id, segment.segment);
  const existing = await tx
    .selectFrom("material_requisition")
    .select("id")
    .where("id", "=", id)
    .executeTakeFirst();
  if (existing) throw new MillwrightError("REQUISITION_EXISTS", { requisition: id, order: order.id });
  const requisition = await reserveKit(tx, {
    order: { ...order, quantity: segment.left },
    segment: segment.segment,
    equipmentId: null,
    actorId: act.actorId,
    toolCallId: act.toolCallId,
    now: act.now,
  });
  await record(tx, act, "requisition.created", { segment: segment.segment }, [
    { id, type: "requisition", qualifier: "created" },
  ]);
  return requisition;
};
