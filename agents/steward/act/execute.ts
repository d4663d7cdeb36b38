import { MillwrightError } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { setToolCall, toolCallById } from "../../../services/mes/queries/runs.ts";
import type { StewardActivities } from "../../runtime/activities.ts";
import type { ToolHandler } from "../../runtime/context.ts";
import type { ToolName } from "../../runtime/tool.ts";
import type { Answer } from "./answer.ts";
import type { Consent } from "./consent.ts";
import type { Fail } from "./fail.ts";

export interface ExecuteDeps {
  readonly db: Db;
  readonly handlers: Readonly<Record<ToolName, ToolHandler>>;
  readonly answer: Answer;
  readonly consent: Pick<Consent, "requireConsent">;
  readonly fail: Fail;
}

/** Acts with the consent on record, and answers in the conversation. */
export const createExecute =
  ({ db, handlers, answer, consent, fail }: ExecuteDeps): StewardActivities["executeTool"] =>
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
      await fail(call, error);
      return { outcome: "failed" };
    }
  };
