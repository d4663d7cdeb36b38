import { keyOf, kpisOf, type Plan, type Problem, verify } from "../../optimizer/index.ts";
import type { PlantClock } from "../../services/core/clock.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { type NewPlan, savePlan } from "../../services/mes/queries/plans.ts";
import type { PlanningRequest } from "../runtime/activities.ts";
import { analysisOf } from "./analysis.ts";
import { readProblem } from "./problem.ts";
import { tellReason } from "./reason.ts";
import { movesOf, planSince, replan, settled } from "./replan.ts";
import { openSnapshot, packSnapshot } from "./snapshot.ts";

export interface PlanningDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly budgetMs: number;
  readonly seed: number;
}

export interface Planning {
  /**
   * Plans all open work close to the plan in force, has the plan verified, and stores it; gives its version. The same
   * request stores one plan.
   */
  makePlan(request: PlanningRequest): Promise<number>;
}

const secondMs = 1_000;

/** Plan and problem count whole seconds: so what was at one moment still is when it is read from another. */
const wholeSecond = (time: Date): Date => new Date(Math.floor(time.getTime() / secondMs) * secondMs);

/** The plan in force, counted from now; none when there is none, or it does not remember its problem. */
const planBefore = async (db: Db, now: Date): Promise<Plan | undefined> => {
  try {
    return planSince(await openSnapshot(db), now);
  } catch (error) {
    if (error instanceof MillwrightError && error.code === "PLAN_MISSING") return undefined;
    throw error;
  }
};

export const toNewPlan = (
  problem: Problem,
  plan: Plan,
  now: Date,
): Pick<
  NewPlan,
  "operations" | "objective" | "bound" | "gap" | "kpis" | "onTimeRate" | "lateOrders" | "utilisation"
> => {
  const timeOf = (seconds: number) => new Date(now.getTime() + seconds * secondMs);
  const dueOf = new Map(problem.orders.map((order) => [order.id, order.due]));
  const familyOf = new Map(
    problem.orders.flatMap((order) =>
      order.operations.map((operation) => [keyOf(order.id, operation.id), operation.family]),
    ),
  );
  const endOf = new Map<string, number>();
  for (const { orderId, end } of plan.operations) endOf.set(orderId, Math.max(endOf.get(orderId) ?? 0, end));
  const { onTimeRate, lateOrders, utilisation, ...rest } = kpisOf(problem, plan);
  return {
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
    onTimeRate,
    lateOrders,
    utilisation,
    kpis: { ...rest, unplannedOrders: plan.unplanned.length },
    operations: plan.operations.map((operation) => ({
      work_order_id: operation.orderId,
      segment: Number(operation.operationId),
      equipment_id: operation.resource,
      start_time: timeOf(operation.start),
      end_time: timeOf(operation.end),
      setup_seconds: Math.round(operation.setup),
      setup_family: familyOf.get(keyOf(operation.orderId, operation.operationId)) ?? null,
      material_time: timeOf(operation.materialTime),
      late_seconds: Math.round(Math.max(0, endOf.get(operation.orderId)! - dueOf.get(operation.orderId)!)),
    })),
  };
};

/** The scheduler's one act: from the data store to a verified plan in the data store. */
export const createPlanning = ({ db, clock, budgetMs, seed }: PlanningDeps): Planning => ({
  makePlan: async ({ requestId, reason }) => {
    const known = await db
      .selectFrom("plan")
      .select("version")
      .where("request_id", "=", requestId)
      .executeTakeFirst();
    if (known) return known.version;
    const now = wholeSecond(clock.now());
    const before = await planBefore(db, now);
    const planned = await replan(await readProblem(db, now), before, { budgetMs, seed }).catch(
      (error: Error) => {
        throw new MillwrightError(
          "PLAN_INFEASIBLE",
          { reason: error.message.split("\n")[0] ?? "" },
          { cause: error },
        );
      },
    );
    const violations = verify(planned.problem, planned.plan);
    if (violations.length > 0)
      throw new MillwrightError("PLAN_REJECTED", {
        count: violations.length,
        first: `${violations[0]?.rule} ${violations[0]?.subject} ${violations[0]?.problem}`,
      });
    const { problem, plan } = settled(planned);
    const stored = toNewPlan(problem, plan, now);
    const kpis = before ? { ...stored.kpis, ...movesOf(before, plan) } : stored.kpis;
    const analysis = analysisOf(problem, plan, now);
    const snapshot = packSnapshot({ problem, plan });
    return db.transaction().execute((tx) =>
      savePlan(tx, {
        requestId,
        reason,
        cause: tellReason(reason),
        seed,
        plantTime: now,
        ...stored,
        kpis,
        ...analysis,
        snapshot,
      }),
    );
  },
});
