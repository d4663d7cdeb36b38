import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineUpdate,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  startChild,
  workflowInfo,
} from "@temporalio/workflow";
import type {
  Decision,
  Proposal,
  RecordedDecision,
  StewardActivities,
} from "../agents/runtime/activities.ts";
import type { CheckRole } from "../agents/runtime/tool.ts";
import { cellRun } from "./cell-run.ts";
import { failure, toldOf } from "./failure.ts";
import { idsBeside } from "./ids.ts";

export interface DispatchInput {
  readonly toolCallId: string;
  readonly checks: readonly CheckRole[];
}

export type DispatchOutcome = "done" | "failed" | "refused" | "rejected" | "expired";

/** A person's answer to the proposal; refused at the door unless it is exactly about what was shown. */
export const decide = defineUpdate<RecordedDecision, [Decision]>("decide");
/** Answers once the checks are through and the proposal waits, or is refused. */
export const awaitProposal = defineUpdate<Proposal>("awaitProposal");
export const proposalQuery = defineQuery<Proposal | undefined>("proposal");

// Checks are short reads, but for one that mends a plan: as local activities they cost a tenth of a round trip to the server each.
const checks = proxyLocalActivities<StewardActivities>({
  startToCloseTimeout: "5m",
  retry: { initialInterval: "200ms", maximumInterval: "5s" },
});
// Planning takes as long as it is given; a worker that is gone is missed by its heartbeat.
const acts = proxyActivities<StewardActivities>({
  startToCloseTimeout: "30m",
  heartbeatTimeout: "10s",
  retry: { initialInterval: "500ms", maximumInterval: "10s" },
});

const refusal = (proposal: Proposal | undefined, decided: boolean, input: Decision, now: number) => {
  if (proposal?.outcome !== "proposed" || proposal.approvalId !== input.approvalId)
    return failure("NOT_FOUND", { kind: "approval", id: input.approvalId });
  if (decided) return failure("APPROVAL_ALREADY_DECIDED", { decision: "", actor: "", time: "" });
  if (now >= proposal.expiresAt)
    return failure("APPROVAL_EXPIRED", { time: new Date(proposal.expiresAt).toISOString() });
  if (input.argsHash !== proposal.argsHash) return failure("APPROVAL_ARGUMENTS_CHANGED");
  if (input.planVersion !== proposal.planVersion)
    return failure("APPROVAL_PLAN_CHANGED", { expected: input.planVersion, actual: proposal.planVersion });
  if (!input.actorRoles.includes(proposal.role)) return failure("FORBIDDEN", { role: proposal.role });
  return undefined;
};

/**
 * Checks a tool call role by role, proposes it, waits for one person's decision, and acts exactly once. The decision
 * is stored before anything is done, and every activity may be repeated, so a killed worker changes nothing.
 */
export async function dispatch({ toolCallId, checks: roles }: DispatchInput): Promise<DispatchOutcome> {
  let proposal: Proposal | undefined;
  let decision: Decision | undefined;
  let recorded: RecordedDecision | undefined;
  setHandler(proposalQuery, () => proposal);
  setHandler(awaitProposal, async () => {
    await condition(() => proposal !== undefined);
    return proposal!;
  });
  setHandler(
    decide,
    async (input) => {
      // A worker that fell between the stored proposal and its own step is made up for: whoever answers meanwhile waits.
      await condition(() => proposal !== undefined);
      const problem = refusal(proposal, decision !== undefined, input, Date.now());
      if (problem) throw problem;
      decision = input;
      try {
        recorded = await acts.recordDecision(input);
        return recorded;
      } catch (error) {
        // What could not be stored is no decision: whoever is told so may decide again.
        decision = undefined;
        throw error;
      }
    },
    {
      validator: (input) => {
        if (proposal === undefined) return;
        const problem = refusal(proposal, decision !== undefined, input, Date.now());
        if (problem) throw problem;
      },
    },
  );

  const seeThrough = async (): Promise<DispatchOutcome> => {
    await Promise.all(roles.map((role) => checks.check({ toolCallId, role })));
    proposal = await checks.propose({ toolCallId });
    if (proposal.outcome === "refused") return "refused";
    while (recorded === undefined) {
      const answered = await condition(
        () => decision !== undefined,
        Math.max(1, proposal.expiresAt - Date.now()),
      );
      if (!answered) {
        // From here on the validator turns every answer away, so the expiry cannot be overtaken.
        await acts.closeProposal({ toolCallId, reason: "expired" });
        return "expired";
      }
      await condition(() => recorded !== undefined || decision === undefined);
    }
    if (recorded.decision === "reject") {
      await acts.closeProposal({ toolCallId, reason: "rejected" });
      return "rejected";
    }
    const { outcome, follows } = await acts.executeTool({ toolCallId });
    if (follows)
      await startChild(cellRun, {
        workflowId: idsBeside(workflowInfo().workflowId).cellRun(follows.cellRun),
        args: [{ run: follows.cellRun }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      });
    return outcome;
  };
  const outcome = await seeThrough().catch(async (error: unknown) => {
    const told = toldOf(error, toolCallId);
    // Whoever waits for the proposal waits in vain.
    proposal ??= { outcome: "refused" };
    await acts.failCall({ toolCallId, error: told });
    return "failed" as const;
  });
  await condition(allHandlersFinished);
  return outcome;
}
