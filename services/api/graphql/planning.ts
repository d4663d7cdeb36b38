import type { OrderShift, PlanChange } from "../../../agents/scheduler/change.ts";
import { onDesk } from "../../../agents/scheduler/desk.ts";
import type { PromiseAnswer } from "../../../agents/scheduler/questions.ts";
import type { WhatIfAnswer } from "../../../agents/scheduler/repair.ts";
import { plantNow } from "../../mes/clock.ts";
import { orderById } from "../../mes/queries/orders.ts";
import { builder } from "./builder.ts";
import { HappeningInput, happeningOf, OrderQuestion, soundOrder, steadyMeans } from "./happening.ts";
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

export const PlanDiffType = builder.objectRef<PlanChange>("PlanDiff").implement({
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

/** An order that is only asked about has no number. */
const askedId = "RUSH";

builder.queryFields((t) => ({
  promise: t.field({
    type: OrderPromise,
    args: { order: t.arg({ type: OrderQuestion, required: true }) },
    resolve: async (_root, { order }, { db }) =>
      onDesk(db, "promiseOrder", await plantNow(db), soundOrder(order)),
  }),
  whatIf: t.field({
    type: WhatIfType,
    args: {
      happens: t.arg({ type: HappeningInput, required: true }),
      steady: t.arg.boolean({ description: steadyMeans }),
    },
    resolve: async (_root, { happens, steady }, { db, repairMs }) =>
      onDesk(db, "whatIf", await plantNow(db), await happeningOf(db, happens, askedId), {
        steady: steady ?? false,
        budgetMs: repairMs,
      }),
  }),
  explainOrder: t.field({
    type: [BilingualText],
    description: "Why an order ends when it does by the plan in force, or why it is not in it.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { db }) =>
      onDesk(db, "explainOrder", (await orderById(db, String(id))).id),
  }),
  planDiff: t.field({
    type: PlanDiffType,
    args: { before: t.arg.int({ required: true }), after: t.arg.int({ required: true }) },
    resolve: (_root, { before, after }, { db }) => onDesk(db, "diffVersions", before, after),
  }),
}));
