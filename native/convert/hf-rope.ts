import { z } from "zod";
import type { Metadata } from "./gguf-format.ts";

/** Rotary position embeddings: how config.json states them, in its old form and in that of transformers 5. */

const scaling = z.object({
  rope_type: z.string().optional(),
  type: z.string().optional(),
  rope_theta: z.number().positive().optional(),
  factor: z.number().positive().optional(),
  original_max_position_embeddings: z.int().positive().optional(),
  beta_fast: z.number().positive().optional(),
  beta_slow: z.number().positive().optional(),
  attention_factor: z.number().positive().optional(),
  low_freq_factor: z.number().positive().optional(),
  high_freq_factor: z.number().positive().optional(),
});
type Scaling = z.infer<typeof scaling>;

export const ropeSchema = z.object({
  rope_theta: z.number().positive().nullish(),
  rope_local_base_freq: z.number().positive().nullish(),
  rope_scaling: scaling.nullish(),
  rope_parameters: z
    .union([z.object({ full_attention: scaling, sliding_attention: scaling }), scaling])
    .nullish(),
});
type RopeConfig = z.infer<typeof ropeSchema>;

/** Frequency base of layers with a sliding window (Gemma 3). */
const localBase = 10_000;
const localBaseOf = (config: RopeConfig): number => {
  const given = config.rope_parameters;
  const local = given && "sliding_attention" in given ? given.sliding_attention : undefined;
  return local?.rope_theta ?? config.rope_local_base_freq ?? localBase;
};

const scalingOf = (config: RopeConfig): Scaling => {
  const given = config.rope_parameters;
  return (given && "full_attention" in given ? given.full_attention : given) ?? config.rope_scaling ?? {};
};

const kindOf = (given: Scaling): string => given.rope_type ?? given.type ?? "default";
const baseOf = (config: RopeConfig): number => scalingOf(config).rope_theta ?? config.rope_theta ?? 10_000;

/**
 * @param context positions the model was trained for
 * @throws Error for a kind of scaling that the engine does not know
 */
export const ropeMetadata = (config: RopeConfig, context: number, prefix: string): Metadata => {
  const given = scalingOf(config);
  const f32 = (value: number) => ({ type: "f32", value }) as const;
  const base = {
    [`${prefix}.freq_base`]: f32(baseOf(config)),
    ...(localBaseOf(config) === localBase ? {} : { [`${prefix}.freq_base_swa`]: f32(localBaseOf(config)) }),
  };
  const kind = kindOf(given);
  // Llama 3's factors are a tensor.
  if (kind === "default" || kind === "llama3") return base;
  if (kind !== "linear" && kind !== "yarn")
    throw new Error(`the rotary scaling "${kind}" is not supported; supported are linear, yarn and llama3`);
  const factor = given.factor ?? 1;
  const common: Metadata = {
    ...base,
    [`${prefix}.scaling.type`]: { type: "string", value: kind },
    [`${prefix}.scaling.factor`]: f32(factor),
  };
  if (kind === "linear") return common;
  const original = given.original_max_position_embeddings ?? context;
  return {
    ...common,
    [`${prefix}.scaling.original_context_length`]: { type: "u32", value: original },
    ...(given.beta_fast ? { [`${prefix}.scaling.yarn_beta_fast`]: f32(given.beta_fast) } : {}),
    ...(given.beta_slow ? { [`${prefix}.scaling.yarn_beta_slow`]: f32(given.beta_slow) } : {}),
    // Here the whole factor is stated, there what comes on top of YaRN's own.
    ...(given.attention_factor
      ? { [`${prefix}.scaling.attn_factor`]: f32(given.attention_factor / (0.1 * Math.log(factor) + 1)) }
      : {}),
  };
};

/**
 * What each frequency is divided by in Llama 3.1 and later (transformers' `_compute_llama3_parameters`): slow ones by the
 * factor, fast ones by one, those between by something between.
 *
 * @returns [head width / 2] for rope_freqs.weight, or undefined for models without
 */
export const ropeFactors = (config: RopeConfig, headWidth: number): Float32Array | undefined => {
  const given = scalingOf(config);
  if (kindOf(given) !== "llama3") return undefined;
  const { factor = 8, low_freq_factor: low = 1, high_freq_factor: high = 4 } = given;
  const context = given.original_max_position_embeddings ?? 8192;
  const base = baseOf(config);
  return Float32Array.from({ length: headWidth / 2 }, (_, pair) => {
    const turns = (context * base ** ((-2 * pair) / headWidth)) / (2 * Math.PI);
    const fast = Math.min(1, Math.max(0, (turns - low) / (high - low)));
    return 1 / ((1 - fast) / factor + fast);
  });
};
