import { sql } from "kysely";
import { MillwrightError } from "../../core/errors.ts";
import type { Tx } from "../database.ts";
import { kitOf } from "../queries/kit.ts";
import type { Order } from "../queries/orders.ts";
import { requisitionId } from "./segment-ids.ts";

export interface Requisition {
  readonly id: string;
  readonly workOrderId: string;
  readonly segment: number;
}

export interface RequisitionRequest {
  /** With the pieces that the kit is for. */
  readonly order: Pick<Order, "id" | "workMasterId" | "quantity">;
  readonly segment: number;
  readonly equipmentId: string | null;
  readonly actorId: string;
  readonly toolCallId: string;
  readonly now: Date;
}

/**
 * Takes the kit of a segment out of free stock: writes the requisition with its lots and reserves them. The lots stay
 * locked until the transaction ends, so that no two requisitions can take the same pieces.
 *
 * @throws MillwrightError KIT_INCOMPLETE with what is short.
 */
export const reserveKit = async (tx: Tx, request: RequisitionRequest): Promise<Requisition> => {
  const { order, segment, equipmentId, actorId, toolCallId, now } = request;
  const kit = await kitOf(tx, order, segment, now, { lock: true });
  if (!kit.complete)
    throw new MillwrightError("KIT_INCOMPLETE", {
      order: order.id,
      shortages: kit.shortages.map((shortage) => `${shortage.materialId} −${shortage.short}`),
    });
  const id = requisitionId(order.id, segment);
  await tx
    .insertInto("material_requisition")
    .values({
      id,
      work_order_id: order.id,
      segment,
      equipment_id: equipmentId,
      status: "Requested",
      requested_by: actorId,
      requested_at: now,
      tool_call_id: toolCallId,
    })
    .execute();
  // A lot that serves several positions is one line.
  const lines = Map.groupBy(kit.allocations, ({ lotId }) => lotId);
  const rows = [...lines].map(([lotId, taken]) => ({
    requisition_id: id,
    lot_id: lotId,
    material_id: taken[0]!.materialId,
    substitutes: taken.find(({ substitutes }) => substitutes !== null)?.substitutes ?? null,
    quantity: taken.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  if (rows.length === 0) return { id, workOrderId: order.id, segment };
  await tx.insertInto("requisition_line").values(rows).execute();
  await tx
    .updateTable("material_lot as l")
    .from("requisition_line as r")
    .set({ reserved: sql`l.reserved + r.quantity` })
    .whereRef("l.id", "=", "r.lot_id")
    .where("r.requisition_id", "=", id)
    .execute();
  return { id, workOrderId: order.id, segment };
};
