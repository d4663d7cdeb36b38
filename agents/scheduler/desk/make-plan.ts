import type { Plan } from "../../../optimizer/index.ts";
import { MillwrightError } from "../../../services/core/errors.ts";
import { savePlan } from "../../../services/mes/commands/save-plan.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { PlanningRequest } from "../../runtime/activities.ts";
import { readProblem } from "../problem/problem.ts";
import { analysisOf } from "./analysis.ts";
import { toNewPlan } from "./new-plan.ts";
import { tellReason } from "./reason.ts";
import { movesOf, planSince, type ReplanOptions, replan, settled } from "./replan.ts";
import { openSnapshot, packSnapshot } from "./snapshot.ts";
import { noPlan, requireVerified } from "./verified.ts";

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

/**
 * From the data store to a verified plan in the data store: plans all open work close to the plan in force; gives the
 * version. The same request stores one plan.
 *
 * @param moment Plant time.
 * @throws MillwrightError PLAN_INFEASIBLE, PLAN_REJECTED.
 */
export const makePlan = async (
  db: Db,
  moment: Date,
  { requestId, reason }: PlanningRequest,
  options: ReplanOptions,
): Promise<number> => {
  const known = await db
    .selectFrom("plan")
    .select("version")
    .where("request_id", "=", requestId)
    .executeTakeFirst();
  if (known) return known.version;
  const now = wholeSecond(moment);
  const before = await planBefore(db, now);
  const given = await readProblem(db, now);
  const planned = await replan(given, before, options).catch(noPlan);
  requireVerified(planned.problem, planned.plan);
  const { problem, plan } = settled(planned);
  const stored = toNewPlan(problem, plan, now);
  const kpis = before ? { ...stored.kpis, ...movesOf(before, plan) } : stored.kpis;
  const snapshot = packSnapshot({ problem, plan });
  return db.transaction().execute((tx) =>
    savePlan(tx, {
      requestId,
      reason,
      cause: tellReason(reason),
      seed: options.seed,
      plantTime: now,
      ...stored,
      kpis,
      ...analysisOf(problem, plan, now),
      goldenParts: planned.golden,
      snapshot,
    }),
  );
};
