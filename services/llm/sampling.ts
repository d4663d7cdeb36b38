import { randomInt } from "node:crypto";
import type { GenerateRequest } from "./engine.ts";
import type { SamplingRequest } from "./requests.ts";

type Sampling = Pick<
  GenerateRequest,
  | "temperature"
  | "topK"
  | "topP"
  | "minP"
  | "frequencyPenalty"
  | "presencePenalty"
  | "repetitionPenalty"
  | "bias"
  | "seed"
  | "deadlineMs"
>;

const largestSeed = 2 ** 47;

/** Absent settings are left out, so that the engine's own defaults hold. Without a seed one is drawn. */
export const samplingOf = (request: SamplingRequest, constrained: boolean): Sampling => ({
  // OpenAI's default is 1, which suits large models; answers that follow a grammar are decided, not drawn.
  temperature: request.temperature ?? (constrained ? 0 : 1),
  ...(request.top_p == null ? {} : { topP: request.top_p }),
  ...(request.top_k == null || request.top_k < 0 ? {} : { topK: request.top_k }),
  ...(request.min_p == null ? {} : { minP: request.min_p }),
  ...(request.frequency_penalty == null ? {} : { frequencyPenalty: request.frequency_penalty }),
  ...(request.presence_penalty == null ? {} : { presencePenalty: request.presence_penalty }),
  ...(request.repetition_penalty == null ? {} : { repetitionPenalty: request.repetition_penalty }),
  ...(request.logit_bias == null
    ? {}
    : { bias: Object.entries(request.logit_bias).map(([token, value]) => [Number(token), value] as const) }),
  ...(request.deadline_ms == null ? {} : { deadlineMs: request.deadline_ms }),
  // The seeds of n answers follow one another, which beyond this they would not.
  seed: request.seed == null ? randomInt(largestSeed) : request.seed % 2 ** 52,
});

export const stopsOf = (stop: SamplingRequest["stop"]): readonly string[] =>
  stop == null ? [] : typeof stop === "string" ? [stop] : stop;

/** Seeds of the answers to one request: each draws its own. */
export const choicesOf = <T extends { readonly seed: number }>(
  generation: T,
  n: number | null | undefined,
): T[] => Array.from({ length: n ?? 1 }, (_, index) => ({ ...generation, seed: generation.seed + index }));
