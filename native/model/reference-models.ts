import type { DecoderSpec } from "./random-decoder.ts";

/** Shapes whose scores are compared with those of PyTorch's transformers; see fixtures/README.md. */
const base = { layers: 3, width: 64, heads: 4, kvHeads: 2, headWidth: 16, ffn: 160 } as const;

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
  "qwen3-quantised": { ...base, architecture: "qwen3", headWidth: 32, quantised: true, seed: 18 },
  "llama-quantised": {
    ...base,
    architecture: "llama",
    headWidth: 32,
    width: 96,
    quantised: true,
    ownHead: true,
    seed: 19,
  },
};

/** The text that is scored: every byte of it is a token. */
export const referenceText = "SMT-2 stopped 02:14, 产线停机; hold WO-1042 now!";
