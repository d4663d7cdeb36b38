import { MillwrightError } from "../../../services/core/errors.ts";
import { requireCancellable } from "../../../services/mes/commands/cancel.ts";
import { segmentForLine } from "../../../services/mes/queries/line-choices.ts";
import { plannedOperationsOf } from "../../../services/mes/queries/planned-operations.ts";
import { latestPlanVersion } from "../../../services/mes/queries/plans.ts";
import type { PlanProposal } from "../../../services/mes/queries/proposals.ts";
import type { Happening } from "../../../services/mes/schema/plan.ts";
import type { Check, ToolContext } from "../../runtime/context.ts";
import { orderEvidence } from "../../runtime/evidence.ts";
import { formatPlantTime } from "../../runtime/format.ts";
import { subjectOrder } from "../../runtime/subject.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { overdueOf } from "../answers/overdue.ts";
import type { Desk } from "../desk/desk.ts";
import { shiftOf } from "../desk/expedited.ts";
import type { PlanChange } from "./change.ts";
import { madeSoFar } from "./made-so-far.ts";

const found = (proposal: PlanProposal, order: string): Check => {
  const change = proposal.change as PlanChange;
  const { moved, lateBefore, lateAfter } = change;
  const { endBefore, endAfter } = shiftOf(change, order) ?? {};
  const [was, will] = [endBefore, endAfter].map((time) =>
    time ? formatPlantTime(new Date(time)) : undefined,
  );
  const ends =
    was && will && was !== will
      ? { zh: `完工由 ${was} 变为 ${will}，`, en: `ends ${will} instead of ${was}, ` }
      : { zh: "", en: "" };
  const { cause } = proposal;
  return {
    status: proposal.unplanned.length > 0 || lateAfter > lateBefore ? "warn" : "ok",
    summary: {
      zh: `${cause.zh} → ${ends.zh}移动 ${moved} 道工序，延期工单 ${lateBefore} → ${lateAfter}`,
      en: `${cause.en} → ${ends.en}${moved} operations move, late orders ${lateBefore} → ${lateAfter}`,
    },
    evidence: proposal.evidence as Evidence[],
  };
};

const propose = async (
  context: ToolContext,
  happening: Happening,
  { repairMs, steady = false }: { readonly repairMs: number; readonly steady?: boolean },
  desk: Desk,
): Promise<PlanProposal> => {
  const { clock, toolCallId, actorId } = context;
  return desk.ask("proposeAsked", {
    toolCallId,
    actorId,
    happening,
    now: clock.now(),
    budgetMs: repairMs,
    steady,
  });
};

/**
 * Looks for the plan without an order, as the proposal of the call. An order that the plan does not have is called off by
 * itself: then nothing is proposed beside.
 *
 * @throws MillwrightError MISSING_ARGUMENT, INVALID_TRANSITION, and what `repairPlan` throws.
 */
export const proposeCancel = async (context: ToolContext, repairMs: number, desk: Desk): Promise<Check> => {
  const { db, clock } = context;
  const order = await subjectOrder(context);
  const { id } = order;
  await requireCancellable(db, id);
  const made = madeSoFar(order, clock.now());
  /** Half-made it is called off knowingly. */
  const knowingly = (check: Check): Check =>
    made
      ? {
          ...check,
          status: "warn",
          summary: {
            zh: `${check.summary.zh}；${made.text.zh}`,
            en: `${check.summary.en}; ${made.text.en}`,
          },
          evidence: [...check.evidence, made.evidence],
        }
      : check;
  const version = await latestPlanVersion(db);
  if (version === 0 || (await plannedOperationsOf(db, version, id)).length === 0)
    return knowingly({
      status: "ok",
      summary: {
        zh: `${id} 不在现行计划中，其他工单不受影响`,
        en: `${id} is not in the plan in force; nothing else moves`,
      },
      evidence: [orderEvidence(order, clock.now())],
    });
  // Nobody has to move for an order that goes.
  const happening = { kind: "cancel", workOrderId: id } as const;
  return knowingly(found(await propose(context, happening, { repairMs, steady: true }, desk), id));
};

/**
 * Looks for the plan with an operation of an order on another line, as the proposal of the call.
 *
 * @returns A failed check where it is planned there already.
 * @throws MillwrightError MISSING_ARGUMENT, and what `segmentForLine` and `repairPlan` throw.
 */
export const proposeMove = async (context: ToolContext, repairMs: number, desk: Desk): Promise<Check> => {
  const { db, args } = context;
  const { id } = await subjectOrder(context);
  const { line } = args;
  if (!line) throw new MillwrightError("MISSING_ARGUMENT", { argument: "line" });
  const { segment } = await segmentForLine(db, id, line);
  const places = await plannedOperationsOf(db, await latestPlanVersion(db), id);
  const place = places.find((one) => one.segment === segment);
  if (place?.equipment_id === line) {
    const start = formatPlantTime(place.start_time);
    return {
      status: "fail",
      summary: {
        zh: `${id} 工序 ${segment} 已排在 ${line}，${start} 开工`,
        en: `segment ${segment} of ${id} is planned on ${line} already and begins ${start}`,
      },
      evidence: [
        {
          kind: "order",
          id,
          facts: { segment, line, start },
          source: "plan_operation",
          at: context.clock.now().toISOString(),
        },
      ],
    };
  }
  // A place that the order has missed is none to begin from.
  const overdue = await overdueOf(db, await latestPlanVersion(db), context.clock.now(), id);
  if (overdue) return { status: "fail", summary: overdue.text, evidence: [overdue.evidence] };
  const happening = { kind: "move", workOrderId: id, segment, equipmentId: line } as const;
  return found(await propose(context, happening, { repairMs }, desk), id);
};
