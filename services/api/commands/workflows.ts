import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from "@temporalio/client";
import type { Decision } from "../../../agents/runtime/activities.ts";
import { isToolName, type ToolName, toolNamed } from "../../../agents/runtime/tool.ts";
import { say, stop } from "../../../workflows/conversation.ts";
import { awaitProposal, type DispatchOutcome, decide } from "../../../workflows/dispatch.ts";
import { cataloguedIn } from "../../../workflows/failure.ts";
import { workflowIds } from "../../../workflows/ids.ts";
import { MillwrightError } from "../../core/errors.ts";

export interface WorkflowsDeps {
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly temporalAddress: string;
}

/** The policy of a tool whose acts wait for a person. */
export const approvalPolicy = (tool: string) => {
  const policy = isToolName(tool) ? toolNamed(tool).policy : undefined;
  return policy?.kind === "confirm" ? policy : undefined;
};

/** So long a person waits for the workflow engine; its client by itself would go on. */
const patienceMs = 15_000;
/** So long for the data store to keep a decision that the workflow has in hand; it goes on to be kept. */
const storingMs = 4_000;

/**
 * The house's workflows as people reach them. Each throws what the workflow refuses with, Temporal's own error where it is over, and
 * TEMPORAL_UNAVAILABLE where it is not reached.
 */
export const createWorkflows = ({ temporal, taskQueue, temporalAddress }: WorkflowsDeps) => {
  const ids = workflowIds(taskQueue);
  const reach = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MillwrightError) throw error;
      const known = cataloguedIn(error);
      if (known) throw known;
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) throw error;
      throw new MillwrightError("TEMPORAL_UNAVAILABLE", { address: temporalAddress }, { cause: error });
    }
  };
  /** Does what answers at once where the engine does. */
  const soon = <T>(work: () => Promise<T>): Promise<T> =>
    reach(() => temporal.withDeadline(Date.now() + patienceMs, work));
  const dispatchOf = (toolCallId: string) => temporal.workflow.getHandle(ids.dispatch(toolCallId));

  return {
    say: (conversationId: string, messageId: string) =>
      soon(() =>
        temporal.workflow.executeUpdateWithStart(say, {
          args: [{ messageId }],
          updateId: messageId,
          startWorkflowOperation: new WithStartWorkflowOperation("conversation", {
            workflowId: ids.conversation(conversationId),
            taskQueue,
            args: [{ conversationId }],
            workflowIdConflictPolicy: "USE_EXISTING",
          }),
        }),
      ),
    stop: (conversationId: string, messageId: string) =>
      reach(() => temporal.workflow.getHandle(ids.conversation(conversationId)).signal(stop, { messageId })),
    /** Starts a call's checks, unless they are started; comes back when it waits for approval or is refused. */
    propose: (tool: ToolName, toolCallId: string) =>
      reach(() =>
        temporal.workflow.executeUpdateWithStart(awaitProposal, {
          args: [],
          updateId: toolCallId,
          startWorkflowOperation: new WithStartWorkflowOperation("dispatch", {
            workflowId: ids.dispatch(toolCallId),
            taskQueue,
            args: [{ toolCallId, checks: approvalPolicy(tool)?.checks ?? [] }],
            workflowIdConflictPolicy: "USE_EXISTING",
          }),
        }),
      ),
    /** Comes back when the decision is stored. @throws MillwrightError APPROVAL_BEING_STORED where the workflow has taken it and the data store takes its time. */
    decide: async (toolCallId: string, decision: Decision) => {
      const taken = await soon(() =>
        dispatchOf(toolCallId).startUpdate(decide, { args: [decision], waitForStage: "ACCEPTED" }),
      );
      return reach(() =>
        temporal
          .withDeadline(Date.now() + storingMs, () => taken.result())
          .catch((error) => {
            if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
              throw new MillwrightError("APPROVAL_BEING_STORED");
            throw error;
          }),
      );
    },
    /** What became of a call, once its workflow is over. */
    outcomeOf: (toolCallId: string) =>
      reach(() => dispatchOf(toolCallId).result() as Promise<DispatchOutcome>),
    plan: (requestId: string, reason: string) =>
      reach(() =>
        temporal.workflow.start("planning", {
          workflowId: ids.planning(requestId),
          taskQueue,
          args: [{ requestId, reason: { kind: "asked", text: reason } }],
          workflowIdConflictPolicy: "USE_EXISTING",
        }),
      ),
  };
};
export type Workflows = ReturnType<typeof createWorkflows>;
