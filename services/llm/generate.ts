import { MillwrightError } from "../core/errors.ts";
import type { Decoder, GeneratedToken, GenerateRequest } from "./engine.ts";
import type { Metrics } from "./metrics.ts";
import { createStopFilter } from "./stop.ts";

export interface TextPiece {
  /** Text that may be shown; empty while a stop text may be forming. */
  readonly text: string;
  readonly token: GeneratedToken;
}

export interface TextSummary {
  readonly finish: "stop" | "length";
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
  const started = now();
  let firstToken: number | undefined;
  let completionTokens = 0;
  let cachedTokens = 0;
  let stopped = false;
  let finish: TextSummary["finish"] = "stop";
  const generation = decoder.generate(request);
  try {
    for (;;) {
      const next = await generation.next();
      if (next.done) {
        if (!next.value) break;
        ({ finish, cachedTokens } = next.value);
        break;
      }
      firstToken ??= now() - started;
      completionTokens += 1;
      const passed = filter.push(next.value.text);
      yield { text: passed.text, token: next.value };
      if (passed.stopped) {
        stopped = true;
        break;
      }
    }
  } finally {
    if (stopped || request.signal.aborted)
      await generation.return({ finish: "stop", cachedTokens }).catch(() => undefined);
    if (request.signal.aborted) metrics.cancelled();
    metrics.generation({
      promptTokens: request.tokens.length,
      cachedTokens,
      completionTokens,
      ...(firstToken === undefined ? {} : { firstTokenSeconds: firstToken }),
      seconds: now() - started,
    });
  }
  const promptTokens = request.tokens.length;
  return { finish, promptTokens, completionTokens, cachedTokens, rest: stopped ? "" : filter.flush() };
}
