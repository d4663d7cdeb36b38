import { fromShape, MillwrightError } from "../../../services/core/errors.ts";
import { deterministicId } from "../../../services/core/ids.ts";
import type { Db } from "../../../services/mes/database.ts";
import { approvalOfCall, claimApproval } from "../../../services/mes/queries/approvals.ts";
import { messageById } from "../../../services/mes/queries/conversations.ts";
import { closeProposed } from "../../../services/mes/queries/proposals.ts";
import {
  finishRun,
  runOfMessage,
  setToolCall,
  startRun,
  type ToolCallRow,
  toolCallById,
} from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import { createTeller } from "../../runtime/teller.ts";
import { saidLanguage } from "../said-language.ts";
import type { Answer } from "./answer.ts";
import type { Consent } from "./consent.ts";
import type { Fail } from "./fail.ts";
import { withdraw } from "./withdraw.ts";

export interface CloseDeps {
  readonly db: Db;
  readonly answer: Answer;
  readonly consent: Pick<Consent, "audit">;
  readonly fail: Fail;
}

/** Ends what comes to nothing: a proposal that nobody approved, a call that failed, a run that was stopped or could not be answered. */
export const createClose = ({
  db,
  answer,
  consent,
  fail,
}: CloseDeps): Pick<StewardActivities, "closeProposal" | "failCall" | "endRun"> => {
  /**
   * Nobody decides it any more. At once with its record: one that is claimed and fails behind that would leave none, and who reads at the
   * record's word what waits would find it there still.
   */
  const expire = (call: ToolCallRow): Promise<void> =>
    db.transaction().execute(async (tx) => {
      await claimApproval(tx, deterministicId("approval", call.id), "Expired", null);
      await withdraw(tx, call.id, "Expired");
      await consent.audit(tx, call, "approval.expired", null);
    });

  const closeProposal: StewardActivities["closeProposal"] = async ({ toolCallId, reason }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = answer.tellerOf(call);
    if (reason === "expired") {
      await expire(call);
      await teller.tell("decided", "APPROVAL_DECIDED", {
        approvalId: deterministicId("approval", toolCallId),
        decision: "expired",
        actor: "",
      });
    }
    const status = reason === "expired" ? "Expired" : "Rejected";
    await setToolCall(db, toolCallId, { status });
    await withdraw(db, toolCallId, status);
    const text = {
      rejected: { zh: "已拒绝，未做任何改动。", en: "Rejected; nothing was changed." },
      expired: {
        zh: "确认已过期，未做任何改动。需要时请再说一次。",
        en: "The request expired; nothing was changed. Say it again if you still want it.",
      },
      stopped: { zh: "已停止。", en: "Stopped." },
    }[reason];
    await answer.reply(call, "closed", { text, evidence: [] }, reason);
  };

  const failCall: StewardActivities["failCall"] = async ({ toolCallId, error }) => {
    const call = await toolCallById(db, toolCallId);
    const approval = await approvalOfCall(db, toolCallId);
    if (approval?.status === "Pending") await expire(call);
    await closeProposed(db, toolCallId, "Expired");
    await fail(call, fromShape(error));
  };

  const endRun: StewardActivities["endRun"] = async ({ conversationId, messageId, ...ended }) => {
    const { reason } = ended;
    const message = await messageById(db, messageId);
    if (!message) throw new MillwrightError("NOT_FOUND", { kind: "message", id: messageId });
    const id = deterministicId("run", messageId);
    const language = await saidLanguage(db, message.text, { conversationId, messageId });
    // Nothing may have been told of it yet: a message that was stopped while it waited.
    await startRun(db, { id, conversationId, messageId, language });
    await finishRun(db, id, reason);
    const run = await runOfMessage(db, messageId);
    if (run?.outcome !== reason) return;
    const teller = createTeller(db, conversationId, id, true);
    await teller.tell("started", "RUN_STARTED", { messageId });
    if (ended.reason === "stopped")
      await teller.say("ended", run.language === "zh" ? "已停止。" : "Stopped.");
    else await teller.error("ended", { code: ended.error.code, message: fromShape(ended.error).bilingual });
    await teller.finish(reason);
  };

  return { closeProposal, failCall, endRun };
};
