import { corrects, takesBack } from "../../../agents/runtime/spoken/goes-on.ts";
import { writtenOut } from "../../../agents/runtime/spoken/shorthand.ts";
import { MillwrightError } from "../../core/errors.ts";
import type { Logger } from "../../core/log.ts";
import type { Db } from "../../mes/database.ts";
import { lastAskedFor } from "../../mes/queries/approvals.ts";
import { addMessage, requireConversation } from "../../mes/queries/conversations.ts";
import { transact } from "../../mes/transact.ts";
import type { Viewer } from "../session.ts";
import type { Approvals, Approver } from "./approvals.ts";
import { keepMessages, type SentMessage } from "./kept-messages.ts";
import type { Workflows } from "./workflows.ts";

export interface MessagesDeps {
  readonly db: Db;
  readonly workflows: Workflows;
  readonly approvals: Approvals;
  readonly log: Logger;
}

/** What a person says in a conversation. */
export const createMessages = ({ db, workflows, approvals, log }: MessagesDeps) => {
  /** Rejects what the person asked for last in a conversation and nobody has decided; it stays where he or she may not decide it. */
  const takeBack = async (viewer: Approver, conversationId: string): Promise<void> => {
    const open = await lastAskedFor(db, conversationId, viewer.id);
    if (!open) return;
    const { id: approvalId, args_hash: argsHash, plan_version: planVersion } = open;
    const input = { approvalId, argsHash, planVersion, decision: "reject" } as const;
    await approvals.decideApproval(viewer, input).catch((error) => {
      // It is tried again with the message.
      if (!(error instanceof MillwrightError) || error.code === "TEMPORAL_UNAVAILABLE") throw error;
    });
  };

  /** Hands a stored message on to its conversation; again makes no difference but for what the first time takes back. */
  const deliver = async (
    viewer: Approver,
    { conversationId, messageId, text }: SentMessage,
    isFirst: boolean,
  ): Promise<void> => {
    const said = writtenOut(text);
    if (isFirst && (takesBack(said) || corrects(said))) await takeBack(viewer, conversationId);
    await workflows.say(conversationId, messageId);
  };
  const kept = keepMessages({ db, deliver: (viewer, message) => deliver(viewer, message, true), log });

  const sendMessage = async (viewer: Viewer, message: SentMessage) => {
    const { conversationId, messageId, text } = message;
    // Stored first: from here on it is not lost, whatever happens to the rest.
    const isNew = await transact(db, (tx) =>
      addMessage(tx, { id: messageId, conversationId, userId: viewer.id, actor: viewer.nameZh, text }),
    );
    await deliver(viewer, message, isNew).catch((error) => {
      if (error instanceof MillwrightError && error.code === "TEMPORAL_UNAVAILABLE") kept.waits();
      throw error;
    });
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

  return { sendMessage, stopMessage, close: kept.close };
};
