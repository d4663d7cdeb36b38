import { type Insertable, sql } from "kysely";
import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Db, Tx } from "../database.ts";
import { appendEvents } from "../events.ts";
import { advisoryLocks } from "../locks.ts";
import type { GoldenPartRow, PlanOperationTable, PlanReason, PlanShortage } from "../schema/plan.ts";
import { noContent } from "./proposals.ts";

export interface PlanFigures {
  readonly seed: number;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly onTimeRate: number;
  readonly lateOrders: number;
  readonly utilisation: number;
  readonly kpis: Readonly<Record<string, number>>;
}

export type PlannedOperation = Omit<
  Insertable<PlanOperationTable>,
  "version" | "actual_start" | "actual_end"
>;

export interface NewPlan extends PlanFigures {
  /** The same request stores one plan, however often it is repeated. */
  readonly requestId: string;
  readonly reason: PlanReason;
  /** The same in both languages. */
  readonly cause: Bilingual;
  /** Moment that the plan's snapshot counts its seconds from. */
  readonly plantTime: Date;
  /** When it came into force, if that is not when it was made. */
  readonly adoptedTime?: Date;
  readonly operations: readonly PlannedOperation[];
  readonly unplanned?: readonly string[];
  readonly shortages?: readonly PlanShortage[];
  readonly goldenParts?: readonly GoldenPartRow[];
  /** Problem and plan as they were, packed by the scheduler. */
  readonly snapshot?: Buffer;
}

const chunk = 10_000;
/** Questions are asked about the latest plans; a snapshot of a large plant is some megabytes. */
const keptSnapshots = 20;

/** Until the transaction ends nobody else puts a plan in force. */
export const lockVersions = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(${advisoryLocks.planVersions})`.execute(tx);

/** Stores a verified plan as the next version and gives its number. Proposals that change another plan become stale. */
export const savePlan = async (tx: Tx, plan: NewPlan): Promise<number> => {
  // Versions are numbered without gaps: one plan is stored at a time.
  await lockVersions(tx);
  const known = await tx
    .selectFrom("plan")
    .select("version")
    .where("request_id", "=", plan.requestId)
    .executeTakeFirst();
  if (known) return known.version;
  const { max } = await tx
    .selectFrom("plan")
    .select((fields) => fields.fn.max("version").as("max"))
    .executeTakeFirstOrThrow();
  const version = (max ?? 0) + 1;
  await tx
    .insertInto("plan")
    .values({
      version,
      created_at: new Date(),
      plant_time: plan.plantTime,
      reason: JSON.stringify(plan.reason),
      request_id: plan.requestId,
      seed: plan.seed,
      objective: plan.objective,
      bound: plan.bound,
      gap: plan.gap,
      on_time_rate: plan.onTimeRate,
      late_orders: plan.lateOrders,
      utilisation: plan.utilisation,
      kpis: JSON.stringify(plan.kpis),
      unplanned: [...(plan.unplanned ?? [])],
      shortages: JSON.stringify(plan.shortages ?? []),
      golden_parts: JSON.stringify(plan.goldenParts ?? []),
    })
    .execute();
  await tx
    .updateTable("plan_proposal")
    .set({ status: "Stale", content: noContent })
    .where("status", "=", "Proposed")
    .where("base_version", "<", version)
    .execute();
  if (plan.snapshot)
    await tx.insertInto("plan_snapshot").values({ version, content: plan.snapshot }).execute();
  await tx
    .deleteFrom("plan_snapshot")
    .where("version", "<=", version - keptSnapshots)
    .execute();
  const planned = [...new Set(plan.operations.map((operation) => operation.work_order_id))];
  const jobs = await tx
    .selectFrom("job_order")
    .select(["work_order_id", "segment", "actual_start", "actual_end"])
    .where(sql<boolean>`work_order_id = any(${planned}::text[])`)
    .execute();
  const actuals = new Map(jobs.map((job) => [`${job.work_order_id}/${job.segment}`, job]));
  for (let from = 0; from < plan.operations.length; from += chunk) {
    const rows = plan.operations.slice(from, from + chunk);
    const actualOf = rows.map((row) => actuals.get(`${row.work_order_id}/${row.segment}`));
    const column = <T>(of: (row: PlannedOperation) => T) => rows.map(of);
    // A column is one parameter: of tens of thousands of rows, a parameter a field takes seconds.
    await sql`
      insert into plan_operation (
        version, work_order_id, segment, equipment_id, start_time, end_time, setup_seconds, setup_family,
        material_time, late_seconds, actual_start, actual_end
      )
      select ${version}::integer, * from unnest(
        ${column((row) => row.work_order_id)}::text[],
        ${column((row) => row.segment)}::integer[],
        ${column((row) => row.equipment_id)}::text[],
        ${column((row) => row.start_time)}::timestamptz[],
        ${column((row) => row.end_time)}::timestamptz[],
        ${column((row) => row.setup_seconds ?? 0)}::integer[],
        ${column((row) => row.setup_family ?? null)}::text[],
        ${column((row) => row.material_time ?? null)}::timestamptz[],
        ${column((row) => row.late_seconds ?? 0)}::integer[],
        ${actualOf.map((actual) => actual?.actual_start ?? null)}::timestamptz[],
        ${actualOf.map((actual) => actual?.actual_end ?? null)}::timestamptz[]
      )`.execute(tx);
  }
  await appendEvents(tx, [
    {
      id: contentHash("plan", plan.requestId),
      type: "plan.created",
      time: plan.adoptedTime ?? plan.plantTime,
      source: "scheduler",
      objects: [{ id: `PLAN-${version}`, type: "plan", qualifier: "created" }],
      attributes: {
        version,
        reason: plan.reason,
        cause: plan.cause,
        objective: plan.objective,
        gap: plan.gap,
        lateOrders: plan.lateOrders,
      },
    },
  ]);
  return version;
};

/** Up to here the bound tells how good a plan is; beyond, only that the bound is weak. */
const tellingGap = 0.3;

/** How far a plan is from its bound at most, as a share of it; undefined where the bound tells nothing. */
export const tellingGapOf = ({ bound, gap }: Pick<PlanFigures, "bound" | "gap">): number | undefined =>
  bound > 0 && gap <= tellingGap ? gap : undefined;

export const latestPlan = (db: Db | Tx) =>
  db.selectFrom("plan").selectAll().orderBy("version", "desc").limit(1).executeTakeFirst();

/** @throws MillwrightError NOT_FOUND. */
export const planOfVersion = async (db: Db | Tx, version: number) => {
  const row = await db.selectFrom("plan").selectAll().where("version", "=", version).executeTakeFirst();
  if (!row) throw new MillwrightError("NOT_FOUND", { kind: "plan", id: String(version) });
  return row;
};

/** Version of the plan in force; 0 while there is none. */
export const latestPlanVersion = async (db: Db | Tx): Promise<number> => (await latestPlan(db))?.version ?? 0;

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
    .leftJoin("job_order as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .selectAll("p")
    .select(["o.product_id", "j.dispatch_status", "j.equipment_id as actual_equipment_id"])
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
      where.or([where("p.end_time", ">=", from), where("p.actual_end", ">=", from)]),
    );
  if (to)
    query = query.where((where) =>
      where.or([where("p.start_time", "<=", to), where("p.actual_start", "<=", to)]),
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

/** By so much an operation may begin after its planned start before anybody speaks of it. */
export const graceMs = 900_000;

/**
 * Operations of a plan, or of one order in it, that should have begun by now and were not even released, the first one
 * first: what the plan says of them, and of what follows them, is not going to happen.
 */
export const overdueOperations = (db: Db | Tx, version: number, now: Date, workOrderId?: string) =>
  db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("job_order as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .select(["p.work_order_id", "p.segment", "p.start_time"])
    .where("p.version", "=", version)
    .where("p.start_time", "<", new Date(now.getTime() - graceMs))
    .where("j.id", "is", null)
    .where("o.held", "=", false)
    .where("o.status", "not in", ["Completed", "Cancelled"])
    .$if(workOrderId !== undefined, (query) => query.where("p.work_order_id", "=", workOrderId!))
    .orderBy("p.start_time")
    .orderBy("p.work_order_id")
    .execute();

/** Open orders of a plan with an operation that is not released, by the first start of such a one; held ones are left out. */
export const unreleasedOrders = (db: Db | Tx, version: number, most: number) =>
  db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("job_order as j", (join) =>
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
  }: { readonly most: number; readonly except?: string | undefined; readonly after?: Date | undefined },
): Promise<QueuedOperation[]> => {
  const rows = await db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("job_order as j", (join) =>
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
    .orderBy("p.start_time")
    .orderBy("p.work_order_id")
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
