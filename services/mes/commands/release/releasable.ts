import { MillwrightError } from "../../../core/errors.ts";
import type { Tx } from "../../database.ts";
import { isDown } from "../../queries/equipment.ts";
import {
  alreadyReleased,
  currentSegment,
  eligibleLines,
  nextSegment,
  type Order,
} from "../../queries/orders.ts";

/**
 * The segment that the order is released for next.
 *
 * @throws MillwrightError for every state in which it may not be released to the line.
 */
export const releasableSegment = async (
  tx: Tx,
  order: Order,
  equipmentId: string,
): Promise<NonNullable<ReturnType<typeof nextSegment>>> => {
  const segment = nextSegment(order);
  const released = currentSegment(order);
  if (released) throw alreadyReleased(order, released);
  if (!segment || order.status === "Completed" || order.status === "Cancelled")
    throw new MillwrightError("ORDER_COMPLETED", { order: order.id });
  if (order.held) throw new MillwrightError("ORDER_ON_HOLD", { order: order.id });
  const lines = await eligibleLines(tx, order.workMasterId, segment.segment);
  if (!lines.some((candidate) => candidate.equipmentId === equipmentId))
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
  return segment;
};
