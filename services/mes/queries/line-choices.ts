import { MillwrightError } from "../../core/errors.ts";
import type { Db, Tx } from "../database.ts";
import { currentSegment, eligibleLines, type OrderSegment, orderById } from "./orders.ts";

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
  if (order.status === "Completed" || order.status === "Cancelled")
    throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  const lines = await db.selectFrom("equipment").select("id").where("level", "=", "WorkCenter").execute();
  if (!lines.some(({ id }) => id === equipmentId))
    throw new MillwrightError("UNKNOWN_LINE", { id: equipmentId, suggestions: lines.map(({ id }) => id) });
  const able = new Map<OrderSegment, readonly string[]>();
  for (const segment of order.segments) {
    const eligible = await eligibleLines(db, order.workMasterId, segment.segment);
    able.set(
      segment,
      eligible.map((line) => line.equipmentId),
    );
  }
  const isAble = (segment: OrderSegment) => able.get(segment)!.includes(equipmentId);
  const open = order.segments.filter(({ jobOrderId }) => jobOrderId === null);
  const found = open.find(isAble);
  if (found) return found;
  const current = currentSegment(order);
  if (current && isAble(current))
    throw new MillwrightError("ORDER_ALREADY_RELEASED", {
      order: order.id,
      segment: current.segment,
      line: current.equipmentId ?? "-",
      jobOrder: current.jobOrderId ?? "-",
    });
  const [next] = open;
  if (!next) throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  throw new MillwrightError("LINE_NOT_ELIGIBLE", {
    line: equipmentId,
    segment: next.segment,
    order: order.id,
    eligible: able.get(next)!,
  });
};
