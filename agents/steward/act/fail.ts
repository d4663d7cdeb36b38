import type { MillwrightError } from "../../../services/core/errors.ts";
import { rejectCellRun } from "../../../services/mes/commands/cells.ts";
import type { Db } from "../../../services/mes/database.ts";
import { finishRun, setToolCall, type ToolCallRow } from "../../../services/mes/queries/runs.ts";
import type { ToolName } from "../../runtime/tool.ts";
import { alternativesOf, choicesOf } from "../alternatives.ts";
import { type Answer, languageOf } from "./answer.ts";

export type Fail = (call: ToolCallRow, error: MillwrightError) => Promise<void>;

/** Stores that a call failed, says why in the conversation, with what may be said instead, and ends its run. */
export const createFail =
  ({ db, answer }: { readonly db: Db; readonly answer: Pick<Answer, "tellerOf"> }): Fail =>
  async (call, error) => {
    await setToolCall(db, call.id, { status: "Failed", result: { ...error.toShape() } });
    await rejectCellRun(db, call.id);
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
  };
