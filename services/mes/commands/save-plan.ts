import { type Insertable, sql } from "kysely";
import type { Bilingual } from "../../core/errors.ts";
import { contentHash } from "../../core/ids.ts";
import type { Tx } from "../database.ts";
import { appendEvents, type NewEvent } from "../events.ts";
import { advisoryLocks } from "../locks.ts";
import { latestPlanVersion, type PlanFigures } from "../queries/plans.ts";
import { noContent } from "../queries/proposals.ts";
import type { GoldenPartRow, PlanOperationTable, PlanReason, PlanShortage } from "../schema/plan.ts";

export type PlannedOperation = Omit<Insertable<PlanOperationTable>, "version">;

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

const insertPlan = async (tx: Tx, version: number, plan: NewPlan): Promise<void> => {
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
};

const keepSnapshot = async (tx: Tx, version: number, snapshot: Buffer | undefined): Promise<void> => {
  if (snapshot) await tx.insertInto("plan_snapshot").values({ version, content: snapshot }).execute();
  await tx
    .deleteFrom("plan_snapshot")
    .where("version", "<=", version - keptSnapshots)
    .execute();
};

const insertOperations = async (
  tx: Tx,
  version: number,
  operations: readonly PlannedOperation[],
): Promise<void> => {
  for (let from = 0; from < operations.length; from += chunk) {
    const rows = operations.slice(from, from + chunk);
    const column = <T>(of: (row: PlannedOperation) => T) => rows.map(of);
    // A column is one parameter: of tens of thousands of rows, a parameter a field takes seconds.
    await sql`
      insert into plan_operation (
        version, work_order_id, segment, equipment_id, start_time, end_time, setup_seconds, setup_family,
        material_time, late_seconds
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
        ${column((row) => row.late_seconds ?? 0)}::integer[]
      )`.execute(tx);
  }
};

const createdEvent = (version: number, plan: NewPlan): NewEvent => ({
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
});

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
  const version = (await latestPlanVersion(tx)) + 1;
  await insertPlan(tx, version, plan);
  await tx
    .updateTable("plan_proposal")
    .set({ status: "Stale", content: noContent })
    .where("status", "=", "Proposed")
    .where("base_version", "<", version)
    .execute();
  await keepSnapshot(tx, version, plan.snapshot);
  await insertOperations(tx, version, plan.operations);
  await appendEvents(tx, [createdEvent(version, plan)]);
  return version;
};
