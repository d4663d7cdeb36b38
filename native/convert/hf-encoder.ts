import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Metadata, Value } from "./gguf-format.ts";
import { readOptionalJson } from "./json.ts";
import type { SafetensorsModel } from "./safetensors.ts";
import { rowsOf, type SourceTensor } from "./tensor.ts";

/** BERT-type encoders of a Hugging Face folder, with what sentence-transformers lays beside them. */

const count = z.int().positive();
export const encoderSchema = z.looseObject({
  model_type: z.enum(["bert", "roberta", "xlm-roberta"]),
  hidden_size: count,
  intermediate_size: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  max_position_embeddings: count,
  layer_norm_eps: z.number().positive().default(1e-12),
  hidden_act: z.string().default("gelu"),
  position_embedding_type: z.string().nullish(),
  pad_token_id: z.int().nonnegative().nullish(),
});
export type EncoderConfig = z.infer<typeof encoderSchema>;

/** How states become one vector, by its number in GGUF. */
export const poolings = { mean: 1, cls: 2 } as const;
export type Pooling = keyof typeof poolings;

const poolingSchema = z.looseObject({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
});

/** @throws Error for a way of pooling, or a layer behind it, that the engine does not know */
export const poolingOf = (folder: string): Pooling => {
  if (existsSync(join(folder, "2_Dense")))
    throw new Error(`${folder} has a dense layer behind its pooling (2_Dense), which is not supported`);
  const path = join(folder, "1_Pooling/config.json");
  const given = readOptionalJson(path, poolingSchema);
  if (!given) return "mean";
  if (given.pooling_mode_cls_token === given.pooling_mode_mean_tokens)
    throw new Error(`${path} pools neither by the mean nor by the first token`);
  return given.pooling_mode_cls_token ? "cls" : "mean";
};

/** RoBERTa counts positions from behind the number of its padding token; the rows before are never used. */
const firstPosition = (config: EncoderConfig): number =>
  config.model_type === "bert" ? 0 : (config.pad_token_id ?? 1) + 1;

export const encoderMetadata = (config: EncoderConfig, name: string, pooling: Pooling): Metadata => {
  if (config.hidden_act !== "gelu")
    throw new Error(`the activation ${config.hidden_act} is not supported in encoders`);
  if ((config.position_embedding_type ?? "absolute") !== "absolute")
    throw new Error(`${config.position_embedding_type} positions are not supported in encoders`);
  const u32 = (value: number): Value => ({ type: "u32", value });
  return {
    "general.architecture": { type: "string", value: "bert" },
    "general.name": { type: "string", value: name },
    "bert.block_count": u32(config.num_hidden_layers),
    "bert.context_length": u32(config.max_position_embeddings - firstPosition(config)),
    "bert.embedding_length": u32(config.hidden_size),
    "bert.feed_forward_length": u32(config.intermediate_size),
    "bert.attention.head_count": u32(config.num_attention_heads),
    "bert.attention.layer_norm_epsilon": { type: "f32", value: config.layer_norm_eps },
    "bert.attention.causal": { type: "bool", value: false },
    "bert.pooling_type": u32(poolings[pooling]),
  };
};

const ends: Readonly<Record<string, string>> = {
  "embeddings.word_embeddings": "token_embd",
  "embeddings.position_embeddings": "position_embd",
  "embeddings.token_type_embeddings": "token_types",
  "embeddings.LayerNorm": "token_embd_norm",
};
const parts: Readonly<Record<string, string>> = {
  "attention.self.query": "attn_q",
  "attention.self.key": "attn_k",
  "attention.self.value": "attn_v",
  "attention.output.dense": "attn_output",
  "attention.output.LayerNorm": "attn_output_norm",
  "intermediate.dense": "ffn_up",
  "output.dense": "ffn_down",
  "output.LayerNorm": "layer_output_norm",
};
/** Heads for other uses than vectors, and what can be counted. */
const leftOut = /^(cls|lm_head|classifier|qa_outputs|pooler)\.|\.position_ids$/;

const nameOf = (hfName: string): string | undefined => {
  const [, place, kind] = /^(.+)\.(weight|bias|gamma|beta)$/.exec(hfName) ?? [];
  if (place === undefined || kind === undefined) return undefined;
  const suffix = kind === "gamma" ? "weight" : kind === "beta" ? "bias" : kind;
  if (ends[place]) return `${ends[place]}.${suffix}`;
  const [, layer, part] = /^encoder\.layer\.(\d+)\.(.+)$/.exec(place) ?? [];
  const own = part === undefined ? undefined : parts[part];
  return own && `blk.${layer}.${own}.${suffix}`;
};

const from = (tensor: SourceTensor, first: number): SourceTensor => ({
  ...tensor,
  shape: [tensor.shape[0]!, rowsOf(tensor) - first],
  read: (row, rows) => tensor.read(first + row, rows),
});

/** @throws Error for a tensor that the engine would silently not use */
export const encoderTensors = (model: SafetensorsModel, config: EncoderConfig): SourceTensor[] => {
  const tensors: SourceTensor[] = [];
  for (const hfName of model.names) {
    const bare = hfName.replace(/^(bert|roberta)\./, "");
    if (leftOut.test(bare)) continue;
    const name = nameOf(bare);
    if (name === undefined) throw new Error(`the tensor ${hfName} has no place in an encoder`);
    const tensor = { ...model.tensor(hfName), name };
    tensors.push(name === "position_embd.weight" ? from(tensor, firstPosition(config)) : tensor);
  }
  return tensors.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
};
