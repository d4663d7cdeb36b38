import { Context } from "@temporalio/activity";
import type { PlantClock } from "../../services/core/clock.ts";
import { MillwrightError } from "../../services/core/errors.ts";
import { canonicalJson, contentHash, deterministicId } from "../../services/core/ids.ts";
import { visibleText } from "../../services/core/shield/readings.ts";
import type { Db } from "../../services/mes/database.ts";
import { mention, messageById } from "../../services/mes/queries/conversations.ts";
import { existingIds, namesOfPlant } from "../../services/mes/queries/names.ts";
import {
  callBefore,
  callLeftOpen,
  createToolCall,
  finishRun,
  putQuestion,
  recordAnswer,
  setToolCall,
  startRun,
} from "../../services/mes/queries/runs.ts";
import type { Interpretation, InterpretInput } from "../runtime/activities.ts";
import type { ToolCall } from "../runtime/call-schema.ts";
import { choiceOf } from "../runtime/choice.ts";
import type { ContentFilter } from "../runtime/content-filter.ts";
import type { LanguageModel } from "../runtime/llm.ts";
import type { Mentioned } from "../runtime/mentioned.ts";
import { corrected } from "../runtime/spoken/corrected.ts";
import { takesBack } from "../runtime/spoken/goes-on.ts";
import { writtenOut } from "../runtime/spoken/shorthand.ts";
import { severalWishes } from "../runtime/spoken/wishes.ts";
import { createTeller, type Teller } from "../runtime/teller.ts";
import { isLineWord, type ToolArgument, type ToolArguments, toolNamed } from "../runtime/tool.ts";
import { asideOf } from "./asides.ts";
import { askModel, withoutModel } from "./ask-model.ts";
import { decide } from "./decide.ts";
import { tellNothing } from "./follow-up/said.ts";
import { ordersSaid } from "./orders-said.ts";
import { pointedAt } from "./pointed-at.ts";
import { saidLanguage } from "./said-language.ts";
import { asksOnlyFigures } from "./several-figures.ts";
import { type Understanding, understand } from "./understand.ts";
import { whyRefused } from "./why-refused.ts";

/** Orders, or products for a cell, that were named beside the one that the call is about; what was wanted with them is not done. */
const leftOut = (
  { candidates, leftOut: products }: Understanding,
  { tool, order, product }: ToolCall,
): readonly string[] => {
  if (tool === "test_units") return products.filter((id) => id !== product);
  return order && candidates.named.has("order") ? candidates.order.filter((id) => id !== order) : [];
};

/** "Good morning" says no time of the day that is asked about. */
const greeting =
  /^(?:大家)?(?:早上好|早安|上午好|中午好|下午好|晚上好|你好|您好|good (?:morning|afternoon|evening)|hello|hi)(?:啊|呀)?[，,！!。.~ ]+(?=.{4})/i;
const withoutGreeting = (text: string): string => text.replace(greeting, "");

export interface InterpretDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly model: LanguageModel;
  readonly filter: Pick<ContentFilter, "refusalOf">;
  /** Below this least token probability the person is asked instead of obeyed. */
  readonly leastConfidence: number;
}

/** Answers a sentence that neither a model nor a rule reads. */
const answerOnly = async (
  db: Db,
  teller: Teller,
  sentence: string,
  outcome: "refused" | "choices",
  run: Parameters<typeof startRun>[1],
): Promise<void> => {
  await startRun(db, run);
  await teller.tell("started", "RUN_STARTED", { messageId: run.messageId });
  await teller.say(outcome, sentence);
  await teller.offer(`${outcome}/choices`, [choiceOf("help", {}, run.language)]);
  await finishRun(db, run.id, outcome);
  await teller.finish(outcome);
};

/** An answer that is of no use comes again to the same question: nobody waits for a better one for long. */
const mostAttempts = 3;
const isWaitedFor = ({ retryable, code }: MillwrightError): boolean =>
  retryable &&
  (Context.current().info.attempt < mostAttempts || !["LLM_BAD_OUTPUT", "LLM_TIMEOUT"].includes(code));

/** Reads one message: works out what it says, asks the model for a tool call within that, checks it, and stores the run with everything that was said. */
export const createInterpret =
  ({ db, clock, model, filter, leastConfidence }: InterpretDeps) =>
  async ({ conversationId, messageId }: InterpretInput): Promise<Interpretation> => {
    const message = await messageById(db, messageId);
    if (!message) throw new MillwrightError("NOT_FOUND", { kind: "message", id: messageId });
    const runId = deterministicId("run", messageId);
    const toolCallId = deterministicId("tool-call", messageId);
    const refusal = await filter.refusalOf(message);
    if (refusal) {
      const language = await saidLanguage(db, message.text, { conversationId, messageId });
      await answerOnly(db, createTeller(db, conversationId, runId), refusal[language], "refused", {
        id: runId,
        conversationId,
        messageId,
        language,
      });
      return { outcome: "refused", runId };
    }
    const why = await whyRefused(db, filter, message.text, { conversationId, messageId });
    if (why) {
      const language = await saidLanguage(db, message.text, { conversationId, messageId });
      const run = { id: runId, conversationId, messageId, language };
      await answerOnly(db, createTeller(db, conversationId, runId), why[language], "refused", run);
      return { outcome: "refused", runId };
    }
    const mentioned: Mentioned = {
      order: message.mentioned_order ?? undefined,
      line: message.mentioned_line ?? undefined,
    };
    const last = await callBefore<ToolArguments>(db, conversationId, messageId, tellNothing);
    const open = await callLeftOpen<ToolArguments>(db, conversationId, messageId);
    // Of several wishes the first is seen to, and the others offered to be said next.
    // What nobody sees is not read either.
    const visible = withoutGreeting(visibleText(message.text));
    const pointed = await pointedAt(db, corrected(writtenOut(visible)), last, { conversationId, messageId });
    if ("beyond" in pointed) {
      const language = await saidLanguage(db, message.text, { conversationId, messageId });
      const run = { id: runId, conversationId, messageId, language };
      await answerOnly(db, createTeller(db, conversationId, runId), pointed.beyond[language], "choices", run);
      return { outcome: "choices", runId };
    }
    const { text } = pointed;
    const wishes = takesBack(text) ? undefined : severalWishes(text);
    const parts =
      wishes && asksOnlyFigures(text, { names: await namesOfPlant(db), now: clock.now() })
        ? undefined
        : wishes;
    const said = parts?.first ?? text;
    const later = (parts?.others ?? []).map((other) => ({ label: { zh: other, en: other }, text: other }));
    const understood = await understand(db, clock.now(), said, mentioned, last, open);
    const { asked } = understood;
    const language = await saidLanguage(db, asked.text, { conversationId, messageId });
    const teller = createTeller(db, conversationId, runId);
    try {
      await startRun(db, { id: runId, conversationId, messageId, language });
      await teller.tell("started", "RUN_STARTED", { messageId });
      await teller.tell("call/start", "TOOL_CALL_START", { toolCallId, tool: "" });
      const answer = understood.certain
        ? withoutModel(understood.certain)
        : await askModel(model, understood, teller, toolCallId);
      await recordAnswer(db, runId, answer);
      const decision = await decide(db, answer.json, understood, {
        mentioned,
        confidence: answer.confidence,
        least: leastConfidence,
        language,
        text: said,
      });
      if ("doubt" in decision) {
        await teller.say("doubt", decision.doubt[language]);
        const choices = [...decision.choices, ...later];
        if (choices.length > 0) await teller.offer("choices", choices);
        const { asked: waiting, offered = [] } = decision;
        if (waiting) {
          const { tool, ...args } = waiting;
          await createToolCall(db, {
            id: toolCallId,
            runId,
            conversationId,
            tool,
            args: { ...args, words: args.words ?? said } as Record<string, ToolArgument>,
            argsHash: contentHash(tool, canonicalJson(args)),
            userId: message.user_id,
          });
          // "The first one" is of those that are offered.
          await setToolCall(db, toolCallId, {
            result: { evidence: offered.map((id) => ({ kind: "order", id })) },
          });
        }
        // What is answered to the question is of what was named.
        const { named, line } = understood.candidates;
        const own = ordersSaid(understood.candidates, mentioned);
        const [only, ...others] = await existingIds(db, "work_order", own);
        await mention(db, conversationId, {
          order: others.length === 0 ? only : undefined,
          line: named.has("line") && line.length === 1 ? line[0] : undefined,
        });
        await finishRun(db, runId, putQuestion);
        await teller.finish(putQuestion);
        return { outcome: putQuestion, runId };
      }

      const { tool, ...args } =
        parts || text !== visible ? { ...decision.call, words: decision.call.words ?? said } : decision.call;
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
      const others = leftOut(understood, decision.call);
      if (others.length > 0)
        await teller.say(
          "left-out",
          language === "zh"
            ? `一次只办一件事：这次是 ${args.order ?? args.product}。${others.join("、")} 要办什么，请另说一句。`
            : `One thing at a time: this is about ${args.order ?? args.product}. Say what you want with ${others.join(", ")} in a sentence of its own.`,
        );
      const aside = asideOf(decision.call, said);
      if (aside) await teller.say("aside", aside[language]);
      if (later.length > 0) {
        await teller.say(
          "then",
          language === "zh"
            ? "一次办一件，先说第一件；其余的请点下面的按钮。"
            : "One thing at a time, the first one first; press below for the rest.",
        );
        await teller.offer("then", later);
      }
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
      if (!(error instanceof MillwrightError)) throw error;
      const told = { code: error.code, message: error.bilingual };
      if (isWaitedFor(error)) {
        // Told once; the message is kept and the attempt is repeated until the model is back.
        await teller.error("waiting", told).catch(() => {});
        throw error;
      }
      // What is said next would wait behind it.
      await teller.error("failed", told);
      await finishRun(db, runId, "failed");
      await teller.finish("failed");
      return { outcome: "failed", runId };
    }
  };
