import type { DecoderSpec } from "./random-decoder.ts";

/** Shapes whose scores are compared with those of PyTorch's transformers; see fixtures/README.md. */
const base = { layers: 3, width: 64, heads: 4, kvHeads: 2, headWidth: 16, ffn: 160 } as const;

/** Rows of whole super-blocks. */
const wide = { ...base, layers: 2, width: 256, headWidth: 64, ffn: 256 } as const;

export const referenceModels: Readonly<Record<string, DecoderSpec>> = {
  "llama-plain": { ...base, architecture: "llama", kvHeads: 4, ownHead: true, seed: 11 },
  "llama-3-factors": {
    ...base,
    architecture: "llama",
    rope: { type: "factors", factors: [1, 1, 1, 1.5, 2.7, 4, 8, 8] },
    seed: 12,
  },
  "llama-linear": {
    ...base,
    architecture: "llama",
    width: 96,
    heads: 6,
    kvHeads: 1,
    headWidth: 24,
    ownHead: true,
    rope: { type: "linear", factor: 4 },
    seed: 13,
  },
  "qwen2-biases": { ...base, architecture: "qwen2", biases: true, seed: 14 },
  "qwen2-yarn": {
    ...base,
    architecture: "qwen2",
    headWidth: 32,
    biases: true,
    rope: { type: "yarn", factor: 4, originalContext: 32 },
    seed: 15,
  },
  "qwen3-norms": { ...base, architecture: "qwen3", headWidth: 32, ownHead: true, seed: 16 },
  "gemma3-window": {
    ...base,
    architecture: "gemma3",
    layers: 4,
    kvHeads: 1,
    headWidth: 32,
    window: [9, 3],
    seed: 17,
  },
  "qwen3-q8_0": { ...base, architecture: "qwen3", headWidth: 32, weights: "Q8_0", seed: 18 },
  "llama-q8_0": {
    ...base,
    architecture: "llama",
    headWidth: 32,
    width: 96,
    weights: "Q8_0",
    ownHead: true,
    seed: 19,
  },
  "llama-f16": { ...wide, architecture: "llama", headWidth: 80, weights: "F16", seed: 20 },
  "qwen3-bf16": { ...wide, architecture: "qwen3", headWidth: 128, kvHeads: 1, weights: "BF16", seed: 21 },
  "llama-q4_0": { ...wide, architecture: "llama", headWidth: 96, weights: "Q4_0", seed: 22 },
  "qwen2-q4_1": { ...wide, architecture: "qwen2", biases: true, ownHead: true, weights: "Q4_1", seed: 23 },
  "qwen2-q5_0": { ...wide, architecture: "qwen2", headWidth: 80, biases: true, weights: "Q5_0", seed: 24 },
  "qwen3-q4_k": { ...wide, architecture: "qwen3", headWidth: 128, kvHeads: 4, weights: "Q4_K", seed: 25 },
  "llama-q5_k": { ...wide, architecture: "llama", ownHead: true, weights: "Q5_K", seed: 26 },
  "gemma3-q6_k": {
    ...wide,
    architecture: "gemma3",
    heads: 2,
    kvHeads: 1,
    headWidth: 256,
    window: [7, 2],
    attentionScale: 0.1,
    weights: "Q6_K",
    seed: 27,
  },
};

/** The text that is scored: every byte of it is a token. */
export const referenceText = "SMT-2 stopped 02:14, 产线停机; hold WO-1042 now!";
