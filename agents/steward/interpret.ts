import { Context } from "@temporalio/activity";
import type { PlantClock } from "../../services/core/clock.ts";
import { isErrorCode, MillwrightError } from "../../services/core/errors.ts";
import { canonicalJson, contentHash, deterministicId } from "../../services/core/ids.ts";
import type { Db } from "../../services/mes/database.ts";
import { mention, messageById } from "../../services/mes/queries/conversations.ts";
import { createToolCall, finishRun, recordAnswer, startRun } from "../../services/mes/queries/runs.ts";
import type { Interpretation, InterpretInput } from "../runtime/activities.ts";
import { schemaOf } from "../runtime/call-schema.ts";
import { isChinese } from "../runtime/format.ts";
import type { LanguageModel } from "../runtime/llm.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { buildMessages } from "../runtime/prompt.ts";
import { createTeller, type Teller } from "../runtime/teller.ts";
import { isLineWord, type ToolArgument, toolNamed } from "../runtime/tool.ts";
import { decide } from "./decide.ts";
import { type Understanding, understand } from "./understand.ts";

/** An id is of no language. */
const ids = /[a-z]{2,5}-?\d+/gi;

/** The language to answer in: of the words, or where there are none, of what was said before. */
const languageOf = async (
  db: Db,
  text: string,
  { conversationId, messageId }: InterpretInput,
): Promise<"zh" | "en"> => {
  if (isChinese(text)) return "zh";
  if (/[a-z]/i.test(text.replaceAll(ids, ""))) return "en";
  const before = await db
    .selectFrom("agent_run")
    .select("language")
    .where("conversation_id", "=", conversationId)
    .where("message_id", "!=", messageId)
    .orderBy("started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return before?.language === "zh" ? "zh" : "en";
};

/** Orders that were named beside the one that the call is about; what was wanted with them is not done. */
const leftOut = ({ candidates }: Understanding, order: string | null | undefined): readonly string[] =>
  order && candidates.named.has("order") ? candidates.order.filter((id) => id !== order) : [];

export interface InterpretDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly model: LanguageModel;
  /** Below this least token probability the person is asked instead of obeyed. */
  readonly leastConfidence: number;
}

const maxTokens = 64;
/** Streamed pieces are gathered this long before they are shown, to spare rows. */
const gatherMs = 60;

/** Shows the model's tokens as they come, in few rows; the keys make a repeated attempt tell nothing twice. */
const createArgumentStream = (teller: Teller, toolCallId: string, attempt: number) => {
  let waiting = "";
  let index = 0;
  let last = 0;
  let tail: Promise<unknown> = Promise.resolve();
  const flush = () => {
    if (!waiting) return;
    const [delta, key] = [waiting, `args/${attempt}/${index++}`];
    waiting = "";
    last = Date.now();
    tail = tail.then(() => teller.tell(key, "TOOL_CALL_ARGS", { toolCallId, delta }));
  };
  return {
    add: (delta: string) => {
      waiting += delta;
      if (Date.now() - last >= gatherMs) flush();
    },
    end: () => {
      flush();
      return tail;
    },
  };
};

/** Reads one message: works out what it says, asks the model for a tool call within that, checks it, and stores the run with everything that was said. */
export const createInterpret =
  ({ db, clock, model, leastConfidence }: InterpretDeps) =>
  async ({ conversationId, messageId }: InterpretInput): Promise<Interpretation> => {
    const context = Context.current();
    const message = await messageById(db, messageId);
    if (!message) throw new MillwrightError("NOT_FOUND", { kind: "message", id: messageId });
    const runId = deterministicId("run", messageId);
    const toolCallId = deterministicId("tool-call", messageId);
    const mentioned: Mentioned = {
      order: message.mentioned_order ?? undefined,
      line: message.mentioned_line ?? undefined,
    };
    const understood = await understand(db, clock.now(), message.text, mentioned);
    const { asked } = understood;
    const language = await languageOf(db, asked.text, { conversationId, messageId });
    const teller = createTeller(db, conversationId, runId);
    const attempt = context.info.attempt;
    try {
      await startRun(db, { id: runId, conversationId, messageId, language });
      await teller.tell("started", "RUN_STARTED", { messageId });
      const { model: name, promptStyle } = await model.describe();
      const messages = buildMessages(asked.text, asked.mentioned, promptStyle);
      await teller.tell("call/start", "TOOL_CALL_START", { toolCallId, tool: "" });
      const stream = createArgumentStream(teller, toolCallId, attempt);
      const answer = await model.chatJson({
        messages,
        schema: schemaOf(asked.candidates),
        maxTokens,
        seed: 1,
        signal: context.cancellationSignal,
        // What stands in for an id may come in parts: it is shown when it is whole.
        onDelta: asked.any ? () => {} : stream.add,
      });
      const text = asked.original.text(answer.text);
      if (asked.any) stream.add(text);
      await stream.end();
      await recordAnswer(db, runId, {
        model: name,
        prompt: messages.map((one) =>
          one.role === "user" ? { ...one, content: asked.original.text(one.content) } : one,
        ),
        text,
        confidence: answer.confidence,
      });

      const decision = await decide(db, asked.original.json(answer.json), understood, {
        mentioned,
        confidence: answer.confidence,
        least: leastConfidence,
        language,
      });
      if ("doubt" in decision) {
        await teller.say("doubt", decision.doubt[language]);
        if (decision.choices.length > 0) await teller.offer("choices", decision.choices);
        await finishRun(db, runId, "choices");
        await teller.finish("choices");
        return { outcome: "choices", runId };
      }

      const { tool, ...args } = decision.call;
      const definition = toolNamed(tool);
      await createToolCall(db, {
        id: toolCallId,
        runId,
        conversationId,
        tool,
        args: args as Record<string, ToolArgument>,
        argsHash: contentHash(tool, canonicalJson(args)),
        userId: message.user_id,
      });
      await teller.tell("call/end", "TOOL_CALL_END", { toolCallId, tool, title: definition.title, args });
      const others = leftOut(understood, args.order);
      if (others.length > 0)
        await teller.say(
          "left-out",
          language === "zh"
            ? `一次只办一件事：这次是 ${args.order}。${others.join("、")} 要办什么，请另说一句。`
            : `One thing at a time: this is about ${args.order}. Say what you want with ${others.join(", ")} in a sentence of its own.`,
        );
      await mention(db, conversationId, {
        order: args.order ?? undefined,
        line: args.line && !isLineWord(args.line) ? args.line : undefined,
      });
      const { policy } = definition;
      return {
        outcome: "call",
        runId,
        toolCallId,
        tool,
        ...(policy.kind === "confirm" ? { confirm: { checks: policy.checks } } : {}),
      };
    } catch (error) {
      // Told once; the message is kept and the attempt is repeated until the model is back.
      if (error instanceof MillwrightError && error.retryable && isErrorCode(error.code))
        await teller.error("waiting", { code: error.code, message: error.bilingual }).catch(() => {});
      throw error;
    }
  };
