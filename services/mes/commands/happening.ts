import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { orderById, requireOpen } from "../queries/orders.ts";
import type { EventObject } from "../schema/event.ts";
import type { Happening } from "../schema/plan.ts";
import { cancelWorkOrder } from "./cancel.ts";
import { changeWorkOrder } from "./change-order.ts";
import { chooseLineFor } from "./line-choice.ts";
import { scrapPieces } from "./scrap.ts";

export interface RecordedHappening {
  readonly happening: Happening;
  /** Names the record; the same id again writes nothing. */
  readonly id: string;
  /** The happening in a sentence. */
  readonly cause: Bilingual;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/** The priority of what is to go before others. */
export const mostUrgent = 1;

/** @throws MillwrightError NOT_FOUND, CONFLICT when the order's number is taken. */
const enterOrder = async (
  tx: Tx,
  { workOrderId, productId, quantity, dueTime, priority }: Extract<Happening, { kind: "rush" }>,
  now: Date,
) => {
  const master = await tx
    .selectFrom("work_master")
    .select("id")
    .where("product_id", "=", productId)
    .orderBy("version", "desc")
    .orderBy("id", "desc")
    .executeTakeFirst();
  if (!master) throw new MillwrightError("NOT_FOUND", { kind: "product", id: productId });
  const entered = await tx
    .insertInto("work_order")
    .values({
      id: workOrderId,
      sales_order_id: null,
      product_id: productId,
      work_master_id: master.id,
      quantity,
      priority,
      release_time: now,
      due_time: new Date(dueTime),
      status: "Waiting",
      hold_reason: null,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!entered) throw new MillwrightError("CONFLICT", { kind: "work order", id: workOrderId });
};

/** Writes the fact where planning will read it again, and gives what it is about. */
const write = async (tx: Tx, record: RecordedHappening): Promise<EventObject> => {
  const { happening, id, now } = record;
  const reason = happening.kind;
  switch (happening.kind) {
    case "down": {
      const { equipmentId, from, to } = happening;
      await tx
        .insertInto("calendar_exception")
        .values({ id, equipment_id: equipmentId, start_time: new Date(from), end_time: new Date(to), reason })
        .execute();
      return { id: equipmentId, type: "equipment", qualifier: "down" };
    }
    case "absent": {
      const { personId, from, to } = happening;
      await tx
        .insertInto("person_absence")
        .values({ id, person_id: personId, start_time: new Date(from), end_time: new Date(to), reason })
        .execute();
      return { id: personId, type: "person", qualifier: "absent" };
    }
    case "late": {
      const { receiptId, time } = happening;
      const moved = await tx
        .updateTable("expected_receipt")
        .set({ expected_time: new Date(time) })
        .where("id", "=", receiptId)
        .executeTakeFirst();
      if (moved.numUpdatedRows === 0n)
        throw new MillwrightError("NOT_FOUND", { kind: "receipt", id: receiptId });
      return { id: receiptId, type: "receipt", qualifier: "late" };
    }
    case "scrap":
      await scrapPieces(tx, happening);
      return { id: happening.materialId, type: "material", qualifier: "scrapped" };
    case "cancel": {
      const { workOrderId } = happening;
      await cancelWorkOrder(tx, workOrderId, record);
      return { id: workOrderId, type: "work_order", qualifier: "cancelled" };
    }
    case "expedite": {
      const { workOrderId: id } = happening;
      await tx.selectFrom("work_order").select("id").where("id", "=", id).forUpdate().execute();
      requireOpen(await orderById(tx, id));
      await tx.updateTable("work_order").set({ priority: mostUrgent }).where("id", "=", id).execute();
      return { id, type: "work_order", qualifier: "expedited" };
    }
    case "move":
      await chooseLineFor(tx, { ...happening, chosenBy: record.actorId, now });
      return { id: happening.workOrderId, type: "work_order", qualifier: "moved" };
    case "change": {
      const { workOrderId: of, quantity, dueTime } = happening;
      await changeWorkOrder(tx, of, { quantity, dueTime: dueTime ? new Date(dueTime) : undefined }, record);
      return { id: of, type: "work_order", qualifier: "changed" };
    }
    case "order":
      return { id: happening.workOrderId, type: "work_order", qualifier: "planned" };
    case "rush":
      await enterOrder(tx, happening, now);
      return { id: happening.workOrderId, type: "work_order", qualifier: "entered" };
  }
};

/**
 * Makes what has happened a fact of the data store, so that every later plan reckons with it too.
 *
 * @throws MillwrightError UNKNOWN_ORDER, ORDER_COMPLETED, INVALID_TRANSITION, NOT_FOUND, CONFLICT, SCRAP_BEYOND, and what `chooseLineFor`
 * and `changeWorkOrder` throw.
 */
export const recordHappening = async (tx: Tx, record: RecordedHappening): Promise<void> => {
  const eventId = contentHash("happening", record.id);
  const known = await tx.selectFrom("event_id").select("id").where("id", "=", eventId).executeTakeFirst();
  if (known) return;
  const object = await write(tx, record);
  await appendEvents(tx, [
    {
      id: eventId,
      type: "plant.disrupted",
      time: record.now,
      source: "scheduler",
      objects: [object, { id: record.actorId, type: "person", qualifier: "approver" }],
      attributes: { ...record.happening, cause: record.cause },
    },
  ]);
};
