import { type Kpis, kpisOf } from "../../../optimizer/index.ts";
import { MillwrightError } from "../../../services/core/errors.ts";
import { contentHash, deterministicId } from "../../../services/core/ids.ts";
import { timesAsRead } from "../../../services/core/said-time.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { appendEvents } from "../../../services/mes/events.ts";
import {
  insertProposal,
  type PlanProposal,
  proposalId,
  proposalOfRequest,
} from "../../../services/mes/queries/proposals.ts";
import type { Happening, ProposedMove, ProposedPlace } from "../../../services/mes/schema/plan.ts";
import { formatDuration, formatPlantTime } from "../../runtime/format.ts";
import { openToolCall } from "../../runtime/open-call.ts";
import type { Evidence } from "../../runtime/tool.ts";
import { tellHappening } from "../desk/disruption.ts";
import { rememberGolden } from "../desk/golden.ts";
import { type Repair, type RepairWish, repairPlan } from "../desk/repair.ts";
import { packSnapshot } from "../desk/snapshot.ts";
import type { PlanChange } from "./change.ts";

export interface ProposalRequest extends RepairWish {
  /** The same request proposes once. */
  readonly requestId: string;
  readonly happening: Happening;
  readonly actor: { readonly id: string; readonly nameZh: string };
  /** Where the proposal is told; a conversation of its own if none is given. */
  readonly conversationId?: string | undefined;
  readonly language: "zh" | "en";
  /** Plant time. */
  readonly now: Date;
}

/** Orders that are shown as evidence. */
const mostShown = 12;

const movesOf = ({ diff, before: { timeOf } }: Repair): ProposedMove[] => {
  const place = (at: { resource: string; start: number; end: number }): ProposedPlace => ({
    equipmentId: at.resource,
    start: timeOf(at.start).toISOString(),
    end: timeOf(at.end).toISOString(),
  });
  return diff.operations.map(({ orderId, operationId, kind, before, after }) => ({
    workOrderId: orderId,
    segment: Number(operationId),
    kind,
    ...(before ? { before: place(before) } : {}),
    ...(after ? { after: place(after) } : {}),
  }));
};

/** The order that the happening is about stands first, then those that shift most. */
const shownOrders = ({ orders }: PlanChange, happening: Happening) => {
  const own = "workOrderId" in happening ? happening.workOrderId : undefined;
  return [
    ...orders.filter(({ workOrderId }) => workOrderId === own),
    ...orders.filter(({ workOrderId }) => workOrderId !== own),
  ].slice(0, mostShown);
};

const evidenceOf = (repair: Repair, happening: Happening, now: Date): Evidence[] => {
  const { change, movedUnaffected, before, after } = repair;
  const { moved, same, lateBefore, lateAfter } = change;
  const at = now.toISOString();
  return [
    {
      kind: "plan",
      id: `PLAN-${before.version}`,
      facts: {
        cause: tellHappening(happening).en,
        moved,
        movedWithoutNeed: movedUnaffected,
        same,
        lateBefore,
        lateAfter,
        withoutMaterial: after.plan.unplanned.length,
      },
      source: "plan_operation",
      at,
    },
    ...shownOrders(change, happening).map(
      ({ workOrderId, kind, shiftSeconds, endBefore, endAfter }): Evidence => ({
        kind: "order",
        id: workOrderId,
        facts: {
          change: kind,
          shift: shiftSeconds === 0 ? null : formatDuration(Math.abs(shiftSeconds)),
          endBefore: endBefore ? formatPlantTime(endBefore) : null,
          endAfter: endAfter ? formatPlantTime(endAfter) : null,
        },
        source: "plan_operation",
        at,
      }),
    ),
  ];
};

const numbers = (kpis: Kpis): Record<string, number> => ({ ...kpis });

export interface NewProposal extends Pick<ProposalRequest, "requestId" | "happening" | "now"> {
  readonly toolCallId: string;
  readonly actorId: string;
  readonly repair: Repair;
}

/** Stores a repaired plan as a proposal of a tool call, with its event. */
export const storeProposal = async (
  tx: Tx,
  { requestId, toolCallId, happening, actorId, now, repair }: NewProposal,
): Promise<PlanProposal> => {
  const { before, after } = repair;
  const cause = tellHappening(happening);
  await insertProposal(tx, {
    request_id: requestId,
    tool_call_id: toolCallId,
    base_version: before.version,
    status: "Proposed",
    happening: JSON.stringify(happening),
    cause: JSON.stringify(cause),
    change: JSON.stringify(repair.change),
    moves: JSON.stringify(movesOf(repair)),
    kpis_before: JSON.stringify(numbers(kpisOf(before.problem, before.plan))),
    kpis_after: JSON.stringify(numbers(kpisOf(after.problem, after.plan))),
    unplanned: [...after.plan.unplanned],
    evidence: JSON.stringify(evidenceOf(repair, happening, now)),
    content: packSnapshot(after),
    proposed_by: actorId,
    plant_time: now,
    version: null,
  });
  const stored = await proposalOfRequest(tx, requestId);
  if (!stored) throw new MillwrightError("INTERNAL", { reference: requestId });
  const id = proposalId(stored.number);
  await appendEvents(tx, [
    {
      id: contentHash("proposal", requestId),
      type: "plan.proposed",
      time: now,
      source: "scheduler",
      objects: [
        { id, type: "plan_proposal", qualifier: "proposed" },
        { id: `PLAN-${before.version}`, type: "plan", qualifier: "base" },
        { id: actorId, type: "person", qualifier: "proposer" },
      ],
      attributes: { cause, moved: repair.change.moved, lateAfter: repair.change.lateAfter },
    },
  ]);
  return stored;
};

/**
 * Repairs the plan in force after a happening and stores the repaired plan as a proposal, told in a conversation as a
 * tool call that waits for approval. Nothing of the plant changes.
 *
 * @throws MillwrightError of `repairPlan`; IDEMPOTENCY_KEY_REUSED when the request was made for something else.
 */
export const proposeRepair = async (db: Db, request: ProposalRequest): Promise<PlanProposal> => {
  const { requestId, happening, actor, language, now } = request;
  const { conversationId = deterministicId("conversation", requestId) } = request;
  const known = await proposalOfRequest(db, requestId);
  if (known) return known;
  const repair = await repairPlan(db, now, happening, request);
  const cause = tellHappening(happening);
  const asked = { zh: `修复计划：${cause.zh}`, en: `Repair the plan: ${cause.en}` }[language];
  const said = timesAsRead(asked, language);
  const proposal = await db.transaction().execute(async (tx) => {
    const { toolCallId, resolveArguments } = await openToolCall(tx, {
      requestId,
      conversationId,
      user: actor,
      text: said,
      language,
      tool: "adopt_repair",
    });
    const stored = await storeProposal(tx, {
      requestId,
      toolCallId,
      happening,
      now,
      repair,
      actorId: actor.id,
    });
    await resolveArguments({ proposal: proposalId(stored.number) });
    return stored;
  });
  rememberGolden(db, proposal.number, repair.after.problem);
  return proposal;
};
