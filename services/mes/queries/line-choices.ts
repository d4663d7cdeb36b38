import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import { alreadyReleased, currentSegment, type OrderSegment, orderById, requireOpen } from "./orders.ts";

/**
 * The operation of an order that a line is chosen for: the first that is not released and may be done there.
 *
 * @throws MillwrightError UNKNOWN_ORDER, ORDER_COMPLETED, ORDER_ALREADY_RELEASED when it is at another line already, UNKNOWN_LINE,
 *   LINE_NOT_ELIGIBLE with the lines that could.
 */
export const segmentForLine = async (
  db: Db | Tx,
  workOrderId: string,
  equipmentId: string,
): Promise<OrderSegment> => {
  const order = await orderById(db, workOrderId);
  requireOpen(order);
  const lines = await db.selectFrom("equipment").select("id").where("level", "=", "WorkCenter").execute();
  if (!lines.some(({ id }) => id === equipmentId))
    throw new MillwrightError("UNKNOWN_LINE", { id: equipmentId, suggestions: lines.map(({ id }) => id) });
  const rows = await db
    .selectFrom("segment_equipment")
    .select(["segment", "equipment_id"])
    .where("work_master_id", "=", order.workMasterId)
    .orderBy("equipment_id")
    .execute();
  const eligible = ({ segment }: OrderSegment) =>
    rows.filter((row) => row.segment === segment).map((row) => row.equipment_id);
  const isAble = (segment: OrderSegment) => eligible(segment).includes(equipmentId);
  const open = order.segments.filter(({ jobOrderId }) => jobOrderId === null);
  const found = open.find(isAble);
  if (found) return found;
  const current = currentSegment(order);
  if (current && isAble(current)) throw alreadyReleased(order, current);
  const [next] = open;
  if (!next) throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  throw new MillwrightError("LINE_NOT_ELIGIBLE", {
    line: equipmentId,
    segment: next.segment,
    order: order.id,
    eligible: eligible(next),
  });
};
