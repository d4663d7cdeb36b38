import { deterministicId } from "../../../services/core/ids.ts";
import { rejectCellRun } from "../../../services/mes/commands/cells.ts";
import type { Db } from "../../../services/mes/database.ts";
import { claimApproval } from "../../../services/mes/queries/approvals.ts";
import { closeProposed } from "../../../services/mes/queries/proposals.ts";
import { finishRun, runOfMessage, setToolCall, toolCallById } from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import { createTeller } from "../../runtime/teller.ts";
import type { Answer } from "./answer.ts";
import type { Consent } from "./consent.ts";

export interface CloseDeps {
  readonly db: Db;
  readonly answer: Answer;
  readonly consent: Pick<Consent, "audit">;
}

/** Ends what comes to nothing: a proposal that nobody approved, a run that was stopped or could not be answered. */
export const createClose = ({
  db,
  answer,
  consent,
}: CloseDeps): Pick<StewardActivities, "closeProposal" | "endRun"> => {
  const closeProposal: StewardActivities["closeProposal"] = async ({ toolCallId, reason }) => {
    const call = await toolCallById(db, toolCallId);
    const teller = answer.tellerOf(call);
    if (reason === "expired") {
      await db
        .transaction()
        .execute((tx) => claimApproval(tx, deterministicId("approval", toolCallId), "Expired", null));
      await consent.audit(call, "approval.expired", null);
      await teller.tell("decided", "APPROVAL_DECIDED", {
        approvalId: deterministicId("approval", toolCallId),
        decision: "expired",
        actor: "",
      });
    }
    const status = reason === "expired" ? "Expired" : "Rejected";
    await setToolCall(db, toolCallId, { status });
    await closeProposed(db, toolCallId, status);
    await rejectCellRun(db, toolCallId);
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

  const endRun: StewardActivities["endRun"] = async ({ conversationId, messageId, reason }) => {
    const run = await runOfMessage(db, messageId);
    if (!run || run.finished_at) return;
    const teller = createTeller(db, conversationId, run.id);
    const text = {
      stopped: { zh: "已停止。", en: "Stopped." },
      failed: {
        zh: "这条消息未能处理，请再试一次。",
        en: "This message could not be handled; please try again.",
      },
    }[reason];
    await teller.say("ended", text[run.language === "zh" ? "zh" : "en"]);
    await finishRun(db, run.id, reason);
    await teller.finish(reason);
  };

  return { closeProposal, endRun };
};
