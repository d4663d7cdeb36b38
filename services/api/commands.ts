import { type ApprovalsDeps, createApprovals } from "./commands/approvals.ts";
import { createMessages } from "./commands/messages.ts";
import { createProposals, type ProposalsDeps } from "./commands/proposals.ts";
import { createWorkflows, type WorkflowsDeps } from "./commands/workflows.ts";

export interface CommandDeps
  extends WorkflowsDeps,
    Omit<ApprovalsDeps, "workflows">,
    Omit<ProposalsDeps, "workflows"> {}

/** What a person can set going; used alike by GraphQL and the socket gateway. */
export const createCommands = ({ db, repairMs, fourEyes, ...engine }: CommandDeps) => {
  const workflows = createWorkflows(engine);
  const approvals = createApprovals({ db, workflows, fourEyes });
  return {
    ...createMessages({ db, workflows, approvals }),
    ...approvals,
    ...createProposals({ db, workflows, repairMs }),
    requestPlan: workflows.plan,
  };
};
export type Commands = ReturnType<typeof createCommands>;
