import { WorkflowNotFoundError } from "@temporalio/client";
import type { Decision } from "../../../agents/runtime/activities.ts";
import { type ErrorDetails, fromShape, isErrorCode, MillwrightError } from "../../core/errors.ts";
import type { PersonRole } from "../../core/roles.ts";
import type { Db } from "../../mes/database.ts";
import { originNow } from "../../mes/origin.ts";
import { approvalById, approvalOfCall } from "../../mes/queries/approvals.ts";
import { latestPlanVersion } from "../../mes/queries/plans.ts";
import { proposalByNumber } from "../../mes/queries/proposals.ts";
import { toolCallById } from "../../mes/queries/runs.ts";
import { decisionLeave } from "../leave.ts";
import type { Viewer } from "../session.ts";
import { approvalPolicy, type Workflows } from "./workflows.ts";

export interface DecideInput {
  readonly approvalId: string;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly decision: "approve" | "reject";
}

export interface ApprovalsDeps {
  readonly db: Db;
  readonly workflows: Workflows;
  /** Tools that nobody approves who asked for what they do. */
  readonly fourEyes: ReadonlySet<string>;
}

/** Who decides: who it is and may do what. */
export type Approver = Pick<Viewer, "id" | "roles">;

const alreadyDecided = (row: Awaited<ReturnType<typeof approvalById>>): MillwrightError => {
  if (row.status === "Expired")
    return new MillwrightError("APPROVAL_EXPIRED", { time: row.expires_at.toISOString() });
  // In the workflow's hands, while the data store does not take it: whose it is it does not say, nor whether it will be one.
  if (row.status === "Pending") return new MillwrightError("APPROVAL_BEING_STORED");
  return new MillwrightError("APPROVAL_ALREADY_DECIDED", {
    decision: row.status,
    actor: row.decided_by ?? "-",
    time: row.decided_at?.toISOString() ?? "-",
  });
};

/** People's answers to what waits for them. */
export const createApprovals = ({ db, workflows, fourEyes }: ApprovalsDeps) => {
  /** Waits for what came of an approved act. @throws MillwrightError that it failed with. */
  const requireDone = async (toolCallId: string): Promise<void> => {
    if ((await workflows.outcomeOf(toolCallId)) !== "failed") return;
    const { result } = await toolCallById(db, toolCallId);
    const code = result?.["code"];
    if (!isErrorCode(code)) throw new Error(`Call ${toolCallId} failed and has not stored why.`);
    throw fromShape({ code, details: (result?.["details"] ?? {}) as ErrorDetails });
  };

  /** @throws MillwrightError of the approval family when the answer is late, changed, or by the wrong person. */
  const decideApproval = async (viewer: Approver, input: DecideInput) => {
    const approval = await approvalById(db, input.approvalId);
    if (approval.status !== "Pending") throw alreadyDecided(approval);
    const { user_id: askedBy } = await toolCallById(db, approval.tool_call_id);
    const { refusal } = decisionLeave({ ...approval, askedBy }, viewer, fourEyes)[input.decision];
    if (refusal === "FORBIDDEN") throw new MillwrightError("FORBIDDEN", { role: approval.role });
    if (refusal) throw new MillwrightError(refusal, { act: approval.tool, person: viewer.id });
    // An approval that holds only as long as the plan that it was given for is in force.
    const ofPlan = approvalPolicy(approval.tool)?.ofPlan === true;
    if (ofPlan && input.decision === "approve") {
      const actual = await latestPlanVersion(db);
      const expected = approval.plan_version;
      if (actual !== expected) throw new MillwrightError("APPROVAL_PLAN_CHANGED", { expected, actual });
    }
    const origin = await originNow(db);
    const decision: Decision = {
      ...input,
      actorId: viewer.id,
      actorRoles: viewer.roles as readonly PersonRole[],
      ...(origin ? { origin } : {}),
    };
    try {
      const recorded = await workflows.decide(approval.tool_call_id, decision);
      // Whoever decides about a plan is told only when it is in force, or why it is not after all.
      if (ofPlan) await requireDone(approval.tool_call_id);
      return recorded;
    } catch (error) {
      // Somebody was quicker: tell who, from the row that they left.
      const late =
        error instanceof WorkflowNotFoundError ||
        (error instanceof MillwrightError && error.code === "APPROVAL_ALREADY_DECIDED");
      if (late) throw alreadyDecided(await approvalById(db, input.approvalId));
      throw error;
    }
  };

  /** Answers a proposed plan. @throws MillwrightError as `decideApproval`, NOT_FOUND. */
  const decideProposal = async (
    viewer: Viewer,
    { number, argsHash, approve }: { number: number; argsHash: string; approve: boolean },
  ): Promise<void> => {
    const { tool_call_id: toolCallId, base_version: planVersion } = await proposalByNumber(db, number);
    const approval = await approvalOfCall(db, toolCallId);
    if (!approval) throw new MillwrightError("NOT_FOUND", { kind: "approval", id: String(number) });
    await decideApproval(viewer, {
      approvalId: approval.id,
      argsHash,
      planVersion,
      decision: approve ? "approve" : "reject",
    });
  };

  return { decideApproval, decideProposal };
};
export type Approvals = ReturnType<typeof createApprovals>;
