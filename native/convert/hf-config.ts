import { z } from "zod";
import type { Metadata, Value } from "./gguf-format.ts";
import { ropeMetadata, ropeSchema } from "./hf-rope.ts";

/** A Hugging Face config.json as GGUF metadata. */

const count = z.int().positive();
const configSchema = z.object({
  model_type: z.string(),
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count.nullish(),
  head_dim: count.nullish(),
  max_position_embeddings: count,
  rms_norm_eps: z.number().positive(),
  hidden_act: z.string().nullish(),
  hidden_activation: z.string().nullish(),
  tie_word_embeddings: z.boolean().nullish(),
  sliding_window: count.nullish(),
  sliding_window_pattern: count.nullish(),
  _sliding_window_pattern: count.nullish(),
  use_sliding_window: z.boolean().nullish(),
  layer_types: z.array(z.string()).nullish(),
  query_pre_attn_scalar: z.number().positive().nullish(),
  attn_logit_softcapping: z.number().nullish(),
  final_logit_softcapping: z.number().nullish(),
  ...ropeSchema.shape,
});
export type HfConfig = z.infer<typeof configSchema>;

/** What files leave out because it is the default of their class in transformers. */
const plainDefaults = { max_position_embeddings: 2048, rope_theta: 10_000, rms_norm_eps: 1e-6 };
const gemmaDefaults = {
  ...plainDefaults,
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 131_072,
  rope_theta: 1_000_000,
  sliding_window: 4096,
  tie_word_embeddings: true,
  hidden_activation: "gelu_pytorch_tanh",
  query_pre_attn_scalar: 256,
};
const classDefaults: Readonly<Record<string, object>> = {
  gemma3: gemmaDefaults,
  gemma3_text: gemmaDefaults,
  qwen3: { ...plainDefaults, head_dim: 128 },
};

/** A model with eyes keeps its language model's settings in a part of their own. */
export const fileSchema = z
  .looseObject({ model_type: z.string(), text_config: z.looseObject({ model_type: z.string() }).optional() })
  .transform((file, context) => {
    const own = file.text_config ?? file;
    const result = configSchema.safeParse({
      ...(classDefaults[own.model_type] ?? plainDefaults),
      ...stated(own),
    });
    if (result.success) return result.data;
    for (const issue of result.error.issues) context.addIssue({ ...issue, code: "custom" });
    return z.NEVER;
  });
/** null stands for the default. */
const stated = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

const architectures: Readonly<Record<string, string>> = {
  llama: "llama",
  mistral: "llama",
  qwen2: "qwen2",
  qwen3: "qwen3",
  gemma3: "gemma3",
  gemma3_text: "gemma3",
};

export interface Shape {
  readonly architecture: string;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headWidth: number;
  readonly tied: boolean;
  /** Positions that the model may be given. */
  readonly context: number;
}

/** @throws Error when the engine does not run the model */
export const shapeOf = (config: HfConfig): Shape => {
  const architecture = architectures[config.model_type];
  if (!architecture)
    throw new Error(
      `the model type "${config.model_type}" is not supported; supported are ${Object.keys(architectures).join(", ")} and encoders of the types bert, roberta and xlm-roberta`,
    );
  const gemma = architecture === "gemma3";
  const heads = config.num_attention_heads;
  const kvHeads = config.num_key_value_heads ?? heads;
  const headWidth = config.head_dim ?? config.hidden_size / heads;
  if (!Number.isInteger(headWidth) || headWidth % 2 || heads % kvHeads)
    throw new Error(`${heads} heads, ${kvHeads} of keys, of width ${headWidth} do not fit together`);
  const activation = (gemma ? config.hidden_activation : config.hidden_act) ?? "silu";
  if (activation !== (gemma ? "gelu_pytorch_tanh" : "silu"))
    throw new Error(`the activation ${activation} is not supported in ${config.model_type} models`);
  if (config.attn_logit_softcapping || config.final_logit_softcapping)
    throw new Error("soft-capped scores are not supported");
  // Within the window a sliding layer sees everything: a model that the engine runs without one is cut to it.
  const slides =
    !gemma && (config.use_sliding_window ?? config.model_type === "mistral") && config.sliding_window;
  return {
    architecture,
    layers: config.num_hidden_layers,
    heads,
    kvHeads,
    headWidth,
    tied: config.tie_word_embeddings ?? false,
    context: Math.min(config.max_position_embeddings, slides || Number.POSITIVE_INFINITY),
  };
};

/** Gemma divides scores by another number than the root of the heads' width in its largest size. */
const attentionScale = ({ query_pre_attn_scalar: scalar }: HfConfig, { headWidth }: Shape) =>
  scalar && scalar !== headWidth ? 1 / Math.sqrt(scalar) : undefined;

/** Every how many layers one sees everything. */
const windowPattern = (config: HfConfig): number => {
  const kinds = config.layer_types;
  if (!kinds) return config.sliding_window_pattern ?? config._sliding_window_pattern ?? 6;
  const first = kinds.indexOf("full_attention");
  const pattern = first < 0 ? kinds.length + 1 : first + 1;
  if (kinds.some((kind, layer) => (kind === "full_attention") !== ((layer + 1) % pattern === 0)))
    throw new Error("layers of full and sliding attention must alternate evenly");
  return pattern;
};

/** Everything but the tokenizer. */
export const configMetadata = (config: HfConfig, name: string): Metadata => {
  const shape = shapeOf(config);
  const key = (rest: string) => `${shape.architecture}.${rest}`;
  const u32 = (value: number): Value => ({ type: "u32", value });
  const scale = attentionScale(config, shape);
  return {
    "general.architecture": { type: "string", value: shape.architecture },
    "general.name": { type: "string", value: name },
    [key("block_count")]: u32(shape.layers),
    [key("context_length")]: u32(shape.context),
    [key("embedding_length")]: u32(config.hidden_size),
    [key("feed_forward_length")]: u32(config.intermediate_size),
    [key("attention.head_count")]: u32(shape.heads),
    [key("attention.head_count_kv")]: u32(shape.kvHeads),
    [key("attention.key_length")]: u32(shape.headWidth),
    [key("attention.value_length")]: u32(shape.headWidth),
    [key("rope.dimension_count")]: u32(shape.headWidth),
    [key("attention.layer_norm_rms_epsilon")]: { type: "f32", value: config.rms_norm_eps },
    ...(shape.architecture === "gemma3"
      ? {
          [key("attention.sliding_window")]: u32(config.sliding_window ?? 4096),
          [key("attention.sliding_window_pattern")]: u32(windowPattern(config)),
          ...(scale ? { [key("attention.scale")]: { type: "f32", value: scale } } : {}),
        }
      : {}),
    ...ropeMetadata(config, config.max_position_embeddings, key("rope")),
  };
};
