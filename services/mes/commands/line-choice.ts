import { MillwrightError } from "../../core/errors.ts";
import type { Tx } from "../database.ts";
import { alreadyReleased, eligibleLines, orderById, requireOpen } from "../queries/orders.ts";

export interface LineChoice {
  readonly workOrderId: string;
  readonly segment: number;
  readonly equipmentId: string;
  readonly chosenBy: string;
  /** Plant time. */
  readonly now: Date;
}

/**
 * Binds an operation to a line; every later plan keeps to it, until another line is chosen or it is released.
 *
 * @throws MillwrightError UNKNOWN_ORDER, ORDER_COMPLETED, ORDER_ALREADY_RELEASED, LINE_NOT_ELIGIBLE.
 */
export const chooseLineFor = async (
  tx: Tx,
  { workOrderId, segment, equipmentId, chosenBy, now }: LineChoice,
): Promise<void> => {
  await tx.selectFrom("work_order").select("id").where("id", "=", workOrderId).forUpdate().execute();
  const order = await orderById(tx, workOrderId);
  requireOpen(order);
  const eligible = (await eligibleLines(tx, order.workMasterId, segment)).map((line) => line.equipmentId);
  if (!eligible.includes(equipmentId))
    throw new MillwrightError("LINE_NOT_ELIGIBLE", { line: equipmentId, segment, order: order.id, eligible });
  const released = order.segments.find((one) => one.segment === segment && one.jobOrderId !== null);
  if (released) throw alreadyReleased(order, released);
  const chosen = { equipment_id: equipmentId, chosen_by: chosenBy, chosen_at: now };
  await tx
    .insertInto("line_choice")
    .values({ work_order_id: workOrderId, segment, ...chosen })
    .onConflict((conflict) => conflict.columns(["work_order_id", "segment"]).doUpdateSet(chosen))
    .execute();
};
