import { corrects, takesBack } from "../../../agents/runtime/spoken/goes-on.ts";
import { MillwrightError } from "../../core/errors.ts";
import type { Db } from "../../mes/database.ts";
import { lastAskedFor } from "../../mes/queries/approvals.ts";
import { addMessage, requireConversation } from "../../mes/queries/conversations.ts";
import type { Viewer } from "../session.ts";
import type { Approvals } from "./approvals.ts";
import type { Workflows } from "./workflows.ts";

export interface MessagesDeps {
  readonly db: Db;
  readonly workflows: Workflows;
  readonly approvals: Approvals;
}

/** What a person says in a conversation. */
export const createMessages = ({ db, workflows, approvals }: MessagesDeps) => {
  /** Rejects what the person asked for last in a conversation and nobody has decided; it stays where he or she may not decide it. */
  const takeBack = async (viewer: Viewer, conversationId: string): Promise<void> => {
    const open = await lastAskedFor(db, conversationId, viewer.id);
    if (!open) return;
    const { id: approvalId, args_hash: argsHash, plan_version: planVersion } = open;
    const input = { approvalId, argsHash, planVersion, decision: "reject" } as const;
    await approvals.decideApproval(viewer, input).catch((error) => {
      if (!(error instanceof MillwrightError)) throw error;
    });
  };

  const sendMessage = async (
    viewer: Viewer,
    message: { conversationId: string; messageId: string; text: string },
  ) => {
    const { conversationId, messageId, text } = message;
    // Stored first: from here on it is not lost, whatever happens to the rest.
    const isNew = await db
      .transaction()
      .execute((tx) =>
        addMessage(tx, { id: messageId, conversationId, userId: viewer.id, actor: viewer.nameZh, text }),
      );
    if (isNew && (takesBack(text) || corrects(text))) await takeBack(viewer, conversationId);
    await workflows.say(conversationId, messageId);
    return { messageId };
  };

  const stopMessage = async (
    viewer: Viewer,
    { conversationId, messageId }: { conversationId: string; messageId: string },
  ) => {
    await requireConversation(db, conversationId, viewer.id);
    await workflows.stop(conversationId, messageId);
    return { messageId };
  };

  return { sendMessage, stopMessage };
};
