import {
  diffVersions,
  explainOrder,
  type OrderShift,
  type PlanChange,
  type PlantDisruption,
  type PromiseAnswer,
  promiseOrder,
  type WhatIfAnswer,
  whatIf,
} from "../../../agents/scheduler/questions.ts";
import { createPlantClock } from "../../core/clock.ts";
import { MillwrightError } from "../../core/errors.ts";
import { readClock } from "../../mes/clock.ts";
import type { Db } from "../../mes/database.ts";
import { orderById } from "../../mes/queries/orders.ts";
import { builder } from "./builder.ts";
import { BilingualText } from "./plant.ts";

/** Questions to the scheduler about the plan in force. None of them changes anything. */
const PromisedOperation = builder
  .objectRef<PromiseAnswer["operations"][number]>("PromisedOperation")
  .implement({
    fields: (t) => ({
      segment: t.exposeInt("segment"),
      equipmentId: t.exposeString("equipmentId"),
      start: t.expose("start", { type: "DateTime" }),
      end: t.expose("end", { type: "DateTime" }),
    }),
  });

const Sooner = builder.objectRef<PromiseAnswer["sooner"][number]>("Sooner").implement({
  description: "One thing that alone would bring an order forward.",
  fields: (t) => ({
    gainSeconds: t.exposeFloat("gainSeconds"),
    how: t.expose("how", { type: BilingualText }),
  }),
});

const OrderPromise = builder.objectRef<PromiseAnswer>("OrderPromise").implement({
  description: "When an order could be done while all of the plan keeps its place and its material.",
  fields: (t) => ({
    planVersion: t.exposeInt("planVersion"),
    end: t.field({ type: "DateTime", nullable: true, resolve: (row) => row.end ?? null }),
    lateSeconds: t.float({ nullable: true, resolve: (row) => row.lateSeconds ?? null }),
    heldBackBy: t.expose("heldBackBy", { type: BilingualText }),
    sooner: t.field({ type: [Sooner], resolve: (row) => [...row.sooner] }),
    operations: t.field({ type: [PromisedOperation], resolve: (row) => [...row.operations] }),
  }),
});

const OrderShiftType = builder.objectRef<OrderShift>("OrderShift").implement({
  description: "An order whose operations are not where they were: moved, later, earlier, new or gone.",
  fields: (t) => ({
    workOrderId: t.exposeString("workOrderId"),
    kind: t.exposeString("kind"),
    shiftSeconds: t.exposeFloat("shiftSeconds", { description: "By how much it ends later." }),
    endBefore: t.field({ type: "DateTime", nullable: true, resolve: (row) => row.endBefore ?? null }),
    endAfter: t.field({ type: "DateTime", nullable: true, resolve: (row) => row.endAfter ?? null }),
  }),
});

const PlanDiffType = builder.objectRef<PlanChange>("PlanDiff").implement({
  description: "What two plans differ in.",
  fields: (t) => ({
    same: t.exposeInt("same"),
    moved: t.exposeInt("moved"),
    objective: t.exposeFloat("objective", { description: "What the later one has more of." }),
    lateBefore: t.exposeInt("lateBefore"),
    lateAfter: t.exposeInt("lateAfter"),
    orders: t.field({ type: [OrderShiftType], resolve: (row) => [...row.orders] }),
  }),
});

const WhatIfType = builder.objectRef<WhatIfAnswer>("WhatIf").implement({
  description: "What the plan would become, moved as little as possible. Nothing is stored.",
  fields: (t) => ({
    planVersion: t.exposeInt("planVersion"),
    change: t.field({ type: PlanDiffType, resolve: (row) => row }),
    movedUnaffected: t.exposeInt("movedUnaffected"),
    unplanned: t.field({ type: ["String"], resolve: (row) => [...row.unplanned] }),
  }),
});

const OrderQuestion = builder.inputType("OrderQuestion", {
  fields: (t) => ({
    productId: t.string({ required: true }),
    quantity: t.int({ required: true }),
    dueTime: t.field({ type: "DateTime", required: true }),
    priority: t.int({ defaultValue: 5, description: "1 is the most urgent, 9 the least." }),
  }),
});
const LineDown = builder.inputType("LineDown", {
  fields: (t) => ({
    equipmentId: t.string({ required: true }),
    from: t.field({ type: "DateTime", required: true }),
    to: t.field({ type: "DateTime", required: true }),
  }),
});
const ReceiptLate = builder.inputType("ReceiptLate", {
  fields: (t) => ({
    receiptId: t.string({ required: true }),
    time: t.field({ type: "DateTime", required: true }),
  }),
});
const Scrap = builder.inputType("Scrap", {
  fields: (t) => ({ materialId: t.string({ required: true }), quantity: t.int({ required: true }) }),
});
const Happening = builder.inputType("Happening", {
  description: "Exactly one of these.",
  isOneOf: true,
  fields: (t) => ({
    lineDown: t.field({ type: LineDown }),
    receiptLate: t.field({ type: ReceiptLate }),
    scrap: t.field({ type: Scrap }),
    cancelled: t.string({ description: "A work order." }),
    rush: t.field({ type: OrderQuestion }),
  }),
});

const mostPieces = 1_000_000;
/** @throws MillwrightError INVALID_INPUT. */
const sound = (order: typeof OrderQuestion.$inferInput) => {
  const refuse = (path: string, problem: string) => new MillwrightError("INVALID_INPUT", { path, problem });
  const { quantity, priority } = order;
  if (quantity < 1 || quantity > mostPieces) throw refuse("quantity", `must be 1 to ${mostPieces}`);
  const level = priority ?? 5;
  if (level < 1 || level > 9) throw refuse("priority", "must be 1 to 9");
  return { productId: order.productId, quantity, dueTime: order.dueTime, priority: level };
};

const disruptionOf = (happening: typeof Happening.$inferInput): PlantDisruption => {
  const { lineDown, receiptLate, scrap, cancelled, rush } = happening;
  if (lineDown) return { kind: "down", ...lineDown };
  if (receiptLate) return { kind: "late", ...receiptLate };
  if (scrap) return { kind: "scrap", ...scrap };
  if (cancelled) return { kind: "cancel", workOrderId: cancelled };
  return { kind: "rush", ...sound(rush!) };
};

const plantNow = async (db: Db): Promise<Date> => createPlantClock(await readClock(db)).now();

builder.queryFields((t) => ({
  promise: t.field({
    type: OrderPromise,
    args: { order: t.arg({ type: OrderQuestion, required: true }) },
    resolve: async (_root, { order }, { db }) => promiseOrder(db, await plantNow(db), sound(order)),
  }),
  whatIf: t.field({
    type: WhatIfType,
    args: { happens: t.arg({ type: Happening, required: true }) },
    resolve: async (_root, { happens }, { db }) => whatIf(db, await plantNow(db), disruptionOf(happens)),
  }),
  explainOrder: t.field({
    type: [BilingualText],
    description: "Why an order ends when it does by the plan in force, or why it is not in it.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { db }) => explainOrder(db, (await orderById(db, String(id))).id),
  }),
  planDiff: t.field({
    type: PlanDiffType,
    args: { before: t.arg.int({ required: true }), after: t.arg.int({ required: true }) },
    resolve: (_root, { before, after }, { db }) => diffVersions(db, before, after),
  }),
}));
