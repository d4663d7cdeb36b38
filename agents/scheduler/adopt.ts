import { MillwrightError } from "../../services/core/errors.ts";
import { recordHappening } from "../../services/mes/commands/happening.ts";
import type { Db, Tx } from "../../services/mes/database.ts";
import {
  latestPlanVersion,
  lockVersions,
  planOfVersion,
  savePlan,
} from "../../services/mes/queries/plans.ts";
import {
  noContent,
  type PlanProposal,
  proposalId,
  proposalOfCall,
} from "../../services/mes/queries/proposals.ts";
import type { Check, RoleCheck, ToolContext, ToolHandler } from "../runtime/context.ts";
import type { Evidence } from "../runtime/tool.ts";
import { analysisOf } from "./analysis.ts";
import type { PlanChange } from "./change.ts";
import { checkPlanAnew } from "./plan-anew.ts";
import { toNewPlan } from "./planning.ts";
import { proposeExpedite } from "./propose-expedite.ts";
import { unpackSnapshot } from "./snapshot.ts";

/** @throws MillwrightError APPROVAL_PLAN_CHANGED when another plan is in force than the one that it changes. */
const requireBase = async (db: Db | Tx, { base_version: expected, number }: PlanProposal): Promise<void> => {
  const actual = await latestPlanVersion(db);
  if (actual !== expected)
    throw new MillwrightError("APPROVAL_PLAN_CHANGED", { expected, actual, proposal: proposalId(number) });
};

/** The scheduler stands by a repair: what it moves, and that the plan it changes is in force still. */
const checkRepair = async ({ db, toolCallId }: ToolContext): Promise<Check> => {
  const proposal = await proposalOfCall(db, toolCallId);
  await requireBase(db, proposal);
  const { cause } = proposal;
  const { moved, same, lateBefore, lateAfter } = proposal.change as PlanChange;
  return {
    status: proposal.unplanned.length > 0 || lateAfter > lateBefore ? "warn" : "ok",
    summary: {
      zh: `${cause.zh} → 移动 ${moved} 道工序，保持 ${same} 道，延期工单 ${lateBefore} → ${lateAfter}`,
      en: `${cause.en} → ${moved} operations move, ${same} stay, late orders ${lateBefore} → ${lateAfter}`,
    },
    evidence: proposal.evidence as Evidence[],
  };
};

/** @param repairMs Time to look for a better repair than the first one. */
export const createSchedulerCheck = (repairMs: number): RoleCheck => ({
  role: "scheduler",
  title: { zh: "排产员", en: "Scheduler" },
  run: (context) => {
    if (context.tool === "expedite_order") return proposeExpedite(context, repairMs);
    return context.tool === "make_plan" ? checkPlanAnew(context) : checkRepair(context);
  },
});

interface Adoption {
  readonly toolCallId: string;
  readonly actorId: string;
  /** Plant time. */
  readonly now: Date;
}

/**
 * Puts an approved proposal in force, and makes what has happened a fact of the data store, in one transaction. Adopted
 * already, it gives the version that it has become.
 *
 * @throws MillwrightError APPROVAL_PLAN_CHANGED, INVALID_TRANSITION, and what `recordHappening` throws.
 */
const adoptProposal = async (tx: Tx, { toolCallId, actorId, now }: Adoption): Promise<number> => {
  await lockVersions(tx);
  const proposal = await proposalOfCall(tx, toolCallId);
  if (proposal.version !== null) return proposal.version;
  await requireBase(tx, proposal);
  const id = proposalId(proposal.number);
  if (proposal.status !== "Proposed")
    throw new MillwrightError("INVALID_TRANSITION", {
      kind: "plan proposal",
      id,
      from: proposal.status,
      to: "Adopted",
    });
  const { happening, cause } = proposal;
  await recordHappening(tx, { happening, id, cause, actorId, now });
  const { content } = await tx
    .selectFrom("plan_proposal")
    .select("content")
    .where("number", "=", proposal.number)
    .executeTakeFirstOrThrow();
  const { problem, plan } = unpackSnapshot(content);
  const { plant_time: plantTime, seed } = await planOfVersion(tx, proposal.base_version);
  const stored = toNewPlan(problem, plan, plantTime);
  const { moved, same } = proposal.change as PlanChange;
  const rerouted = proposal.moves.filter(({ kind }) => kind === "moved").length;
  const version = await savePlan(tx, {
    requestId: id,
    reason: { kind: "repair", happening },
    cause,
    seed,
    plantTime,
    adoptedTime: now,
    ...stored,
    kpis: { ...stored.kpis, keptOperations: same, movedOperations: moved, reroutedOperations: rerouted },
    ...analysisOf(problem, plan, plantTime),
    snapshot: content,
  });
  await tx
    .updateTable("plan_proposal")
    .set({ status: "Adopted", version, content: noContent })
    .where("number", "=", proposal.number)
    .execute();
  return version;
};

export const adoptRepair: ToolHandler = async ({ db, clock, toolCallId, actorId }) => {
  const now = clock.now();
  const { cause } = await proposalOfCall(db, toolCallId);
  const version = await db.transaction().execute((tx) => adoptProposal(tx, { toolCallId, actorId, now }));
  return {
    text: {
      zh: `计划版本 ${version} 已生效：${cause.zh}。`,
      en: `Plan version ${version} is in force: ${cause.en}.`,
    },
    evidence: [
      {
        kind: "plan",
        id: `PLAN-${version}`,
        facts: { version, cause: cause.en },
        source: "plan",
        at: now.toISOString(),
      },
    ],
  };
};
