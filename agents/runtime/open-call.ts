import { contentHash, deterministicId } from "../../services/core/ids.ts";
import type { Tx } from "../../services/mes/database.ts";
import { addMessage } from "../../services/mes/queries/conversations.ts";
import { createToolCall, startRun } from "../../services/mes/queries/runs.ts";
import { createTeller } from "./teller.ts";
import { type ToolName, toolNamed } from "./tool.ts";

export interface OpenedCall {
  readonly toolCallId: string;
  /** Stores and tells the call with its arguments; only then the conversation shows it. */
  readonly resolveArguments: (args: Readonly<Record<string, string>>) => Promise<void>;
}

/**
 * Opens a tool call that a person made by hand, in a form or through the API, as if it had been said: so it is told,
 * checked, approved and audited like every other. The same request opens one call.
 */
export const openToolCall = async (
  tx: Tx,
  {
    requestId,
    conversationId,
    user,
    text,
    language,
    tool,
  }: {
    readonly requestId: string;
    readonly conversationId: string;
    readonly user: { readonly id: string; readonly nameZh: string };
    readonly text: string;
    readonly language: "zh" | "en";
    readonly tool: ToolName;
  },
): Promise<OpenedCall> => {
  const messageId = deterministicId("message", requestId);
  const runId = deterministicId("run", messageId);
  const toolCallId = deterministicId("tool-call", messageId);
  await addMessage(tx, { id: messageId, conversationId, userId: user.id, actor: user.nameZh, text });
  await startRun(tx, { id: runId, conversationId, messageId, language });
  const store = (args: Readonly<Record<string, string>>) =>
    createToolCall(tx, {
      id: toolCallId,
      runId,
      conversationId,
      tool,
      args,
      argsHash: contentHash(tool, args),
      userId: user.id,
    });
  const teller = createTeller(tx, conversationId, runId);
  await teller.tell("started", "RUN_STARTED", { messageId });
  await teller.tell("call/start", "TOOL_CALL_START", { toolCallId, tool });
  return {
    toolCallId,
    resolveArguments: async (args) => {
      await store(args);
      await teller.tell("call/end", "TOOL_CALL_END", {
        toolCallId,
        tool,
        title: toolNamed(tool).title,
        args,
      });
    },
  };
};
