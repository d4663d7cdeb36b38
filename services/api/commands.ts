import { type ApprovalsDeps, createApprovals } from "./commands/approvals.ts";
import { createMessages, type MessagesDeps } from "./commands/messages.ts";
import { createProposals, type ProposalsDeps } from "./commands/proposals.ts";
import { createWorkflows, type WorkflowsDeps } from "./commands/workflows.ts";

export interface CommandDeps
  extends WorkflowsDeps,
    Omit<ApprovalsDeps, "workflows">,
    Omit<MessagesDeps, "workflows" | "approvals">,
    Omit<ProposalsDeps, "workflows"> {}

/** What a person can set going; used alike by GraphQL and the socket gateway. */
export const createCommands = ({ db, desk, repairMs, fourEyes, log, ...engine }: CommandDeps) => {
  const workflows = createWorkflows(engine);
  const approvals = createApprovals({ db, workflows, fourEyes });
  return {
    ...createMessages({ db, workflows, approvals, log }),
    ...approvals,
    ...createProposals({ db, desk, workflows, repairMs }),
    requestPlan: workflows.plan,
  };
};
export type Commands = ReturnType<typeof createCommands>;
