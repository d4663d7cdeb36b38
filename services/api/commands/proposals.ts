import type { Desk } from "../../../agents/scheduler/desk/desk.ts";
import type { RepairWish } from "../../../agents/scheduler/desk/repair.ts";
import { plantNow } from "../../mes/clock.ts";
import type { Db } from "../../mes/database.ts";
import { approvalOfCall } from "../../mes/queries/approvals.ts";
import { cellRunOf } from "../../mes/queries/cells.ts";
import { proposalOfRequest } from "../../mes/queries/proposals.ts";
import type { Happening } from "../../mes/schema/plan.ts";
import type { Viewer } from "../session.ts";
import type { Workflows } from "./workflows.ts";

export interface RepairRequest extends Pick<RepairWish, "steady"> {
  /** The same request proposes once. */
  readonly requestId: string;
  /** Looked up when it is proposed: asked for again, the plant may have gone on. */
  readonly happening: () => Promise<Happening>;
  readonly conversationId?: string | undefined;
  readonly language: "zh" | "en";
}

export interface ProposalsDeps {
  readonly db: Db;
  /** Who works on whole plans. */
  readonly desk: Desk;
  readonly workflows: Workflows;
  /** Time to look for a better repair of a plan than the first one. */
  readonly repairMs: number;
}

/** What a person asks for by a form and somebody then approves: repaired plans, runs of robot cells. */
export const createProposals = ({ db, desk, workflows, repairMs }: ProposalsDeps) => {
  /**
   * Repairs the plan in force after a happening, and proposes the repaired plan; gives its number when it waits for
   * approval. The same request proposes once.
   *
   * @throws MillwrightError of `proposeRepair`.
   */
  const requestRepair = async (viewer: Viewer, request: RepairRequest): Promise<number> => {
    const { requestId, happening, conversationId, language, steady } = request;
    const proposal =
      (await proposalOfRequest(db, requestId)) ??
      (await desk.ask("proposeRepair", {
        requestId,
        happening: await happening(),
        steady,
        budgetMs: repairMs,
        actor: viewer,
        conversationId,
        language,
        now: await plantNow(db),
      }));
    const { tool_call_id: toolCallId, number } = proposal;
    // Repeated after a fall: whatever was not started yet is started now.
    const waits = proposal.status === "Proposed" && !(await approvalOfCall(db, toolCallId));
    if (waits) await workflows.propose("adopt_repair", toolCallId);
    return number;
  };

  /** Sees to it that a run that was asked for waits for approval, or is refused; again makes no difference. */
  const proposeCellRun = async (number: string): Promise<void> => {
    const { tool_call_id: toolCallId, status } = await cellRunOf(db, number);
    // Repeated after a fall: whatever was not started yet is started now.
    if (status === "Asked" || (status === "Proposed" && !(await approvalOfCall(db, toolCallId))))
      await workflows.propose("run_cell", toolCallId);
  };
  return { requestRepair, proposeCellRun };
};
