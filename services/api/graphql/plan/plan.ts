import { type OrdersSince, tellOrdersSince } from "../../../../agents/scheduler/answers/orders-since.ts";
import { tellReason } from "../../../../agents/scheduler/desk/reason.ts";
import { plantNow } from "../../../mes/clock.ts";
import { countOverdue, operationsInParts, planOperations } from "../../../mes/queries/planned-operations.ts";
import { latestPlan, latestPlanVersion, planOfVersion, tellingGapOf } from "../../../mes/queries/plans.ts";
import type { GoldenPartRow, PlanShortage } from "../../../mes/schema/plan.ts";
import { builder } from "../builder.ts";
import { decodeCursor, type Page, pageOf, pageSize } from "../connection.ts";
import { PageInfo } from "../page-info.ts";
import { BilingualText } from "../plant/plant.ts";
import { unhurried } from "../unhurried.ts";

type PlanRow = NonNullable<Awaited<ReturnType<typeof latestPlan>>>;
type OperationRow = Awaited<ReturnType<typeof planOperations>>[number];

const OperationType = builder.objectRef<OperationRow>("PlanOperation").implement({
  description: "A planned operation and what became of it.",
  fields: (t) => ({
    id: t.id({ resolve: (row) => `${row.version}/${row.work_order_id}/${row.segment}` }),
    workOrderId: t.exposeString("work_order_id"),
    productId: t.exposeString("product_id"),
    segment: t.exposeInt("segment"),
    equipmentId: t.exposeString("equipment_id"),
    start: t.expose("start_time", { type: "DateTime" }),
    end: t.expose("end_time", { type: "DateTime" }),
    setupSeconds: t.exposeInt("setup_seconds", {
      description: "Set-up (ISO 22400-2 PSUT) within it before the first piece, seconds.",
    }),
    setupFamily: t.exposeString("setup_family", {
      nullable: true,
      description: "Orders of one family follow each other without a set-up; null where there is none.",
    }),
    materialTime: t.expose("material_time", {
      type: "DateTime",
      nullable: true,
      description:
        "When its kit is complete by what is known; null for a segment that needs none. Plant time.",
    }),
    actualEquipmentId: t.exposeString("actual_equipment_id", {
      nullable: true,
      description: "Line that it was released to; null before its release.",
    }),
    actualStart: t.expose("actual_start", {
      type: "DateTime",
      nullable: true,
      description: "When it really began; null before that. Plant time.",
    }),
    actualEnd: t.expose("actual_end", {
      type: "DateTime",
      nullable: true,
      description: "When it really ended; null before that. Plant time.",
    }),
    status: t.string({
      description: "ISA-95 dispatch status of its job order; Planned before its release.",
      resolve: (row) => row.dispatch_status ?? "Planned",
    }),
    lateSeconds: t.exposeInt("late_seconds"),
  }),
});

/** Operations of one page. */
const largestPage = 5_000;
const cursorOfOperations = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)\|(\d{1,9})\|(.{1,100})$/;
const placeIn = (cursor: string) => {
  const [time, segment, order] = decodeCursor(cursor, cursorOfOperations);
  return { time: new Date(time!), segment: Number(segment), order: order! };
};
const OperationPage = builder.objectRef<Page<OperationRow>>("PlanOperationPage").implement({
  description: "A page of operations.",
  fields: (t) => ({
    nodes: t.field({
      type: [OperationType],
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({ type: PageInfo, resolve: ({ pageInfo }) => pageInfo }),
  }),
});

const ShortageNeedType = builder.objectRef<PlanShortage["needs"][number]>("ShortageNeed").implement({
  description: "What an order lacks of a material.",
  fields: (t) => ({
    workOrderId: t.exposeString("order"),
    segment: t.exposeInt("segment"),
    quantity: t.exposeInt("quantity"),
    by: t.field({
      type: "DateTime",
      description: "For the order to be in time.",
      resolve: (row) => new Date(row.by),
    }),
  }),
});
const ShortageType = builder.objectRef<PlanShortage>("PlanShortage").implement({
  description: "Pieces of a material that no known receipt brings.",
  fields: (t) => ({
    materialId: t.exposeString("material"),
    quantity: t.exposeInt("quantity"),
    needs: t.field({
      type: [ShortageNeedType],
      description: "Orders that it is wanted for.",
      resolve: (row) => [...row.needs],
    }),
  }),
});
const GoldenPartType = builder.objectRef<GoldenPartRow>("GoldenPart").implement({
  description: "A material that orders wait for.",
  fields: (t) => ({
    materialId: t.exposeString("material"),
    gatedHours: t.exposeFloat("gated", {
      description: "Weighted hours of lateness that would fall away if it were there at once.",
    }),
    orders: t.exposeInt("orders", { description: "Work orders that wait for it." }),
  }),
});

const OrdersSinceType = builder.objectRef<OrdersSince>("OrdersSince").implement({
  description:
    "How many orders are not as the plan has them: people and imports have changed them since. A new plan reckons with them.",
  fields: (t) => ({
    added: t.exposeInt("added", { description: "Open ones that it does not know." }),
    changed: t.exposeInt("changed", {
      description: "Ones with another quantity, due time or priority, or that may begin later only.",
    }),
    dropped: t.exposeInt("dropped", { description: "Ones that were called off or put on hold." }),
    text: t.field({
      type: BilingualText,
      nullable: true,
      description: "All that in words; null while all are as they were planned.",
      resolve: (row) => tellOrdersSince(row) ?? null,
    }),
  }),
});

const PlanType = builder.objectRef<PlanRow>("Plan").implement({
  description: "A verified plan with its bound.",
  fields: (t) => ({
    version: t.exposeInt("version"),
    createdAt: t.expose("created_at", { type: "DateTime", description: "Wall time." }),
    plantTime: t.expose("plant_time", { type: "DateTime" }),
    reason: t.field({
      type: BilingualText,
      description: "Why it was made: what it answers, or the words in which somebody asked for it.",
      resolve: (row) => tellReason(row.reason),
    }),
    thinnedAt: t.expose("thinned_at", {
      type: "DateTime",
      nullable: true,
      description:
        "When the retention policy removed its operations, but for those that jobs were released by; null while all are there. Wall time.",
    }),
    objective: t.exposeFloat("objective", {
      description:
        "What the planner made as small as it could: weighted hours of lateness and what else is weighed.",
    }),
    bound: t.exposeFloat("bound", {
      description: "Least objective that any plan could have, as far as it is proved.",
    }),
    gap: t.exposeFloat("gap", {
      description: "(objective - bound) / objective, 0 to 1; 0 is proved to be the best.",
    }),
    tellingGap: t.float({
      nullable: true,
      description: "The gap where the bound tells how good the plan is; null where it is too weak for that.",
      resolve: (row) => tellingGapOf(row) ?? null,
    }),
    onTimeRate: t.exposeFloat("on_time_rate", {
      description: "Share of planned orders that end in time, 0 to 1.",
    }),
    lateOrders: t.exposeInt("late_orders", { description: "Work orders that end after they are due." }),
    overdue: t.int({
      description:
        "Operations that should have begun by now and were not released: the plan is behind by them.",
      resolve: async (row, _args, { db }) => countOverdue(db, row.version, await plantNow(db)),
    }),
    ordersSince: t.field({
      type: OrdersSinceType,
      nullable: true,
      description: "What has become of the orders since it was made; null of a plan that is not in force.",
      resolve: async ({ version }, _args, { db, desk }) =>
        version === (await latestPlanVersion(db)) ? desk.ask("ordersSince", await plantNow(db)) : null,
    }),
    utilisation: t.exposeFloat("utilisation", {
      description:
        "Mean of the lines' busy time over the time until the last operation ends (ISO 22400-2 allocation ratio), 0 to 1.",
    }),
    kpis: t.field({
      type: "JSON",
      description:
        "More figures by name: setupHours, makespanHours, weightedLateness and flowHours in hours, energyCost, unplannedOrders and so on.",
      resolve: (row) => row.kpis,
    }),
    unplanned: t.field({
      type: ["String"],
      description: "Orders that no known receipt brings the material for.",
      resolve: (row) => row.unplanned,
    }),
    shortages: t.field({
      type: [ShortageType],
      description: "Material that is short, by pieces.",
      resolve: (row) => row.shortages,
    }),
    contradictions: t.field({
      type: [BilingualText],
      description:
        "Reported facts that cannot all be so and were planned around, each with what would mend it; none of a plan that is not in force.",
      resolve: async ({ version }, _args, { db, desk }) =>
        version === (await latestPlanVersion(db)) ? desk.ask("factsApart") : [],
    }),
    goldenParts: t.field({
      type: [GoldenPartType],
      description: "Materials that gate the most, the worst first.",
      resolve: (row) => row.golden_parts,
    }),
    operations: t.field({
      type: [OperationType],
      args: {
        from: t.arg({ type: "DateTime" }),
        to: t.arg({ type: "DateTime" }),
        workOrderId: t.arg.id({ description: "Only of this order." }),
      },
      description: "Those that touch the window, all at once; `operationsPage` gives them in parts.",
      resolve: (row, { from, to, workOrderId: order }, { db }) =>
        unhurried(
          operationsInParts(db, row.version, {
            from: from ?? undefined,
            to: to ?? undefined,
            order: order ?? undefined,
          }),
        ),
    }),
    operationsPage: t.field({
      type: OperationPage,
      description: "Operations by their planned start.",
      args: {
        first: t.arg.int({ description: `At most ${largestPage}.` }),
        after: t.arg.string(),
        from: t.arg({ type: "DateTime" }),
        to: t.arg({ type: "DateTime" }),
      },
      resolve: async (row, { from, to, ...page }, { db }) => {
        const size = pageSize(page, largestPage);
        const rows = await planOperations(
          db,
          row.version,
          { from: from ?? undefined, to: to ?? undefined },
          { limit: size + 1, after: page.after ? placeIn(page.after) : undefined },
        );
        return pageOf(
          rows,
          size,
          ({ start_time, work_order_id, segment }) =>
            `${start_time.toISOString()}|${segment}|${work_order_id}`,
        );
      },
    }),
  }),
});

builder.queryField("plan", (t) =>
  t.field({
    type: PlanType,
    nullable: true,
    description: "A plan with its operations and figures; null while there is none.",
    args: {
      version: t.arg.int({ description: "Of a plan that was in force; without, the one that is." }),
    },
    resolve: async (_root, { version }, { db }) =>
      (await (typeof version === "number" ? planOfVersion(db, version) : latestPlan(db))) ?? null,
  }),
);
