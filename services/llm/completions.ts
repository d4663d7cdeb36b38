import { randomUUID } from "node:crypto";
import type { GeneratedToken, GenerateRequest } from "./engine.ts";
import { answerRoom, generateText, type TextPiece, type TextSummary, usageOf } from "./generate.ts";
import { toCompletionLogprobs } from "./logprobs.ts";
import { mergeIterations } from "./merge.ts";
import type { Metrics } from "./metrics.ts";
import { encodePrompt } from "./prompt.ts";
import type { DecoderModel } from "./registry.ts";
import type { CompletionRequest } from "./requests.ts";
import { choicesOf, samplingOf, stopsOf } from "./sampling.ts";
import type { EventStream } from "./sse.ts";
import { grammarOf } from "./structured.ts";

export interface CompletionJob {
  readonly request: CompletionRequest;
  readonly model: DecoderModel;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  readonly clock: () => number;
}

/** OpenAI's default for this older route. */
const defaultMaxTokens = 16;

type Prompt = string | readonly number[];

const promptsOf = ({ prompt }: CompletionRequest): readonly Prompt[] => {
  if (typeof prompt === "string") return [prompt];
  return typeof prompt[0] === "number" ? [prompt as number[]] : (prompt as readonly Prompt[]);
};

/** How many answers a request asks for. */
export const answersOf = (request: CompletionRequest): number => promptsOf(request).length * (request.n ?? 1);

interface Wanted {
  readonly generation: GenerateRequest;
  /** What stands before the answer. */
  readonly echo: string;
  /** Whether it is the first answer to its prompt, in which the prompt's tokens are counted. */
  readonly first: boolean;
}

/** Every answer that is asked for: n to each prompt. */
const prepare = async ({ request, model, signal }: CompletionJob): Promise<readonly Wanted[]> => {
  const decoder = model.engine!;
  const grammar = grammarOf(request);
  const sampling = samplingOf(request, grammar !== undefined);
  const wanted: Wanted[] = [];
  for (const prompt of promptsOf(request)) {
    const tokens = typeof prompt === "string" ? await encodePrompt(decoder, prompt) : Int32Array.from(prompt);
    const generation: GenerateRequest = {
      tokens,
      maxTokens: answerRoom(decoder, tokens.length, request.max_tokens ?? defaultMaxTokens),
      ...sampling,
      ...(grammar ? { grammar } : {}),
      ...(request.logprobs == null ? {} : { alternatives: request.logprobs }),
      signal,
    };
    const echo = request.echo && typeof prompt === "string" ? prompt : "";
    for (const [index, one] of choicesOf(generation, request.n).entries())
      wanted.push({ generation: one, echo, first: index === 0 });
  }
  return wanted;
};

const header = (job: CompletionJob) => ({
  id: `cmpl-${randomUUID()}`,
  object: "text_completion",
  created: Math.floor(job.clock() / 1000),
  model: job.model.id,
});

const run = ({ model, request, metrics }: CompletionJob, generation: GenerateRequest) =>
  generateText(model.engine!, generation, stopsOf(request.stop), metrics);

const usage = (wanted: readonly Wanted[], summaries: readonly TextSummary[]) =>
  usageOf(
    summaries.map((summary, index) =>
      wanted[index]!.first ? summary : { ...summary, promptTokens: 0, cachedTokens: 0 },
    ),
  );

export const completeText = async (job: CompletionJob) => {
  const wanted = await prepare(job);
  const complete = async ({ generation, echo }: Wanted) => {
    const tokens: GeneratedToken[] = [];
    let text = echo;
    const answer = run(job, generation);
    let next = await answer.next();
    for (; !next.done; next = await answer.next()) {
      text += next.value.text;
      tokens.push(next.value.token);
    }
    return { text: text + next.value.rest, tokens, summary: next.value };
  };
  const answers = await Promise.all(wanted.map(complete));
  return {
    ...header(job),
    choices: answers.map(({ text, tokens, summary }, index) => ({
      index,
      text,
      logprobs: job.request.logprobs == null ? null : toCompletionLogprobs(tokens),
      finish_reason: summary.finish,
    })),
    usage: usage(
      wanted,
      answers.map(({ summary }) => summary),
    ),
  };
};

/** Streams all answers side by side, told apart by their index. */
export const streamText = async (job: CompletionJob, open: () => EventStream): Promise<void> => {
  const base = header(job);
  const wanted = await prepare(job);
  /** Where the text of the next token begins; it may be shown later, while a stop text may be forming. */
  const offsets = wanted.map(({ echo }) => echo.length);
  const summaries: TextSummary[] = [];
  let stream: EventStream | undefined;
  const chunk = (index: number, text: string, finish: string | null, token?: GeneratedToken) => {
    const logprobs =
      token && job.request.logprobs != null ? toCompletionLogprobs([token], offsets[index]) : null;
    offsets[index]! += token?.text.length ?? 0;
    if (!text && !logprobs && finish === null) return Promise.resolve();
    return stream!.send({ ...base, choices: [{ index, text, logprobs, finish_reason: finish }] });
  };
  const runs = wanted.map(({ generation }) => run(job, generation));
  for await (const step of mergeIterations<TextPiece, TextSummary>(runs)) {
    if (!stream) {
      stream = open();
      for (const [index, { echo }] of wanted.entries()) await chunk(index, echo, null);
    }
    if (!step.done) {
      await chunk(step.index, step.value.text, null, step.value.token);
      continue;
    }
    summaries[step.index] = step.value;
    await chunk(step.index, step.value.rest, step.value.finish);
  }
  if (job.request.stream_options?.include_usage)
    await stream!.send({ ...base, choices: [], usage: usage(wanted, summaries) });
  stream!.end();
};
