import { MillwrightError } from "../core/errors.ts";
import type { Decoder, FinishReason, GeneratedToken, GenerateRequest } from "./engine.ts";
import type { GenerationOutcome, Metrics } from "./metrics.ts";
import { createStopFilter } from "./stop.ts";

export interface TextPiece {
  /** Text that may be shown; empty while a stop text may be forming. */
  readonly text: string;
  readonly token: GeneratedToken;
}

export interface TextSummary {
  readonly finish: FinishReason;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Text that was held back until the end. */
  readonly rest: string;
}

/** Room that is left for the answer when the request does not limit it. */
const defaultMaxTokens = 4096;

/** @throws MillwrightError LLM_PROMPT_TOO_LONG with both figures. */
export const answerRoom = (
  decoder: Decoder,
  promptTokens: number,
  asked: number | null | undefined,
): number => {
  const room = decoder.contextLength - promptTokens;
  if (room < 1)
    throw new MillwrightError("LLM_PROMPT_TOO_LONG", {
      tokens: promptTokens,
      limit: decoder.contextLength - 1,
    });
  return Math.min(asked ?? defaultMaxTokens, room);
};

/** Generates text: stop texts cut it, figures are kept, the engine is released whatever happens. */
export async function* generateText(
  decoder: Decoder,
  request: GenerateRequest,
  stops: readonly string[],
  metrics: Metrics,
  now: () => number = () => performance.now() / 1000,
): AsyncGenerator<TextPiece, TextSummary, undefined> {
  const filter = createStopFilter(stops);
  const promptTokens = request.tokens.length;
  const started = now();
  let last: number | undefined;
  let completionTokens = 0;
  let cachedTokens = 0;
  let rest = "";
  let finish: FinishReason = "stop";
  // Whoever asked may leave at any token.
  let outcome: GenerationOutcome["finish"] = "cancelled";
  let ended = false;
  const generation = decoder.generate(request);
  try {
    for (;;) {
      const next = await generation.next();
      if (next.done) {
        ended = true;
        const passed = filter.push(next.value.text);
        rest = passed.text + (passed.stopped ? "" : filter.flush());
        ({ finish, cachedTokens } = next.value);
        outcome = finish;
        metrics.queued(next.value.queuedSeconds);
        break;
      }
      const at = now();
      if (last === undefined) metrics.firstToken(at - started);
      else metrics.nextToken(at - last);
      last = at;
      completionTokens += 1;
      const passed = filter.push(next.value.text);
      yield { text: passed.text, token: next.value };
      if (passed.stopped) {
        outcome = finish;
        break;
      }
    }
  } catch (error) {
    if (!request.signal.aborted) outcome = "failed";
    throw error;
  } finally {
    // Leaving the iteration early takes the request out of the engine.
    if (!ended) await generation.return(undefined as never).catch(() => undefined);
    metrics.generation({
      promptTokens,
      cachedTokens,
      completionTokens,
      finish: outcome,
      seconds: now() - started,
    });
  }
  return { finish, promptTokens, completionTokens, cachedTokens, rest };
}

/** Sums of the answers to one request. */
export const usageOf = (
  summaries: readonly Pick<TextSummary, "promptTokens" | "completionTokens" | "cachedTokens">[],
) => {
  const sum = (pick: (summary: (typeof summaries)[number]) => number) =>
    summaries.reduce((total, summary) => total + pick(summary), 0);
  const [prompt, completion] = [sum(({ promptTokens }) => promptTokens), sum((one) => one.completionTokens)];
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: sum(({ cachedTokens }) => cachedTokens) },
  };
};
