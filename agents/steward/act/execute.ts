import { MillwrightError } from "../../../services/core/errors.ts";
import { rejectCellRun } from "../../../services/mes/commands/cells.ts";
import type { Db } from "../../../services/mes/database.ts";
import { finishRun, setToolCall, toolCallById } from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import type { ToolName } from "../../runtime/tool.ts";
import { alternativesOf, choicesOf } from "../alternatives.ts";
import { type Answer, languageOf } from "./answer.ts";
import type { Consent } from "./consent.ts";

export interface ExecuteDeps {
  readonly db: Db;
  readonly handlers: Readonly<Record<ToolName, ToolHandler>>;
  readonly answer: Answer;
  readonly consent: Pick<Consent, "requireConsent">;
}

/** Acts with the consent on record, and answers in the conversation. */
export const createExecute =
  ({ db, handlers, answer, consent }: ExecuteDeps): StewardActivities["executeTool"] =>
  async ({ toolCallId }) => {
    const call = await toolCallById(db, toolCallId);
    try {
      const actorId = await consent.requireConsent(call);
      const result = await handlers[call.tool as ToolName]({ ...answer.contextOf(call), actorId });
      await setToolCall(db, toolCallId, {
        status: "Executed",
        result: { text: result.text, evidence: result.evidence },
      });
      await answer.reply(call, "done", result, "done");
      return { outcome: "done", ...(result.follows ? { follows: result.follows } : {}) };
    } catch (error) {
      if (!(error instanceof MillwrightError) || error.retryable) throw error;
      await setToolCall(db, toolCallId, { status: "Failed", result: { ...error.toShape() } });
      await rejectCellRun(db, toolCallId);
      const teller = answer.tellerOf(call);
      await teller.error("failed", { code: error.code, message: error.bilingual });
      const alternatives = alternativesOf(error);
      if (alternatives)
        await teller.offer(
          "failed/choices",
          choicesOf(call.tool as ToolName, call.args, alternatives, languageOf(call)),
        );
      await finishRun(db, call.run_id, "failed");
      await teller.finish("failed");
      return { outcome: "failed" };
    }
  };
