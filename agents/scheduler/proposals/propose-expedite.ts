import { latestPlanVersion } from "../../../services/mes/queries/plans.ts";
import type { Check, ToolContext } from "../../runtime/context.ts";
import { formatDuration, formatPlantTime, momentOfDeadline } from "../../runtime/format.ts";
import { subjectOrder } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { overdueOf } from "../answers/overdue.ts";
import type { Desk } from "../desk/desk.ts";
import { shiftOf } from "../desk/expedited.ts";
import type { PlanChange } from "./change.ts";

/** Where the plan has the order's end, when it cannot be sooner. */
const cannot = (id: string, time: Date, now: Date): Check => {
  const end = formatPlantTime(time);
  return {
    status: "fail",
    summary: {
      zh: `${id} 按计划 ${end} 完工，已不能再早`,
      en: `${id} ends ${end} by the plan and cannot end sooner`,
    },
    evidence: [{ kind: "order", id, facts: { end }, source: "plan_snapshot", at: now.toISOString() }],
  };
};

/**
 * Looks for a plan in which an order ends sooner, and stores it as the proposal of this call: before and after, for a
 * planner to approve. The same call proposes once; nothing is stored when the order gains nothing.
 *
 * @throws MillwrightError MISSING_ARGUMENT, and what `repairPlan` throws.
 */
export const proposeExpedite = async (context: ToolContext, repairMs: number, desk: Desk): Promise<Check> => {
  const { db, clock, toolCallId, actorId, args } = context;
  const now = clock.now();
  const { id } = await subjectOrder(context);
  const by = args.by ? momentOfDeadline(args.by) : undefined;
  // A place that the order has missed is none to begin from.
  const overdue = await overdueOf(db, await latestPlanVersion(db), now, id);
  if (overdue) return { status: "fail", summary: overdue.text, evidence: [overdue.evidence] };
  const found = await desk.ask("proposeExpedited", {
    toolCallId,
    actorId,
    happening: { kind: "expedite", workOrderId: id, ...(by ? { by: by.toISOString() } : {}) },
    now,
    budgetMs: repairMs,
  });
  if ("end" in found) return cannot(id, found.end, now);
  const { proposal } = found;
  const change = proposal.change as PlanChange;
  const { cause } = proposal;
  const { moved, lateBefore, lateAfter } = change;
  const { shiftSeconds = 0, endBefore, endAfter } = shiftOf(change, id) ?? {};
  const [was, will] = [endBefore, endAfter].map((time) => (time ? formatPlantTime(new Date(time)) : "-"));
  const gain = formatDuration(Math.abs(shiftSeconds));
  const missed = by !== undefined && endAfter !== undefined && new Date(endAfter) > by;
  return {
    status: missed || lateAfter > lateBefore ? "warn" : "ok",
    summary: {
      zh: `${cause.zh} → 完工由 ${was} 提前到 ${will}（早 ${gain}${missed ? "，仍达不到要求" : ""}），移动 ${moved} 道工序，延期工单 ${lateBefore} → ${lateAfter}`,
      en: `${cause.en} → ends ${will} instead of ${was} (${gain} sooner${missed ? ", still not by then" : ""}), ${moved} operations move, late orders ${lateBefore} → ${lateAfter}`,
    },
    evidence: proposal.evidence as Evidence[],
  };
};
