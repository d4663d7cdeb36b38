import { proposalOfCall } from "../../../services/mes/queries/proposals.ts";
import type { Check, RoleCheck, ToolContext, ToolResult } from "../../runtime/context.ts";
import type { Evidence } from "../../runtime/tool.ts";
import type { Desk } from "../desk/desk.ts";
import { checkPlanAnew } from "../desk/plan-anew.ts";
import { requireBase } from "./adoption.ts";
import type { PlanChange } from "./change.ts";
import { proposeCancel, proposeMove } from "./propose-change.ts";
import { proposeExpedite } from "./propose-expedite.ts";
import { proposeOrderChange } from "./propose-order-change.ts";

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
export const createSchedulerCheck = (repairMs: number, desk: Desk): RoleCheck => ({
  role: "scheduler",
  title: { zh: "排产员", en: "Scheduler" },
  run: (context) => {
    switch (context.tool) {
      case "make_plan":
        return checkPlanAnew(context);
      case "expedite_order":
        return proposeExpedite(context, repairMs, desk);
      case "cancel_order":
        return proposeCancel(context, repairMs, desk);
      case "move_order":
        return proposeMove(context, repairMs, desk);
      case "change_order":
        return proposeOrderChange(context, repairMs, desk);
      default:
        return checkRepair(context);
    }
  },
});

export const adoptRepair = async (
  { db, clock, toolCallId, actorId }: ToolContext,
  desk: Desk,
): Promise<ToolResult> => {
  const now = clock.now();
  const { cause } = await proposalOfCall(db, toolCallId);
  const version = await desk.ask("adoptProposal", { toolCallId, actorId, now });
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
