import { sql } from "kysely";
import type { Db, Tx } from "../database.ts";

/** Where a page of a plan's operations ends. */
export interface OperationPlace {
  readonly time: Date;
  readonly segment: number;
  readonly order: string;
}

/** Which operations of a plan are wanted. */
export interface OperationWindow {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Of one order only. */
  readonly order?: string | undefined;
}

/** Operations of a plan that touch the window by their planned start, each with what became of it; of a page, those behind a place. */
export const planOperations = async (
  db: Db,
  version: number,
  window: OperationWindow,
  page?: { readonly limit: number; readonly after: OperationPlace | undefined },
) => {
  let query = db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("standing_job as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .selectAll("p")
    .select(["o.product_id", "j.dispatch_status", "j.equipment_id as actual_equipment_id"])
    .select(["j.actual_start", "j.actual_end"])
    .where("p.version", "=", version)
    .orderBy("p.start_time")
    .orderBy("p.segment")
    .orderBy("p.work_order_id")
    .$if(page !== undefined, (asked) => asked.limit(page!.limit));
  const { from, to, order } = window;
  if (order !== undefined) query = query.where("p.work_order_id", "=", order);
  const after = page?.after;
  if (after)
    query = query.where(
      sql<boolean>`(p.start_time, p.segment, p.work_order_id) > (${after.time}::timestamptz, ${after.segment}, ${after.order})`,
    );
  if (from)
    query = query.where((where) =>
      where.or([where("p.end_time", ">=", from), where("j.actual_end", ">=", from)]),
    );
  if (to)
    query = query.where((where) =>
      where.or([where("p.start_time", "<=", to), where("j.actual_start", "<=", to)]),
    );
  return query.execute();
};

/** Operations that are read at once. */
const partSize = 2_000;

/** As `planOperations`, in parts: of a large plant all of them take a second to read. */
export async function* operationsInParts(db: Db, version: number, window: OperationWindow) {
  let after: OperationPlace | undefined;
  for (;;) {
    const part = await planOperations(db, version, window, { limit: partSize, after });
    if (part.length > 0) yield part;
    const last = part.at(-1);
    if (!last || part.length < partSize) return;
    after = { time: last.start_time, segment: last.segment, order: last.work_order_id };
  }
}

/**
 * Seconds by which an order `o` that ends at a moment is late, 0 in time, null without the moment; by when it is due now, which people and
 * imports change while the plan stands.
 */
export const lateSeconds = (end: "p.planned_end" | "p.end_time") => {
  const moment = end === "p.end_time" ? sql`max(p.end_time)` : sql.ref(end);
  return sql<number | null>`case when ${moment} is not null
    then greatest(0, round(extract(epoch from ${moment} - o.due_time)))::integer end`;
};

/** By so much an operation may begin after its planned start before anybody speaks of it. */
export const graceMs = 900_000;

const overdue = (db: Db | Tx, version: number, now: Date) =>
  db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("standing_job as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .where("p.version", "=", version)
    .where("p.start_time", "<", new Date(now.getTime() - graceMs))
    .where("j.id", "is", null)
    .where("o.held", "=", false)
    .where("o.status", "not in", ["Completed", "Cancelled"]);

/**
 * Operations of a plan, or of one order in it, that should have begun by now and were not even released, the first one
 * first: what the plan says of them, and of what follows them, is not going to happen.
 */
export const overdueOperations = (db: Db | Tx, version: number, now: Date, workOrderId?: string) =>
  overdue(db, version, now)
    .select(["p.work_order_id", "p.segment", "p.start_time"])
    .$if(workOrderId !== undefined, (query) => query.where("p.work_order_id", "=", workOrderId!))
    .orderBy("p.start_time")
    .orderBy("p.work_order_id")
    .execute();

/** How many they are. */
export const countOverdue = async (db: Db | Tx, version: number, now: Date): Promise<number> => {
  const { count } = await overdue(db, version, now)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
};

/**
 * Orders that a plan would be made of, and of those that one was made of also the ones that are wanted no more: `is_left` where something of
 * it is released to nobody.
 */
export const ordersToPlan = (db: Db | Tx, planned: readonly string[]) =>
  db
    .selectFrom("work_order as o")
    .select(["o.id", "o.status", "o.held", "o.quantity", "o.priority"])
    .select(["o.due_time", "o.release_time", "o.work_master_id"])
    .select(
      sql<boolean>`exists (
        select from work_master_segment s
        where s.work_master_id = o.work_master_id and not exists (
          select from standing_job j where j.work_order_id = o.id and j.segment = s.segment))`.as("is_left"),
    )
    .where(
      sql<boolean>`o.status <> 'Completed' and (
        o.id = any(${[...planned]}::text[]) or (o.status <> 'Cancelled' and not o.held))`,
    )
    .execute();

/** Operations of open orders that are not released and that a plan begins until a moment, the first ones first; held orders are left out. */
export const unreleasedUntil = (db: Db | Tx, version: number, to: Date) =>
  db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("standing_job as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .select(["o.id", "p.segment", "p.start_time"])
    .where("p.version", "=", version)
    .where("p.start_time", "<=", to)
    .where("j.id", "is", null)
    .where("o.held", "=", false)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .orderBy("p.start_time")
    .orderBy("o.id")
    .execute();

/** Open orders of a plan with an operation that is not released, by the first start of such a one; held ones are left out. */
export const unreleasedOrders = (db: Db | Tx, version: number, most: number) =>
  db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("standing_job as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .select("o.id")
    .select((fields) => fields.fn.min("p.start_time").as("start"))
    .where("p.version", "=", version)
    .where("j.id", "is", null)
    .where("o.held", "=", false)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .groupBy("o.id")
    .orderBy("start")
    .orderBy("o.id")
    .limit(most)
    .execute();

export const plannedOperationsOf = (db: Db | Tx, version: number, workOrderId: string) =>
  db
    .selectFrom("plan_operation")
    .selectAll()
    .where("version", "=", version)
    .where("work_order_id", "=", workOrderId)
    .orderBy("segment")
    .execute();

/** An operation that a line has not begun. */
export interface QueuedOperation {
  readonly line: string;
  readonly order: string;
  readonly product: string;
  readonly quantity: number;
  readonly segment: number;
  readonly start: Date;
  readonly end: Date;
  readonly released: boolean;
}

/** Operations that a plan has on a line and that nobody has begun, in its order; an operation released elsewhere is that line's. */
export const plannedOnLine = async (
  db: Db | Tx,
  version: number,
  line: string,
  {
    most,
    except,
    after,
    before,
  }: {
    readonly most: number;
    readonly except?: string | undefined;
    readonly after?: Date | undefined;
    /** Those that start sooner than this, the last of them first. */
    readonly before?: Date | undefined;
  },
): Promise<QueuedOperation[]> => {
  const direction = before ? "desc" : "asc";
  const rows = await db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("standing_job as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .select([
      "p.work_order_id",
      "p.segment",
      "p.start_time",
      "p.end_time",
      "o.product_id",
      "o.quantity",
      "j.id",
    ])
    .where("p.version", "=", version)
    .where("p.equipment_id", "=", line)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .where((where) => where.or([where("j.id", "is", null), where("j.actual_start", "is", null)]))
    .where((where) => where.or([where("j.id", "is", null), where("j.equipment_id", "=", line)]))
    .$if(except !== undefined, (query) => query.where("p.work_order_id", "<>", except!))
    .$if(after !== undefined, (query) => query.where("p.start_time", ">=", after!))
    .$if(before !== undefined, (query) => query.where("p.start_time", "<", before!))
    .orderBy("p.start_time", direction)
    .orderBy("p.work_order_id", direction)
    .limit(most)
    .execute();
  return rows.map((row) => ({
    line,
    order: row.work_order_id,
    product: row.product_id,
    quantity: row.quantity,
    segment: row.segment,
    start: row.start_time,
    end: row.end_time,
    released: row.id !== null,
  }));
};

/**
 * From when to when lines are taken from a moment on, each by its id: by operations of a plan that are not done, as planned, or by
 * a stop that its calendar has. One that runs longer than planned is taken for as long as its pieces need.
 */
export const takenOnLines = async (db: Db | Tx, version: number, lines: readonly string[], now: Date) => {
  const [operations, stops] = await Promise.all([
    db
      .selectFrom("plan_operation as p")
      .innerJoin("work_order as o", "o.id", "p.work_order_id")
      .leftJoin("standing_job as j", (join) =>
        join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
      )
      .select(["p.start_time", "p.end_time", "o.quantity", "j.good", "j.scrap", "j.actual_start"])
      .select((fields) => fields.fn.coalesce("j.equipment_id", "p.equipment_id").as("line"))
      .where("p.version", "=", version)
      .where((where) =>
        where.and([
          where(where.fn.coalesce("j.equipment_id", "p.equipment_id"), "in", [...lines, ""]),
          where("j.actual_end", "is", null),
        ]),
      )
      .where("o.status", "not in", ["Completed", "Cancelled"])
      .where((where) => where.or([where("p.end_time", ">", now), where("j.actual_start", "is not", null)]))
      .execute(),
    db
      .selectFrom("calendar_exception")
      .select(["equipment_id as line", "start_time", "end_time"])
      .where("equipment_id", "in", [...lines, ""])
      .where("end_time", ">", now)
      .execute(),
  ]);
  const taken = [
    ...operations.map(
      ({ line, start_time: start, end_time: end, quantity, good, scrap, actual_start: began }) => {
        const left = Math.max(0, 1 - ((good ?? 0) + (scrap ?? 0)) / quantity);
        const runsOn = began && end <= now;
        return {
          line,
          start: began ?? start,
          end: runsOn ? new Date(now.getTime() + left * (end.getTime() - start.getTime())) : end,
        };
      },
    ),
    ...stops.map(({ line, start_time: start, end_time: end }) => ({ line, start, end })),
  ];
  return Map.groupBy(taken, ({ line }) => line);
};
