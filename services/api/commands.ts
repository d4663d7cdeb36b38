import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from "@temporalio/client";
import { ApplicationFailure } from "@temporalio/common";
import type { Decision } from "../../agents/runtime/activities.ts";
import type { PersonRole } from "../../agents/runtime/tool.ts";
import { conversationWorkflowId, say, stop } from "../../workflows/conversation.ts";
import { decide, dispatchId } from "../../workflows/dispatch.ts";
import { planningId } from "../../workflows/planning.ts";
import { type ErrorDetails, isErrorCode, MillwrightError } from "../core/errors.ts";
import type { Db } from "../mes/database.ts";
import { approvalById } from "../mes/queries/approvals.ts";
import { addMessage, requireConversation } from "../mes/queries/conversations.ts";
import type { Viewer } from "./session.ts";

export interface CommandDeps {
  readonly db: Db;
  readonly temporal: Client;
  readonly taskQueue: string;
  readonly temporalAddress: string;
}

export interface DecideInput {
  readonly approvalId: string;
  readonly argsHash: string;
  readonly planVersion: number;
  readonly decision: "approve" | "reject";
}

/** The failure's catalogue error, if it carries one. */
const catalogued = (error: unknown): MillwrightError | undefined => {
  for (let cause = error; cause instanceof Error; cause = cause.cause as Error | undefined)
    if (cause instanceof ApplicationFailure && isErrorCode(cause.type))
      return new MillwrightError(cause.type, (cause.details?.[0] as ErrorDetails | undefined) ?? {});
  return undefined;
};

/** What a person can set going; used alike by GraphQL and the socket gateway. */
export const createCommands = ({ db, temporal, taskQueue, temporalAddress }: CommandDeps) => {
  const reach = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof MillwrightError) throw error;
      const known = catalogued(error);
      if (known) throw known;
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) throw error;
      throw new MillwrightError("TEMPORAL_UNAVAILABLE", { address: temporalAddress }, { cause: error });
    }
  };

  const sendMessage = async (
    viewer: Viewer,
    message: { conversationId: string; messageId: string; text: string },
  ) => {
    const { conversationId, messageId, text } = message;
    // Stored first: from here on it is not lost, whatever happens to the rest.
    await db
      .transaction()
      .execute((tx) =>
        addMessage(tx, { id: messageId, conversationId, userId: viewer.id, actor: viewer.nameZh, text }),
      );
    await reach(() =>
      temporal.workflow.executeUpdateWithStart(say, {
        args: [{ messageId }],
        updateId: messageId,
        startWorkflowOperation: new WithStartWorkflowOperation("conversation", {
          workflowId: conversationWorkflowId(conversationId),
          taskQueue,
          args: [{ conversationId }],
          workflowIdConflictPolicy: "USE_EXISTING",
        }),
      }),
    );
    return { messageId };
  };

  const stopMessage = async (
    viewer: Viewer,
    { conversationId, messageId }: { conversationId: string; messageId: string },
  ) => {
    await requireConversation(db, conversationId, viewer.id);
    await reach(() =>
      temporal.workflow.getHandle(conversationWorkflowId(conversationId)).signal(stop, { messageId }),
    );
    return { messageId };
  };

  /** @throws MillwrightError of the approval family when the answer is late, changed, or by the wrong person. */
  const decideApproval = async (viewer: Viewer, input: DecideInput) => {
    const approval = await approvalById(db, input.approvalId);
    const alreadyDecided = (row: typeof approval) =>
      row.status === "Expired"
        ? new MillwrightError("APPROVAL_EXPIRED", { time: row.expires_at.toISOString() })
        : new MillwrightError("APPROVAL_ALREADY_DECIDED", {
            decision: row.status,
            actor: row.decided_by ?? "-",
            time: row.decided_at?.toISOString() ?? "-",
          });
    if (approval.status !== "Pending") throw alreadyDecided(approval);
    if (!viewer.roles.includes(approval.role))
      throw new MillwrightError("FORBIDDEN", { role: approval.role });
    const decision: Decision = {
      ...input,
      actorId: viewer.id,
      actorRoles: viewer.roles as readonly PersonRole[],
    };
    try {
      return await reach(() =>
        temporal.workflow
          .getHandle(dispatchId(approval.tool_call_id))
          .executeUpdate(decide, { args: [decision] }),
      );
    } catch (error) {
      // Somebody was quicker: tell who, from the row that they left.
      const late =
        error instanceof WorkflowNotFoundError ||
        (error instanceof MillwrightError && error.code === "APPROVAL_ALREADY_DECIDED");
      if (late) throw alreadyDecided(await approvalById(db, input.approvalId));
      throw error;
    }
  };

  const requestPlan = async (requestId: string, reason: string) =>
    reach(() =>
      temporal.workflow.start("planning", {
        workflowId: planningId(requestId),
        taskQueue,
        args: [{ requestId, reason }],
        workflowIdConflictPolicy: "USE_EXISTING",
      }),
    );

  return { sendMessage, stopMessage, decideApproval, requestPlan };
};
export type Commands = ReturnType<typeof createCommands>;
