import type { PlantClock } from "../../../services/core/clock.ts";
import type { Bilingual } from "../../../services/core/errors.ts";
import type { Logger } from "../../../services/core/log.ts";
import type { Db } from "../../../services/mes/database.ts";
import { mention } from "../../../services/mes/queries/conversations.ts";
import { finishRun, type ToolCallRow } from "../../../services/mes/queries/runs.ts";
import type { ContentFilter } from "../../runtime/content-filter.ts";
import type { ToolContext, ToolResult } from "../../runtime/context.ts";
import { groundedText } from "../../runtime/grounding.ts";
import { createTeller } from "../../runtime/teller.ts";
import type { ToolArguments, ToolName } from "../../runtime/tool.ts";

/** The language that a call was said in. */
export const languageOf = (call: ToolCallRow): "zh" | "en" => (call.language === "zh" ? "zh" : "en");

export interface AnswerDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly filter: Pick<ContentFilter, "shown">;
  readonly log: Logger;
}

/** What each step of an act works with: what is known of the call, and how what was found is said. */
export interface Answer {
  tellerOf(call: Pick<ToolCallRow, "conversation_id" | "run_id">): ReturnType<typeof createTeller>;
  contextOf(call: ToolCallRow): ToolContext;
  /** What may be said of what was found: its own words, provided that the evidence holds every figure of them. */
  grounded(call: ToolCallRow, result: ToolResult): Bilingual;
  /** What of a result the content filter lets be shown. */
  shown(call: ToolCallRow, result: ToolResult): Promise<ToolResult>;
  /** Says what a run came to, and ends it. */
  reply(call: ToolCallRow, key: string, result: ToolResult, outcome: string): Promise<void>;
}

export const createAnswer = ({ db, clock, filter, log }: AnswerDeps): Answer => {
  const tellerOf = (call: Pick<ToolCallRow, "conversation_id" | "run_id">) =>
    createTeller(db, call.conversation_id, call.run_id);

  const contextOf = (call: ToolCallRow): ToolContext => ({
    db,
    clock,
    tool: call.tool as ToolName,
    toolCallId: call.id,
    actorId: call.user_id,
    // Once proposed, what was shown is what is done.
    args: { ...call.args, ...(call.resolved as ToolArguments | null) },
    text: String(call.args["words"] ?? call.text),
    meanwhile: (what) => tellerOf(call).say("meanwhile", what[languageOf(call)]),
  });

  const grounded = (call: ToolCallRow, result: ToolResult): Bilingual => {
    const { text, invented } = groundedText(result, call.args as ToolArguments);
    if (invented.length > 0) log.error({ toolCallId: call.id, invented }, "answer not grounded");
    return text;
  };

  const shown = (call: ToolCallRow, result: ToolResult) =>
    filter.shown(call.id, call.conversation_id, result);

  const reply = async (call: ToolCallRow, key: string, found: ToolResult, outcome: string): Promise<void> => {
    const teller = tellerOf(call);
    // Its figures are held against what was found, before anything of that is withheld.
    const result = await shown(call, { ...found, text: grounded(call, found) });
    const text = result.text[languageOf(call)];
    await teller.tell(`${key}/result`, "TOOL_CALL_RESULT", {
      toolCallId: call.id,
      status: outcome === "failed" ? "failed" : "ok",
      card: {
        rows: result.rows ?? [],
        evidence: result.evidence,
        ...(result.page ? { page: result.page } : {}),
        ...(result.happening ? { happening: result.happening } : {}),
      },
    });
    await teller.say(`${key}/text`, text);
    if (result.choices && result.choices.length > 0) await teller.offer(`${key}/choices`, result.choices);
    await mention(db, call.conversation_id, result.mentioned ?? {});
    await finishRun(db, call.run_id, outcome);
    await teller.finish(outcome);
  };

  return { tellerOf, contextOf, grounded, shown, reply };
};
