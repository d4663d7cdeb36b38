import { sql } from "kysely";
import type { Desk } from "../../../../agents/scheduler/desk/desk.ts";
import type { Bilingual } from "../../../core/errors.ts";
import { plantNow } from "../../../mes/clock.ts";
import type { Db } from "../../../mes/database.ts";
import { type Order, type OrderSegment, orderById } from "../../../mes/queries/orders.ts";
import { lateSeconds } from "../../../mes/queries/planned-operations.ts";
import { latestPlan } from "../../../mes/queries/plans.ts";
import type { WorkOrderTable } from "../../../mes/schema/order.ts";
import { builder } from "../builder.ts";
import { type Connection, connectionOf, decodeCursor, type PageArguments, pageSize } from "../connection.ts";
import { PageInfo } from "../page-info.ts";
import { BilingualText } from "./plant.ts";

const SegmentType = builder.objectRef<OrderSegment>("WorkOrderSegment").implement({
  description: "One segment of an order's work master, with the job order that was released for it.",
  fields: (t) => ({
    segment: t.exposeInt("segment"),
    name: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.nameZh, en: row.nameEn }) }),
    process: t.exposeString("process"),
    setupFamily: t.exposeString("setupFamily"),
    jobOrderId: t.exposeString("jobOrderId", {
      nullable: true,
      description: "Job order (ISA-95) that was released for it; null before that.",
    }),
    dispatchStatus: t.exposeString("status", {
      nullable: true,
      description: "ISA-95 dispatch status of its job order; null before its release.",
    }),
    equipmentId: t.exposeString("equipmentId", {
      nullable: true,
      description: "Line that it was released to; null before that.",
    }),
    good: t.exposeInt("good"),
    scrap: t.exposeInt("scrap"),
    actualStart: t.expose("actualStart", {
      type: "DateTime",
      nullable: true,
      description: "When it really began; null before that. Plant time.",
    }),
    actualEnd: t.expose("actualEnd", {
      type: "DateTime",
      nullable: true,
      description: "When it really ended; null before that. Plant time.",
    }),
  }),
});

const OrderDetail = builder.objectRef<Order>("WorkOrderDetail").implement({
  description: "A work order (ISA-95 operations request) with its routing and how far it is.",
  fields: (t) => ({
    id: t.exposeID("id"),
    productId: t.exposeString("productId"),
    product: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.productZh, en: row.productEn }) }),
    workMasterId: t.exposeString("workMasterId"),
    quantity: t.exposeInt("quantity"),
    priority: t.exposeInt("priority"),
    releaseTime: t.expose("releaseTime", { type: "DateTime" }),
    dueTime: t.expose("dueTime", { type: "DateTime" }),
    status: t.exposeString("status", {
      description: "Waiting, Released, Running, Completed or Cancelled, whether or not it is on hold.",
    }),
    held: t.exposeBoolean("held"),
    holdReason: t.exposeString("holdReason", {
      nullable: true,
      description: "Why it is on hold; null where it is not.",
    }),
    segments: t.field({ type: [SegmentType], resolve: (row) => [...row.segments] }),
  }),
});

interface OrderRow {
  readonly id: string;
  readonly product_id: string;
  readonly quantity: number;
  readonly priority: number;
  readonly status: WorkOrderTable["status"];
  readonly held: boolean;
  readonly due_time: Date;
  readonly planned_end: Date | null;
  readonly late_seconds: number | null;
  readonly current_segment: number | null;
  /** Why it is not in the plan in force; null when it is, or is done. */
  readonly unplanned_reason: Bilingual | null;
}

type PlanRow = Awaited<ReturnType<typeof latestPlan>>;

const done: ReadonlySet<WorkOrderTable["status"]> = new Set(["Completed", "Cancelled"]);

const notInPlan: Bilingual = { zh: "不在当前计划中，请重新排产", en: "not in the plan in force; plan again" };

/** Materials that an order lacks, told in a row of a table. */
const mostTold = 2;

/** What each order lacks by a plan, "MAT-1017 × 40". */
const lackedBy = ({ shortages }: NonNullable<PlanRow>): ReadonlyMap<string, readonly string[]> => {
  const lacked = new Map<string, string[]>();
  for (const { material, needs } of shortages)
    for (const [order, own] of Map.groupBy(needs, (need) => need.order)) {
      const pieces = own.reduce((sum, { quantity }) => sum + quantity, 0);
      const told = lacked.get(order) ?? [];
      lacked.set(order, told);
      if (pieces > 0) told.push(`${material} × ${pieces}`);
    }
  return lacked;
};

type OpenOrder = Pick<OrderRow, "id" | "status" | "held" | "planned_end">;

/** Tells of orders why they are in no plan; null of one that is in it, or done. */
const tellUnplanned = (plan: PlanRow): ((order: OpenOrder) => Bilingual | null) => {
  if (!plan) return () => null;
  const [lacked, unplanned] = [lackedBy(plan), new Set(plan.unplanned)];
  return ({ id, status, held, planned_end: end }) => {
    if (end || done.has(status)) return null;
    if (held) return { zh: "暂停中，不排产", en: "on hold: not planned" };
    const shown = (lacked.get(id) ?? []).slice(0, mostTold).join(", ");
    if (shown) return { zh: `缺料未排：${shown}`, en: `not planned, lacks ${shown}` };
    // One that has begun may have nothing left to plan.
    return status !== "Waiting" && !unplanned.has(id) ? null : notInPlan;
  };
};

const OrderType = builder.objectRef<OrderRow>("WorkOrder").implement({
  description: "A work order with where the plan in force puts its end.",
  fields: (t) => ({
    id: t.exposeID("id"),
    productId: t.exposeString("product_id"),
    quantity: t.exposeInt("quantity"),
    priority: t.exposeInt("priority"),
    status: t.string({
      description: "Waiting, Released, Running, Completed or Cancelled; Held while it is on hold.",
      resolve: (row) => (row.held ? "Held" : row.status),
    }),
    dueTime: t.expose("due_time", { type: "DateTime" }),
    plannedEnd: t.expose("planned_end", {
      type: "DateTime",
      nullable: true,
      description: "Its end in the plan in force; null where it is not in it. Plant time.",
    }),
    lateSeconds: t.exposeInt("late_seconds", {
      nullable: true,
      description:
        "Seconds by which its end in the plan in force is after dueTime, 0 in time; null where it is not in the plan.",
    }),
    currentSegment: t.exposeInt("current_segment", {
      nullable: true,
      description: "Segment that was released last; null before the first.",
    }),
    unplannedReason: t.expose("unplanned_reason", {
      type: BilingualText,
      nullable: true,
      description: "Why an open order is not in the plan in force; null when it is in it, or done.",
    }),
  }),
});

const OrderEdge = builder.objectRef<{ cursor: string; node: OrderRow }>("WorkOrderEdge").implement({
  description: "A work order in a page.",
  fields: (t) => ({ cursor: t.exposeString("cursor"), node: t.expose("node", { type: OrderType }) }),
});
const OrderConnection = builder.objectRef<Connection<OrderRow>>("WorkOrderConnection").implement({
  description: "A page of work orders (Relay connection).",
  fields: (t) => ({
    edges: t.field({ type: [OrderEdge], resolve: (connection) => [...connection.edges] }),
    pageInfo: t.expose("pageInfo", { type: PageInfo }),
    totalCount: t.exposeInt("totalCount"),
  }),
});

const states = {
  OPEN: { description: "Neither completed nor cancelled." },
  UNDER_WAY: { description: "Released or running." },
  HELD: { description: "Open and on hold." },
  UNPLANNED: { description: "Open and not in the plan in force." },
  LATE: { description: "Open and late by the plan in force." },
} as const;
type State = keyof typeof states;
const StateType = builder.enumType("WorkOrderState", {
  description: "What orders may be looked for by, beside their names.",
  values: states,
});
const sorts = {
  DUE: { description: "What is due first." },
  LATENESS: { description: "What the plan in force has latest." },
} as const;
const SortType = builder.enumType("WorkOrderSort", {
  description: "Which orders come first.",
  values: sorts,
});

interface OrderFilter extends PageArguments {
  readonly search?: string | null | undefined;
  readonly late?: boolean | null | undefined;
  readonly state?: State | null | undefined;
  readonly sort?: keyof typeof sorts | null | undefined;
}

const cursorOfLateness = /^(\d{1,12})\|(.{1,100})$/;
const cursorOfOrders = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)\|(.{1,100})$/;

/** Orders page by page; the cursor holds what they are sorted by and their id, so that a page stays in place while others come and go. */
const ordersPage = async (db: Db, desk: Desk, filter: OrderFilter): Promise<Connection<OrderRow>> => {
  const size = pageSize(filter);
  const inForce = await latestPlan(db);
  const plan = db
    .selectFrom("plan_operation")
    .select(["work_order_id"])
    .select((fields) => fields.fn.max("end_time").as("planned_end"))
    .where("version", "=", inForce?.version ?? 0)
    // What goes on of an order that lacks material is not its end.
    .where(sql<boolean>`work_order_id <> all(${inForce?.unplanned ?? []}::text[])`)
    .groupBy("work_order_id");
  let base = db
    .selectFrom("work_order as o")
    .leftJoin(plan.as("p"), "p.work_order_id", "o.id")
    .where((where) => where.lit(true));
  const { search, late, after, sort } = filter;
  const state = late ? "LATE" : filter.state;
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
    base = base.where((where) =>
      where.or([where("o.id", "ilike", pattern), where("o.product_id", "ilike", pattern)]),
    );
  }
  if (state) base = base.where("o.status", "not in", [...done]);
  if (state === "UNDER_WAY") base = base.where("o.status", "in", ["Released", "Running"]);
  if (state === "HELD") base = base.where("o.held", "=", true);
  if (state === "UNPLANNED") base = base.where("p.planned_end", "is", null);
  // By when it is due now: that may be another time than when the plan was made.
  const late_seconds = lateSeconds("p.planned_end");
  if (state === "LATE") base = base.where(late_seconds, ">", 0);
  const byLateness = sort === "LATENESS";
  const lateness = sql<number>`coalesce(${late_seconds}, 0)`;
  const { count } = await base
    .select((fields) => fields.fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  if (after && byLateness) {
    const [seconds, id] = decodeCursor(after, cursorOfLateness);
    base = base.where(sql<boolean>`(-${lateness}, o.id) > (${-Number(seconds)}::integer, ${id})`);
  } else if (after) {
    const [due, id] = decodeCursor(after, cursorOfOrders);
    base = base.where(sql<boolean>`(o.due_time, o.id) > (${due}::timestamptz, ${id})`);
  }
  const rows = await base
    .select([
      "o.id",
      "o.product_id",
      "o.work_master_id",
      "o.quantity",
      "o.priority",
      "o.status",
      "o.held",
      "o.due_time",
      "p.planned_end",
    ])
    .select(late_seconds.as("late_seconds"))
    .select((fields) =>
      fields
        .selectFrom("job_order as j")
        .select((job) => job.fn.max("j.segment").as("segment"))
        .whereRef("j.work_order_id", "=", "o.id")
        .as("current_segment"),
    )
    .orderBy(byLateness ? sql`-${lateness}` : sql`o.due_time`)
    .orderBy("o.id")
    .limit(size + 1)
    .execute();
  const reasonOf = tellUnplanned(inForce);
  const told = rows.map((row) => ({ ...row, unplanned_reason: reasonOf(row) }));
  const unsaid = told.filter(({ unplanned_reason }) => unplanned_reason === notInPlan);
  if (unsaid.length > 0) {
    const masters = [...new Set(unsaid.map(({ work_master_id }) => work_master_id))];
    const obstacles = await desk.ask("obstaclesOf", await plantNow(db), masters);
    for (const row of unsaid) {
      const found = obstacles.get(row.work_master_id) ?? [];
      if (found.length === 0) continue;
      const all = (language: keyof Bilingual, between: string) =>
        found.map((one) => one[language]).join(between);
      row.unplanned_reason = { zh: `未排：${all("zh", "；")}`, en: `not planned: ${all("en", "; ")}` };
    }
  }
  return connectionOf(told, size, Number(count), (row) =>
    byLateness ? `${row.late_seconds ?? 0}|${row.id}` : `${row.due_time.toISOString()}|${row.id}`,
  );
};

builder.queryFields((t) => ({
  workOrders: t.field({
    type: OrderConnection,
    description: "Work orders page by page.",
    args: {
      first: t.arg.int(),
      after: t.arg.string(),
      search: t.arg.string({ description: "A part of the order's or its product's id." }),
      late: t.arg.boolean({ description: "The same as state LATE." }),
      state: t.arg({ type: StateType, description: "Only orders in this state; without, all of them." }),
      sort: t.arg({
        type: SortType,
        defaultValue: "DUE",
        description: "What comes first; DUE unless it is said.",
      }),
    },
    resolve: (_root, args, { db, desk }) => ordersPage(db, desk, args),
  }),
  workOrder: t.field({
    type: OrderDetail,
    description: "One work order with its segments.",
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, { db }) => orderById(db, String(id)),
  }),
}));
