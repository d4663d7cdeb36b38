import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import { dayMs } from "../../core/zone.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { type Order, orderById } from "../queries/orders.ts";
import { freeKits } from "./cancel.ts";

/** What an order is to become; what is not there stays. */
export interface OrderChange {
  readonly quantity?: number | undefined;
  readonly dueTime?: Date | undefined;
}

/** Pieces of one order. */
const mostOrdered = 100_000;
/** Days by which a due date lies ahead; a date that has just passed would else be taken for the next year's. */
const mostDaysAhead = 300;

const requireQuantity = ({ id, quantity, segments }: Order, wanted: number): void => {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > mostOrdered)
    throw new MillwrightError("ORDER_QUANTITY_BEYOND", { order: id, quantity: wanted, most: mostOrdered });
  // A line has been told how many it makes, and what comes behind gets as many.
  const released = segments.find(({ attempts }) => attempts > 0);
  if (released)
    throw new MillwrightError("ORDER_QUANTITY_FIXED", {
      order: id,
      quantity,
      segment: released.segment,
      line: released.equipmentId ?? released.brokenOff?.equipmentId ?? "-",
      jobOrder: released.jobOrderId ?? released.brokenOff?.jobOrderId ?? "-",
    });
};

const requireDue = ({ id }: Order, wanted: Date, now: Date): void => {
  const due = wanted.toISOString();
  if (wanted <= now) throw new MillwrightError("DUE_TIME_PAST", { order: id, due });
  if (wanted.getTime() - now.getTime() > mostDaysAhead * dayMs)
    throw new MillwrightError("DUE_TIME_BEYOND", { order: id, due, days: mostDaysAhead });
};

/** What of a change is not so already. */
const changesOf = ({ quantity, dueTime }: Order, wanted: OrderChange): OrderChange => ({
  ...(wanted.quantity === undefined || wanted.quantity === quantity ? {} : { quantity: wanted.quantity }),
  ...(wanted.dueTime === undefined || wanted.dueTime.getTime() === dueTime.getTime()
    ? {}
    : { dueTime: wanted.dueTime }),
});

/**
 * What of a change an order would take.
 *
 * @throws MillwrightError UNKNOWN_ORDER, ORDER_ENDED, ORDER_UNCHANGED, ORDER_QUANTITY_BEYOND, ORDER_QUANTITY_FIXED,
 * DUE_TIME_PAST, DUE_TIME_BEYOND.
 */
export const requireChange = async (
  db: Db | Tx,
  workOrderId: string,
  wanted: OrderChange,
  now: Date,
): Promise<OrderChange> => {
  const order = await orderById(db, workOrderId);
  const { id, status, quantity, dueTime } = order;
  if (status === "Completed" || status === "Cancelled")
    throw new MillwrightError("ORDER_ENDED", { order: id, status });
  const change = changesOf(order, wanted);
  if (change.quantity !== undefined) requireQuantity(order, change.quantity);
  if (change.dueTime) requireDue(order, change.dueTime, now);
  if (change.quantity === undefined && !change.dueTime)
    throw new MillwrightError("ORDER_UNCHANGED", { order: id, quantity, due: dueTime.toISOString() });
  return change;
};

export interface OrderChangeAct {
  /** Names the record. */
  readonly id: string;
  /** The change in a sentence. */
  readonly cause: Bilingual;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/** A kit that was reserved for another quantity is given back, so that the release reserves what the order needs now. */
export const undoKits = async (
  tx: Tx,
  workOrderId: string,
  act: { readonly id: string; readonly now: Date; readonly actorId?: string | undefined },
): Promise<void> => {
  const freed = await freeKits(tx, workOrderId, { ...act, cause: act.id });
  if (freed.length > 0) await tx.deleteFrom("material_requisition").where("id", "in", freed).execute();
};

/**
 * Gives an order another quantity, another due date, or both.
 *
 * @throws MillwrightError as `requireChange`.
 */
export const changeWorkOrder = async (
  tx: Tx,
  workOrderId: string,
  wanted: OrderChange,
  act: OrderChangeAct,
): Promise<void> => {
  const before = await tx
    .selectFrom("work_order")
    .select(["quantity", "due_time"])
    .where("id", "=", workOrderId)
    .forUpdate()
    .executeTakeFirst();
  const change = await requireChange(tx, workOrderId, wanted, act.now);
  if (!before) throw new MillwrightError("INTERNAL", { reference: workOrderId });
  const { quantity, due_time: due } = before;
  if (change.quantity !== undefined) await undoKits(tx, workOrderId, act);
  const after = { quantity: change.quantity ?? quantity, due_time: change.dueTime ?? due };
  await tx.updateTable("work_order").set(after).where("id", "=", workOrderId).execute();
  await appendEvents(tx, [
    {
      id: contentHash("order.changed", act.id),
      type: "order.changed",
      time: act.now,
      source: "scheduler",
      objects: [
        { id: workOrderId, type: "work_order", qualifier: "order" },
        { id: act.actorId, type: "person", qualifier: "approver" },
      ],
      attributes: {
        cause: act.cause,
        quantityBefore: quantity,
        quantity: after.quantity,
        dueTimeBefore: due.toISOString(),
        dueTime: after.due_time.toISOString(),
      },
    },
  ]);
};
