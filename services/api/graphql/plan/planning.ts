import type { PromiseAnswer } from "../../../../agents/scheduler/answers/questions.ts";
import type { WhatIfAnswer } from "../../../../agents/scheduler/desk/repair.ts";
import type { OrderShift, PlanChange } from "../../../../agents/scheduler/proposals/change.ts";
import { plantNow } from "../../../mes/clock.ts";
import { orderById } from "../../../mes/queries/orders.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";
import { HappeningInput, happeningOf, OrderQuestion, soundOrder, steadyMeans } from "./happening.ts";

/** Questions to the scheduler about the plan in force. None of them changes anything. */
const PromisedOperation = builder
  .objectRef<PromiseAnswer["operations"][number]>("PromisedOperation")
  .implement({
    description: "Where a segment of the order would go.",
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
    gainSeconds: t.exposeFloat("gainSeconds", {
      description: "By how much it alone would bring the end forward, seconds.",
    }),
    how: t.expose("how", { type: BilingualText, description: "What to do, in words." }),
  }),
});

const OrderPromise = builder.objectRef<PromiseAnswer>("OrderPromise").implement({
  description: "When an order could be done while all of the plan keeps its place and its material.",
  fields: (t) => ({
    planVersion: t.exposeInt("planVersion"),
    end: t.field({
      type: "DateTime",
      nullable: true,
      description:
        "When its last segment would be done; null where no known receipt brings its material or no calendar has room. Plant time.",
      resolve: (row) => row.end ?? null,
    }),
    lateSeconds: t.float({
      nullable: true,
      description: "Seconds behind the time that was asked for; null without an end.",
      resolve: (row) => row.lateSeconds ?? null,
    }),
    heldBackBy: t.expose("heldBackBy", {
      type: BilingualText,
      description: "What keeps it from being done sooner: material, a line, a calendar or its routing.",
    }),
    sooner: t.field({
      type: [Sooner],
      description: "What would bring it forward, the greatest gain first.",
      resolve: (row) => [...row.sooner],
    }),
    operations: t.field({
      type: [PromisedOperation],
      description: "Where its segments would go.",
      resolve: (row) => [...row.operations],
    }),
  }),
});

const OrderShiftType = builder.objectRef<OrderShift>("OrderShift").implement({
  description: "An order whose operations are not where they were: moved, later, earlier, new or gone.",
  fields: (t) => ({
    workOrderId: t.exposeString("workOrderId"),
    kind: t.exposeString("kind", { description: "moved (to another line), later, earlier, new or gone." }),
    shiftSeconds: t.exposeFloat("shiftSeconds", { description: "By how much it ends later." }),
    endBefore: t.field({
      type: "DateTime",
      nullable: true,
      description: "Its end in the earlier plan; null where it was not in it. Plant time.",
      resolve: (row) => row.endBefore ?? null,
    }),
    endAfter: t.field({
      type: "DateTime",
      nullable: true,
      description: "Its end in the later plan; null where it is not in it. Plant time.",
      resolve: (row) => row.endAfter ?? null,
    }),
  }),
});

export const PlanDiffType = builder.objectRef<PlanChange>("PlanDiff").implement({
  description: "What two plans differ in.",
  fields: (t) => ({
    same: t.exposeInt("same", { description: "Operations with the same line and time." }),
    moved: t.exposeInt("moved", { description: "Operations with another line or another time." }),
    objective: t.exposeFloat("objective", { description: "What the later one has more of." }),
    lateBefore: t.exposeInt("lateBefore", { description: "Late work orders in the earlier plan." }),
    lateAfter: t.exposeInt("lateAfter", { description: "Late work orders in the later plan." }),
    orders: t.field({
      type: [OrderShiftType],
      description: "Orders that are not where they were, those that shift most first.",
      resolve: (row) => [...row.orders],
    }),
  }),
});

const WhatIfType = builder.objectRef<WhatIfAnswer>("WhatIf").implement({
  description: "What the plan would become, moved as little as possible. Nothing is stored.",
  fields: (t) => ({
    planVersion: t.exposeInt("planVersion"),
    change: t.field({
      type: PlanDiffType,
      description: "What the imagined plan does with the orders.",
      resolve: (row) => row,
    }),
    movedUnaffected: t.exposeInt("movedUnaffected", {
      description: "Operations that move though what happens does not touch them.",
    }),
    unplanned: t.field({
      type: ["String"],
      description: "Orders that no known receipt would bring the material for.",
      resolve: (row) => [...row.unplanned],
    }),
  }),
});

/** An order that is only asked about has no number. */
const askedId = "RUSH";

builder.queryFields((t) => ({
  promise: t.field({
    type: OrderPromise,
    description: "When an order that is not entered yet could be done; nothing is stored.",
    args: {
      order: t.arg({ type: OrderQuestion, required: true, description: "The order that is asked about." }),
    },
    resolve: async (_root, { order }, { db, desk }) =>
      desk.ask("promiseOrder", await plantNow(db), soundOrder(order)),
  }),
  whatIf: t.field({
    type: WhatIfType,
    description: "What the plan would become if something happened; nothing is stored.",
    args: {
      happens: t.arg({ type: HappeningInput, required: true, description: "What is imagined." }),
      steady: t.arg.boolean({ description: steadyMeans }),
    },
    resolve: async (_root, { happens, steady }, { db, desk, repairMs }) =>
      desk.ask("whatIf", await plantNow(db), await happeningOf(db, happens, askedId), {
        steady: steady ?? false,
        budgetMs: repairMs,
      }),
  }),
  explainOrder: t.field({
    type: [BilingualText],
    description: "Why an order ends when it does by the plan in force, or why it is not in it.",
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, { db, desk }) =>
      desk.ask("explainOrder", (await orderById(db, String(id))).id),
  }),
  planDiff: t.field({
    type: PlanDiffType,
    description: "What one version of the plan has that another has not.",
    args: {
      before: t.arg.int({ required: true, description: "Version of the earlier plan." }),
      after: t.arg.int({ required: true, description: "Version of the later plan." }),
    },
    resolve: (_root, { before, after }, { desk }) => desk.ask("diffVersions", before, after),
  }),
}));
