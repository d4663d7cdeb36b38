import { comparePlans, disrupt, type PlanDiff, type Problem, withLapsed } from "../../../optimizer/index.ts";
import { repairInThread } from "../../../optimizer/thread.ts";
import type { Db } from "../../../services/mes/database.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import { changeOf, lateIn, type PlanChange } from "../proposals/change.ts";
import { effectOf } from "./disruption.ts";
import { countedAs, withoutMissed, withoutPlace, withoutPlaces } from "./expedite.ts";
import { checkInput } from "./inquiry.ts";
import { anchored, settled } from "./replan.ts";
import { type OpenSnapshot, openSnapshot, type Snapshot } from "./snapshot.ts";
import { noPlan, requireVerified } from "./verified.ts";

/** The plan in force, mended after something has happened. */
export interface Repair {
  readonly before: OpenSnapshot;
  readonly after: Snapshot;
  readonly diff: PlanDiff;
  readonly change: PlanChange;
  /** Of the moved operations, those that nothing has hit. */
  readonly movedUnaffected: number;
}

export interface RepairWish {
  /**
   * Of the operations that nothing hits hardly any may move, whatever it costs. Otherwise they may, where that saves more
   * lateness than an hour of each move weighs.
   */
  readonly steady?: boolean | undefined;
  /** Time to look for a better repair than the first one. */
  readonly budgetMs: number;
}

/**
 * Mends the plan in force and moves no more than it is worth; nothing is stored.
 *
 * @throws MillwrightError PLAN_MISSING, INVALID_INPUT, PLAN_INFEASIBLE, PLAN_REJECTED, and what `effectOf` throws.
 */
export const repairPlan = async (
  db: Db,
  now: Date,
  happening: Happening,
  { steady = false, budgetMs }: RepairWish,
): Promise<Repair> => {
  const before = await openSnapshot(db);
  const { disruptions, problem: hit, wish, resized, anew } = await effectOf(db, before, now, happening);
  const problem = anchored(hit, before.plan);
  let disrupted: Problem = problem;
  checkInput(() => {
    disrupted = disrupt(problem, disruptions);
  }, /^disruptions\.\d+\./);
  const frozenUntil = Math.max(0, before.at(now));
  const kept = wish ? withoutPlaces(before.plan, wish.wanted.id, frozenUntil) : before.plan;
  const met = resized ? withoutMissed(kept, resized, frozenUntil) : kept;
  const from = anew ? withoutPlace(met, anew) : met;
  const { plan, movedUnaffected, lapsed } = await repairInThread(problem, from, disruptions, {
    budgetMs,
    frozenUntil,
    ...(steady ? {} : { mostMoved: 1 }),
  }).catch(noPlan);
  // What was frozen for the repair may move again in a later one.
  const found = { problem: withLapsed(disrupted, lapsed), plan };
  requireVerified(found.problem, plan);
  const after = settled(wish ? countedAs(found, wish, before.plan.bound) : found);
  const diff = comparePlans(before.plan, after.plan);
  return {
    before,
    after,
    diff,
    movedUnaffected,
    change: {
      ...changeOf(diff, before.timeOf),
      lateBefore: lateIn(before.problem, before.plan),
      lateAfter: lateIn(after.problem, after.plan),
    },
  };
};

export interface WhatIfAnswer extends PlanChange {
  readonly planVersion: number;
  readonly movedUnaffected: number;
  readonly unplanned: readonly string[];
}

/** What the plan in force would become after something happens; nothing is stored. */
export const whatIf = async (
  db: Db,
  now: Date,
  happening: Happening,
  wish: RepairWish,
): Promise<WhatIfAnswer> => {
  const { before, after, change, movedUnaffected } = await repairPlan(db, now, happening, wish);
  return { planVersion: before.version, ...change, movedUnaffected, unplanned: after.plan.unplanned };
};
