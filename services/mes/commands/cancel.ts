import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { lockLots } from "../queries/kit.ts";
import { currentSegment, orderById } from "../queries/orders.ts";

/**
 * An order may be called off while no job of it is at a line, also between two segments and where one was broken off: what is made of
 * it stays counted, what lines were given stays given, and only what has not been fetched is free again.
 *
 * @throws MillwrightError UNKNOWN_ORDER; INVALID_TRANSITION when a job of it is at a line, or it has ended.
 */
export const requireCancellable = async (tx: Db | Tx, workOrderId: string): Promise<void> => {
  const order = await orderById(tx, workOrderId);
  const isAtLine = currentSegment(order) !== undefined;
  if (!isAtLine && order.status !== "Completed" && order.status !== "Cancelled") return;
  throw new MillwrightError("INVALID_TRANSITION", {
    kind: "work order",
    id: workOrderId,
    from: isAtLine ? "Running" : order.status,
    to: "Cancelled",
  });
};

interface Freeing {
  /** Undefined where a file is written that nobody signs. */
  readonly actorId?: string | undefined;
  /** Plant time. */
  readonly now: Date;
  /** Names what frees them, where a requisition of that id may be freed again later on. */
  readonly cause?: string | undefined;
}

/**
 * Gives back what requisitions of an order hold that nobody fetches, and cancels these; gives their ids. What a line was given, or
 * a vehicle was sent for, stays given: its delivery takes the pieces out of stock.
 */
export const freeKits = async (
  tx: Tx,
  workOrderId: string,
  { actorId, now, cause }: Freeing,
): Promise<readonly string[]> => {
  const open = await tx
    .selectFrom("material_requisition as r")
    .select("r.id")
    .where("r.work_order_id", "=", workOrderId)
    .where("r.status", "=", "Requested")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("transport_order as t")
            .select("t.id")
            .whereRef("t.requisition_id", "=", "r.id")
            .where("t.status", "in", ["Pending", "InTransit"]),
        ),
      ),
    )
    .orderBy("r.id")
    .forUpdate()
    .execute();
  if (open.length === 0) return [];
  const ids = open.map(({ id }) => id);
  const held = tx.selectFrom("requisition_line").select("lot_id").where("requisition_id", "in", ids);
  await lockLots(tx, (lots) => lots.where("id", "in", held));
  const reserved = tx
    .selectFrom("requisition_line")
    .select(["lot_id", sql<number>`sum(quantity)::int`.as("quantity")])
    .where("requisition_id", "in", ids)
    .groupBy("lot_id");
  await tx
    .updateTable("material_lot as l")
    .from(reserved.as("r"))
    .set({ reserved: sql`l.reserved - r.quantity` })
    .whereRef("l.id", "=", "r.lot_id")
    .execute();
  await tx.updateTable("material_requisition").set({ status: "Cancelled" }).where("id", "in", ids).execute();
  await appendEvents(
    tx,
    ids.map((id) => ({
      id: contentHash("requisition.cancelled", id, ...(cause ? [cause] : [])),
      type: "requisition.cancelled",
      time: now,
      source: "steward",
      objects: [
        { id, type: "requisition", qualifier: "cancelled" },
        { id: workOrderId, type: "work_order", qualifier: "order" },
        ...(actorId === undefined ? [] : [{ id: actorId, type: "person", qualifier: "approver" }]),
      ],
      attributes: { status: "Cancelled" },
    })),
  );
  return ids;
};

/**
 * Calls an order off for good: material that waits for it is free again.
 *
 * @throws MillwrightError UNKNOWN_ORDER, INVALID_TRANSITION.
 */
export const cancelWorkOrder = async (
  tx: Tx,
  workOrderId: string,
  { actorId, now }: { readonly actorId: string; readonly now: Date },
): Promise<void> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", workOrderId).forUpdate().execute();
  await requireCancellable(tx, workOrderId);
  await freeKits(tx, workOrderId, { actorId, now });
  await tx.updateTable("work_order").set({ status: "Cancelled" }).where("id", "=", workOrderId).execute();
};
