import { randomUUID } from "node:crypto";
import type { GenerateRequest } from "./engine.ts";
import { answerRoom, generateText, type TextSummary } from "./generate.ts";
import { type ChatLogprob, toChatLogprob } from "./logprobs.ts";
import type { Metrics } from "./metrics.ts";
import type { PromptRenderer } from "./prompt.ts";
import type { DecoderModel } from "./registry.ts";
import type { ChatRequest, CompletionRequest, ResponseFormat } from "./requests.ts";
import type { EventStream } from "./sse.ts";
import { createCallSplitter, mayBeCall, newCallId, planTools, readCalls, type ToolCall } from "./tools.ts";

type SamplingRequest = Pick<
  ChatRequest | CompletionRequest,
  "temperature" | "top_p" | "top_k" | "min_p" | "seed"
>;

/** Absent settings are left out, so that the engine's own defaults hold. */
export const samplingOf = (request: SamplingRequest, constrained: boolean) => ({
  // OpenAI's default is 1, which suits large models; answers that follow a schema are decided, not drawn.
  temperature: request.temperature ?? (constrained ? 0 : 1),
  ...(request.top_p == null ? {} : { topP: request.top_p }),
  ...(request.top_k == null ? {} : { topK: request.top_k }),
  ...(request.min_p == null ? {} : { minP: request.min_p }),
  ...(request.seed == null ? {} : { seed: request.seed }),
});

export const schemaOf = (format: ResponseFormat | null | undefined): string | undefined => {
  if (format?.type === "json_object") return '{"type":"object"}';
  return format?.type === "json_schema" ? JSON.stringify(format.json_schema.schema) : undefined;
};

export const stopsOf = (stop: string | readonly string[] | null | undefined): readonly string[] =>
  stop == null ? [] : typeof stop === "string" ? [stop] : stop;

export const usageOf = (
  summary: Pick<TextSummary, "promptTokens" | "completionTokens" | "cachedTokens">,
) => ({
  prompt_tokens: summary.promptTokens,
  completion_tokens: summary.completionTokens,
  total_tokens: summary.promptTokens + summary.completionTokens,
  prompt_tokens_details: { cached_tokens: summary.cachedTokens },
});

interface ChatJob {
  readonly request: ChatRequest;
  readonly model: DecoderModel;
  readonly renderer: PromptRenderer;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

const prepare = ({ request, model, renderer, signal }: ChatJob) => {
  const decoder = model.engine!;
  const plan = planTools(request);
  const tokens = renderer.render(request.messages, plan.tools);
  const schema = plan.schema ?? schemaOf(request.response_format);
  const generation: GenerateRequest = {
    tokens,
    maxTokens: answerRoom(decoder, tokens.length, request.max_completion_tokens ?? request.max_tokens),
    ...samplingOf(request, schema !== undefined),
    ...(schema === undefined ? {} : { schema }),
    ...(request.logprobs ? { alternatives: request.top_logprobs ?? 0 } : {}),
    signal,
  };
  return { decoder, plan, generation, stops: stopsOf(request.stop) };
};

const header = (job: ChatJob, object: string) => ({
  id: `chatcmpl-${randomUUID()}`,
  object,
  created: Math.floor(job.clock() / 1000),
  model: job.model.id,
});

const toWireCall = ({ id, name, arguments: args }: ToolCall) => ({
  id,
  type: "function" as const,
  function: { name, arguments: args },
});

/** The whole answer at once. */
export const completeChat = async (job: ChatJob) => {
  const { decoder, plan, generation, stops } = prepare(job);
  const logprobs: ChatLogprob[] = [];
  let text = "";
  const run = generateText(decoder, generation, stops, job.metrics);
  let next = await run.next();
  for (; !next.done; next = await run.next()) {
    text += next.value.text;
    if (job.request.logprobs) logprobs.push(toChatLogprob(next.value.token));
  }
  const summary = next.value;
  text += summary.rest;
  const read = plan.tools.length > 0 ? readCalls(text, plan.tools) : { calls: [], text };
  const called = read.calls.length > 0;
  return {
    ...header(job, "chat.completion"),
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: called && read.text === "" ? null : read.text,
          refusal: null,
          ...(called ? { tool_calls: read.calls.map(toWireCall) } : {}),
        },
        logprobs: job.request.logprobs ? { content: logprobs, refusal: null } : null,
        finish_reason: called ? "tool_calls" : summary.finish,
      },
    ],
    usage: usageOf(summary),
  };
};

/**
 * The answer as chunks. `open` is called when the first token is there, so that a request that is refused still
 * gets an ordinary error answer.
 */
export const streamChat = async (job: ChatJob, open: () => EventStream): Promise<void> => {
  const { decoder, plan, generation, stops } = prepare(job);
  const base = header(job, "chat.completion.chunk");
  const run = generateText(decoder, generation, stops, job.metrics);
  let next = await run.next();
  const stream = open();
  const wantsUsage = job.request.stream_options?.include_usage === true;
  const chunk = (delta: object, finish: string | null = null, logprob?: ChatLogprob) =>
    stream.send({
      ...base,
      choices: [
        {
          index: 0,
          delta,
          logprobs: logprob ? { content: [logprob], refusal: null } : null,
          finish_reason: finish,
        },
      ],
      ...(wantsUsage ? { usage: null } : {}),
    });
  await chunk({ role: "assistant", content: plan.schema ? null : "" });

  const forced = plan.schema !== undefined ? createCallSplitter() : undefined;
  let held = "";
  let holding = forced === undefined && plan.tools.length > 0;
  const pass = async (text: string, logprob?: ChatLogprob) => {
    if (forced) {
      const part = forced.push(text);
      if (part.name !== undefined)
        await chunk({
          tool_calls: [{ index: 0, ...toWireCall({ id: newCallId(), name: part.name, arguments: "" }) }],
        });
      if (part.arguments)
        await chunk({ tool_calls: [{ index: 0, function: { arguments: part.arguments } }] });
      return;
    }
    if (holding) {
      held += text;
      if (mayBeCall(held)) return;
      holding = false;
      await chunk({ content: held }, null, logprob);
      return;
    }
    if (text || logprob) await chunk({ content: text }, null, logprob);
  };
  for (; !next.done; next = await run.next())
    await pass(next.value.text, job.request.logprobs ? toChatLogprob(next.value.token) : undefined);
  const summary = next.value;
  if (summary.rest) await pass(summary.rest);

  let finish: string = forced && summary.finish === "stop" ? "tool_calls" : summary.finish;
  if (holding) {
    const read = readCalls(held, plan.tools);
    if (read.text) await chunk({ content: read.text });
    for (const [index, call] of read.calls.entries())
      await chunk({ tool_calls: [{ index, ...toWireCall(call) }] });
    if (read.calls.length > 0) finish = "tool_calls";
  }
  await chunk({}, finish);
  if (wantsUsage) await stream.send({ ...base, choices: [], usage: usageOf(summary) });
  stream.end();
};
