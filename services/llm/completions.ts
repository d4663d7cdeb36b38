import { randomUUID } from "node:crypto";
import { samplingOf, schemaOf, stopsOf, usageOf } from "./chat.ts";
import type { GeneratedToken, GenerateRequest } from "./engine.ts";
import { answerRoom, generateText } from "./generate.ts";
import { toCompletionLogprobs } from "./logprobs.ts";
import type { Metrics } from "./metrics.ts";
import { encodePrompt } from "./prompt.ts";
import type { DecoderModel } from "./registry.ts";
import type { CompletionRequest } from "./requests.ts";
import type { EventStream } from "./sse.ts";

interface CompletionJob {
  readonly request: CompletionRequest;
  readonly model: DecoderModel;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

/** OpenAI's default for this older route. */
const defaultMaxTokens = 16;

const generationFor = ({ request, model, signal }: CompletionJob, prompt: string): GenerateRequest => {
  const decoder = model.engine!;
  const tokens = encodePrompt(decoder, prompt);
  const schema = schemaOf(request.response_format);
  return {
    tokens,
    maxTokens: answerRoom(decoder, tokens.length, request.max_tokens ?? defaultMaxTokens),
    ...samplingOf(request, schema !== undefined),
    ...(schema === undefined ? {} : { schema }),
    ...(request.logprobs == null ? {} : { alternatives: request.logprobs }),
    signal,
  };
};

const header = (job: CompletionJob) => ({
  id: `cmpl-${randomUUID()}`,
  object: "text_completion",
  created: Math.floor(job.clock() / 1000),
  model: job.model.id,
});

const promptsOf = ({ prompt }: CompletionRequest) => (typeof prompt === "string" ? [prompt] : prompt);

const complete = async (job: CompletionJob, prompt: string) => {
  const tokens: GeneratedToken[] = [];
  let text = "";
  const run = generateText(
    job.model.engine!,
    generationFor(job, prompt),
    stopsOf(job.request.stop),
    job.metrics,
  );
  let next = await run.next();
  for (; !next.done; next = await run.next()) {
    text += next.value.text;
    tokens.push(next.value.token);
  }
  return { text: text + next.value.rest, tokens, summary: next.value };
};

export const completeText = async (job: CompletionJob) => {
  const answers = await Promise.all(promptsOf(job.request).map((prompt) => complete(job, prompt)));
  const total = { promptTokens: 0, completionTokens: 0, cachedTokens: 0 };
  for (const { summary } of answers) {
    total.promptTokens += summary.promptTokens;
    total.completionTokens += summary.completionTokens;
    total.cachedTokens += summary.cachedTokens;
  }
  return {
    ...header(job),
    choices: answers.map(({ text, tokens, summary }, index) => ({
      index,
      text,
      logprobs: job.request.logprobs == null ? null : toCompletionLogprobs(tokens),
      finish_reason: summary.finish,
    })),
    usage: usageOf(total),
  };
};

/** Streams the prompts' answers one after the other, told apart by their index. */
export const streamText = async (job: CompletionJob, open: () => EventStream): Promise<void> => {
  const base = header(job);
  const requests = promptsOf(job.request).map((prompt) => generationFor(job, prompt));
  const total = { promptTokens: 0, completionTokens: 0, cachedTokens: 0 };
  let stream: EventStream | undefined;
  for (const [index, request] of requests.entries()) {
    const run = generateText(job.model.engine!, request, stopsOf(job.request.stop), job.metrics);
    let next = await run.next();
    stream ??= open();
    let offset = 0;
    for (; !next.done; next = await run.next()) {
      const { text, token } = next.value;
      const logprobs = job.request.logprobs == null ? null : toCompletionLogprobs([token], offset);
      offset += text.length;
      if (text || logprobs)
        await stream.send({ ...base, choices: [{ index, text, logprobs, finish_reason: null }] });
    }
    const { rest, finish, ...summary } = next.value;
    await stream.send({ ...base, choices: [{ index, text: rest, logprobs: null, finish_reason: finish }] });
    total.promptTokens += summary.promptTokens;
    total.completionTokens += summary.completionTokens;
    total.cachedTokens += summary.cachedTokens;
  }
  if (job.request.stream_options?.include_usage)
    await stream?.send({ ...base, choices: [], usage: usageOf(total) });
  stream?.end();
};
