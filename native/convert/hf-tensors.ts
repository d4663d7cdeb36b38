import type { HfConfig } from "./hf-config.ts";
import { shapeOf } from "./hf-config.ts";
import { ropeFactors } from "./hf-rope.ts";
import type { SafetensorsModel } from "./safetensors.ts";
import { changed, columnsOf, isMatrix, reordered, reshaped, type SourceTensor } from "./tensor.ts";

/** Hugging Face's tensors under GGUF's names and in GGUF's order. */

const common: Readonly<Record<string, string>> = {
  input_layernorm: "attn_norm",
  "self_attn.q_proj": "attn_q",
  "self_attn.k_proj": "attn_k",
  "self_attn.v_proj": "attn_v",
  "self_attn.o_proj": "attn_output",
  "self_attn.q_norm": "attn_q_norm",
  "self_attn.k_norm": "attn_k_norm",
  "mlp.gate_proj": "ffn_gate",
  "mlp.up_proj": "ffn_up",
  "mlp.down_proj": "ffn_down",
};
/** In Gemma the norm after attention is one of the branch; elsewhere it is the one before the feed-forward network. */
const plainNames = { ...common, post_attention_layernorm: "ffn_norm" };
const gemmaNames = {
  ...common,
  post_attention_layernorm: "post_attention_norm",
  pre_feedforward_layernorm: "ffn_norm",
  post_feedforward_layernorm: "post_ffw_norm",
};
const ends: Readonly<Record<string, string>> = {
  "embed_tokens.weight": "token_embd.weight",
  "norm.weight": "output_norm.weight",
  "lm_head.weight": "output.weight",
};
const withBias = new Set(["attn_q", "attn_k", "attn_v"]);

/** What a model with eyes has beside its language model, and what can be computed. */
const leftOut = /^(model\.)?(vision_tower|multi_modal_projector|visual)\.|rotary_emb\.inv_freq$/;

/** @returns GGUF's name; undefined for one that no decoder here has */
const nameOf = (hfName: string, gemma: boolean): string | undefined => {
  const name = hfName.replace(/^(language_model\.)?(model\.)?(language_model\.)?/, "");
  if (ends[name]) return ends[name];
  const [, layer, part, kind] = /^layers\.(\d+)\.(.+)\.(weight|bias)$/.exec(name) ?? [];
  const own =
    part === undefined ? undefined : ((gemma ? gemmaNames : plainNames) as Record<string, string>)[part];
  if (own === undefined || (kind === "bias" && !withBias.has(own))) return undefined;
  return `blk.${layer}.${own}.${kind}`;
};

/** Llama files hold the two of a rotary pair side by side, Hugging Face holds them half a head apart. */
const pairedRows = (tensor: SourceTensor, headWidth: number): SourceTensor => {
  const rowAt = (row: number) => {
    const inHead = row % headWidth;
    return row - inHead + (inHead % 2) * (headWidth / 2) + Math.floor(inHead / 2);
  };
  if (isMatrix(tensor)) return reordered(tensor, rowAt);
  return reshaped(reordered(reshaped(tensor, [1, columnsOf(tensor)]), rowAt), tensor.shape);
};

const floatTensor = (name: string, values: Float32Array): SourceTensor => ({
  name,
  shape: [values.length],
  type: "F32",
  read: () => new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

/**
 * Queries and keys of Llama models are reordered, Gemma's norms get the one that its code adds, and a tied head is left
 * out.
 *
 * @throws Error for a tensor that the engine would silently not use
 */
export const hfTensors = (model: SafetensorsModel, config: HfConfig): SourceTensor[] => {
  const shape = shapeOf(config);
  const gemma = shape.architecture === "gemma3";
  const tensors: SourceTensor[] = [];
  for (const hfName of model.names) {
    if (leftOut.test(hfName)) continue;
    const name = nameOf(hfName, gemma);
    if (name === undefined)
      throw new Error(`the tensor ${hfName} has no place in a ${shape.architecture} model`);
    if (name === "output.weight" && shape.tied) continue;
    let tensor: SourceTensor = { ...model.tensor(hfName), name };
    if (shape.architecture === "llama" && /attn_[qk]\./.test(name))
      tensor = pairedRows(tensor, shape.headWidth);
    if (gemma && name.includes("norm"))
      tensor = changed(tensor, (values) => {
        for (let index = 0; index < values.length; index += 1) values[index]! += 1;
      });
    tensors.push(tensor);
  }
  const factors = ropeFactors(config, shape.headWidth);
  if (factors) tensors.push(floatTensor("rope_freqs.weight", factors));
  return tensors.sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
};
