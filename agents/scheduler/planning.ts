import { keyOf, kpisOf, type Plan, type Problem, verify } from "../../optimizer/index.ts";
import { planInThread } from "../../optimizer/thread.ts";
import type { PlantClock } from "../../services/core/clock.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import type { Db } from "../../services/mes/database.ts";
import { type NewPlan, savePlan } from "../../services/mes/queries/plans.ts";
import { analysisOf } from "./analysis.ts";
import { readProblem } from "./problem.ts";
import { packSnapshot } from "./snapshot.ts";

export interface PlanningDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly budgetMs: number;
  readonly seed: number;
}

export interface Planning {
  /** Plans all open work, has the plan verified, and stores it; gives its version. The same request stores one plan. */
  makePlan(request: { readonly requestId: string; readonly reason: string }): Promise<number>;
}

const secondMs = 1_000;

const toNewPlan = (
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
    const now = clock.now();
    const problem = await readProblem(db, now);
    const plan = await planInThread(problem, { budgetMs, seed }).catch((error: Error) => {
      throw new MillwrightError(
        "PLAN_INFEASIBLE",
        { reason: error.message.split("\n")[0] ?? "" },
        { cause: error },
      );
    });
    const violations = verify(problem, plan);
    if (violations.length > 0)
      throw new MillwrightError("PLAN_REJECTED", {
        count: violations.length,
        first: `${violations[0]?.rule} ${violations[0]?.subject} ${violations[0]?.problem}`,
      });
    const analysis = analysisOf(problem, plan, now);
    const snapshot = packSnapshot({ problem, plan });
    return db.transaction().execute((tx) =>
      savePlan(tx, {
        requestId,
        reason,
        seed,
        plantTime: now,
        ...toNewPlan(problem, plan, now),
        ...analysis,
        snapshot,
      }),
    );
  },
});
