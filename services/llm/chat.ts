import { randomUUID } from "node:crypto";
import { readCalls } from "./call-reader.ts";
import type { GenerateRequest } from "./engine.ts";
import { answerRoom, generateText, type TextSummary, usageOf } from "./generate.ts";
import { type ChatLogprob, toChatLogprob } from "./logprobs.ts";
import type { Metrics } from "./metrics.ts";
import type { PromptRenderer } from "./prompt.ts";
import type { DecoderModel } from "./registry.ts";
import type { ChatRequest } from "./requests.ts";
import { choicesOf, samplingOf, stopsOf } from "./sampling.ts";
import { grammarOf } from "./structured.ts";
import { planTools, readForcedCalls, type ToolPlan, toWireCall } from "./tools.ts";

export interface ChatJob {
  readonly request: ChatRequest;
  readonly model: DecoderModel;
  readonly renderer: PromptRenderer;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

export interface PreparedChat {
  readonly plan: ToolPlan;
  /** One for each answer that is asked for. */
  readonly generations: readonly GenerateRequest[];
}

export const prepareChat = async ({ request, model, renderer, signal }: ChatJob): Promise<PreparedChat> => {
  const plan = planTools(request, grammarOf(request));
  const { grammar } = plan;
  const tokens = await renderer.render(request.messages, plan.tools);
  const generation: GenerateRequest = {
    tokens,
    maxTokens: answerRoom(model.engine!, tokens.length, request.max_completion_tokens ?? request.max_tokens),
    ...samplingOf(request, grammar !== undefined),
    ...(grammar ? { grammar } : {}),
    ...(request.logprobs ? { alternatives: request.top_logprobs ?? 0 } : {}),
    signal,
  };
  return { plan, generations: choicesOf(generation, request.n) };
};

export const runChat = ({ model, request, metrics }: ChatJob, generation: GenerateRequest) =>
  generateText(model.engine!, generation, stopsOf(request.stop), metrics);

export const chatHeader = (job: ChatJob, object: string) => ({
  id: `chatcmpl-${randomUUID()}`,
  object,
  created: Math.floor(job.clock() / 1000),
  model: job.model.id,
});

/** The calls of a whole answer, and what is said beside them. */
const readAnswer = (text: string, plan: ToolPlan) => {
  if (plan.forced) return { calls: readForcedCalls(text), text: "" };
  return plan.tools.length > 0 ? readCalls(text, plan) : { calls: [], text };
};

/** A call that is whole ends the answer as one; a cut one says why it was cut. */
export const finishReason = (summary: TextSummary, called: boolean): string =>
  called && summary.finish === "stop" ? "tool_calls" : summary.finish;

const complete = async (job: ChatJob, plan: ToolPlan, generation: GenerateRequest) => {
  const logprobs: ChatLogprob[] = [];
  let text = "";
  const run = runChat(job, generation);
  let next = await run.next();
  for (; !next.done; next = await run.next()) {
    text += next.value.text;
    if (job.request.logprobs) logprobs.push(toChatLogprob(next.value.token));
  }
  const summary = next.value;
  const read = readAnswer(text + summary.rest, plan);
  const called = read.calls.length > 0;
  return {
    summary,
    choice: {
      message: {
        role: "assistant",
        content: called && read.text === "" ? null : read.text,
        refusal: null,
        ...(called ? { tool_calls: read.calls.map(toWireCall) } : {}),
      },
      logprobs: job.request.logprobs ? { content: logprobs, refusal: null } : null,
      finish_reason: finishReason(summary, called),
    },
  };
};

/** The prompt is counted once, however many answers it has. */
export const chatUsage = (summaries: readonly TextSummary[]) => {
  const [first, ...others] = summaries;
  return usageOf([first!, ...others.map((other) => ({ ...other, promptTokens: 0, cachedTokens: 0 }))]);
};

/** The whole answer at once. */
export const completeChat = async (job: ChatJob) => {
  const { plan, generations } = await prepareChat(job);
  const answers = await Promise.all(generations.map((generation) => complete(job, plan, generation)));
  return {
    ...chatHeader(job, "chat.completion"),
    choices: answers.map(({ choice }, index) => ({ index, ...choice })),
    usage: chatUsage(answers.map(({ summary }) => summary)),
  };
};
