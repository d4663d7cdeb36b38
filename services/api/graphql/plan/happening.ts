import { MillwrightError } from "../../../core/errors.ts";
import type { Db } from "../../../mes/database.ts";
import { segmentForLine } from "../../../mes/queries/line-choices.ts";
import type { Happening } from "../../../mes/schema/plan.ts";
import { builder } from "../builder.ts";

/** What may happen to the plan, as it is asked about and proposed. */
export const OrderQuestion = builder.inputType("OrderQuestion", {
  description: "An order that is only asked about.",
  fields: (t) => ({
    productId: t.string({ required: true }),
    quantity: t.int({ required: true }),
    dueTime: t.field({ type: "DateTime", required: true }),
    priority: t.int({ defaultValue: 5, description: "1 is the most urgent, 9 the least." }),
  }),
});
const LineDown = builder.inputType("LineDown", {
  description: "A line that stands still for a time.",
  fields: (t) => ({
    equipmentId: t.string({ required: true }),
    from: t.field({ type: "DateTime", required: true }),
    to: t.field({ type: "DateTime", required: true }),
  }),
});
const PersonAbsent = builder.inputType("PersonAbsent", {
  description: "A person who is away for a time.",
  fields: (t) => ({
    personId: t.string({ required: true }),
    from: t.field({ type: "DateTime", required: true }),
    to: t.field({ type: "DateTime", required: true }),
  }),
});
const ReceiptLate = builder.inputType("ReceiptLate", {
  description: "Expected material that comes at another time.",
  fields: (t) => ({
    receiptId: t.string({ required: true }),
    time: t.field({ type: "DateTime", required: true, description: "When it comes now; plant time." }),
  }),
});
const Scrap = builder.inputType("Scrap", {
  description: "Pieces on hand that are lost.",
  fields: (t) => ({
    materialId: t.string({ required: true }),
    quantity: t.int({ required: true }),
    lotId: t.string({ description: "Only out of this lot." }),
  }),
});
const Expedited = builder.inputType("Expedited", {
  description: "A planned work order that is to go before others.",
  fields: (t) => ({
    workOrderId: t.string({ required: true }),
    by: t.field({ type: "DateTime", description: "When it is wanted; without, as soon as may be." }),
  }),
});
const Moved = builder.inputType("Moved", {
  description: "A planned work order that is to be made on another line.",
  fields: (t) => ({
    workOrderId: t.string({ required: true }),
    equipmentId: t.string({ required: true, description: "The line that it goes to." }),
  }),
});
const Changed = builder.inputType("ChangedOrder", {
  description: "A work order that is wanted in another quantity, by another date, or both.",
  fields: (t) => ({
    workOrderId: t.string({ required: true }),
    quantity: t.int({
      description: "Pieces; without, they stay. Only of an order of which nothing is released.",
    }),
    dueTime: t.field({ type: "DateTime", description: "When it is due; without, that stays. Plant time." }),
  }),
});
export const HappeningInput = builder.inputType("Happening", {
  description: "Exactly one of these.",
  isOneOf: true,
  fields: (t) => ({
    lineDown: t.field({ type: LineDown, description: "A line stands still." }),
    personAbsent: t.field({ type: PersonAbsent, description: "A person is away." }),
    receiptLate: t.field({ type: ReceiptLate, description: "Expected material comes at another time." }),
    scrap: t.field({ type: Scrap, description: "Pieces on hand are lost." }),
    cancelled: t.string({ description: "A work order." }),
    expedited: t.field({ type: Expedited, description: "A planned work order that is to go before others." }),
    moved: t.field({ type: Moved, description: "A planned work order that is to be made on another line." }),
    changed: t.field({
      type: Changed,
      description: "A planned work order has another quantity or due date.",
    }),
    order: t.string({ description: "A work order that the plan does not know, or knows as it was." }),
    rush: t.field({ type: OrderQuestion, description: "A work order that is not entered yet." }),
  }),
});

export const steadyMeans =
  "Hardly any operation that is not hit may move, whatever it costs; otherwise they may where that saves more lateness.";

const mostPieces = 1_000_000;
const refuse = (path: string, problem: string) => new MillwrightError("INVALID_INPUT", { path, problem });
const requirePieces = (quantity: number) => {
  if (quantity < 1 || quantity > mostPieces) throw refuse("quantity", `must be 1 to ${mostPieces}`);
};
const requireSpan = ({ from, to }: { readonly from: Date; readonly to: Date }) => {
  if (to <= from) throw refuse("to", "must be after from");
  return { from: from.toISOString(), to: to.toISOString() };
};

/** @throws MillwrightError INVALID_INPUT. */
export const soundOrder = (order: typeof OrderQuestion.$inferInput) => {
  const { quantity, priority, productId, dueTime } = order;
  requirePieces(quantity);
  const level = priority ?? 5;
  if (level < 1 || level > 9) throw refuse("priority", "must be 1 to 9");
  return { productId, quantity, dueTime, priority: level };
};

/**
 * The happening of a question.
 *
 * @param orderId Number of the order that a rush order becomes.
 * @throws MillwrightError INVALID_INPUT, and what `segmentForLine` throws.
 */
export const happeningOf = async (
  db: Db,
  input: typeof HappeningInput.$inferInput,
  orderId: string,
): Promise<Happening> => {
  const { lineDown, personAbsent, receiptLate, scrap, cancelled, expedited, moved, changed, order, rush } =
    input;
  if (lineDown) return { kind: "down", equipmentId: lineDown.equipmentId, ...requireSpan(lineDown) };
  if (personAbsent) return { kind: "absent", personId: personAbsent.personId, ...requireSpan(personAbsent) };
  if (receiptLate)
    return { kind: "late", receiptId: receiptLate.receiptId, time: receiptLate.time.toISOString() };
  if (scrap) {
    const { materialId, quantity, lotId } = scrap;
    requirePieces(quantity);
    return { kind: "scrap", materialId, quantity, ...(lotId ? { lotId } : {}) };
  }
  if (cancelled) return { kind: "cancel", workOrderId: cancelled };
  if (expedited) {
    const { workOrderId, by } = expedited;
    return { kind: "expedite", workOrderId, ...(by ? { by: by.toISOString() } : {}) };
  }
  if (moved) {
    const { workOrderId, equipmentId } = moved;
    const { segment } = await segmentForLine(db, workOrderId, equipmentId);
    return { kind: "move", workOrderId, segment, equipmentId };
  }
  if (changed) {
    const { workOrderId, quantity, dueTime } = changed;
    return {
      kind: "change",
      workOrderId,
      ...(typeof quantity === "number" ? { quantity } : {}),
      ...(dueTime ? { dueTime: dueTime.toISOString() } : {}),
    };
  }
  if (order) return { kind: "order", workOrderId: order };
  const sound = soundOrder(rush!);
  return { kind: "rush", workOrderId: orderId, ...sound, dueTime: sound.dueTime.toISOString() };
};
