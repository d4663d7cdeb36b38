import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Metadata, paddingAfter } from "../convert/gguf-format.ts";
import { ggufHead } from "../convert/gguf-write.ts";
import { tensorTypes } from "../convert/tensor.ts";
import { byteLetters } from "../tokenizer/byte-letters.ts";
import { type RandomBlockType, randomBlocks } from "./random-blocks.ts";

/** Small decoders with random weights, of every architecture that the engine runs. */

export interface DecoderSpec {
  readonly architecture: "llama" | "qwen2" | "qwen3" | "gemma3";
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headWidth: number;
  readonly ffn: number;
  readonly seed: number;
  /** Type of the matrices; absent: single precision. Rows must be whole blocks. */
  readonly weights?: RandomBlockType;
  /** What scores are multiplied with, where it is not one over the root of the heads' width. */
  readonly attentionScale?: number;
  /** A head of its own instead of the embedding. */
  readonly ownHead?: boolean;
  readonly chatTemplate?: string;
  /** Biases on queries, keys and values. */
  readonly biases?: boolean;
  /** Sliding window, and after how many layers a global one comes. */
  readonly window?: readonly [number, number];
  readonly rope?:
    | { readonly type: "linear"; readonly factor: number }
    | { readonly type: "yarn"; readonly factor: number; readonly originalContext: number }
    /** Llama 3: a factor for each frequency. */
    | { readonly type: "factors"; readonly factors: readonly number[] };
}

const controls = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
/** Bytes, control tokens, and unused ones up to a multiple of 32. */
const vocabularySize = 288;

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: number;
  readonly data: Uint8Array;
}

const tensorsOf = (spec: DecoderSpec): Tensor[] => {
  const generator = xoroshiro128plus(spec.seed);
  const uniform = () => generator.next() / 2 ** 31;
  /** Normally distributed enough: the sum of four uniform numbers. */
  const normal = () => (uniform() + uniform() + uniform() + uniform()) * 0.87;
  const floats = (name: string, shape: readonly number[], next: () => number): Tensor => {
    const values = Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, () =>
      next(),
    );
    return { name, shape, type: 0, data: new Uint8Array(values.buffer) };
  };
  const blocks = (
    name: string,
    type: RandomBlockType,
    columns: number,
    rows: number,
    deviation: number,
  ): Tensor => ({
    name,
    shape: [columns, rows],
    type: tensorTypes[type].number,
    data: randomBlocks(type, columns * rows, deviation, uniform),
  });
  const matrix = (name: string, columns: number, rows: number, deviation = 1 / Math.sqrt(columns)) =>
    spec.weights
      ? blocks(name, spec.weights, columns, rows, deviation)
      : floats(name, [columns, rows], () => normal() * deviation);
  const vector = (name: string, size: number, middle = 1, spread = 0.1) =>
    floats(name, [size], () => middle + uniform() * spread);
  const { width, ffn, headWidth } = spec;
  const [q, kv] = [spec.heads * headWidth, spec.kvHeads * headWidth];
  const gemma = spec.architecture === "gemma3";
  const layer = (index: number): Tensor[] => {
    const name = (part: string) => `blk.${index}.${part}`;
    return [
      vector(name("attn_norm.weight"), width),
      matrix(name("attn_q.weight"), width, q),
      matrix(name("attn_k.weight"), width, kv),
      matrix(name("attn_v.weight"), width, kv),
      ...(spec.biases
        ? [
            vector(name("attn_q.bias"), q, 0),
            vector(name("attn_k.bias"), kv, 0),
            vector(name("attn_v.bias"), kv, 0),
          ]
        : []),
      ...(gemma || spec.architecture === "qwen3"
        ? [vector(name("attn_q_norm.weight"), headWidth), vector(name("attn_k_norm.weight"), headWidth)]
        : []),
      matrix(name("attn_output.weight"), q, width),
      ...(gemma
        ? [vector(name("post_attention_norm.weight"), width), vector(name("post_ffw_norm.weight"), width)]
        : []),
      vector(name("ffn_norm.weight"), width),
      matrix(name("ffn_gate.weight"), width, ffn),
      matrix(name("ffn_up.weight"), width, ffn),
      matrix(name("ffn_down.weight"), ffn, width),
    ];
  };
  return [
    matrix("token_embd.weight", width, vocabularySize, gemma ? 0.1 : 0.5),
    ...Array.from({ length: spec.layers }, (_, index) => layer(index)).flat(),
    vector("output_norm.weight", width),
    ...(spec.ownHead ? [matrix("output.weight", width, vocabularySize, 0.3)] : []),
    ...(spec.rope?.type === "factors"
      ? [
          {
            name: "rope_freqs.weight",
            shape: [spec.rope.factors.length],
            type: 0,
            data: new Uint8Array(Float32Array.from(spec.rope.factors).buffer),
          },
        ]
      : []),
  ];
};

const metadataOf = (spec: DecoderSpec): Metadata => {
  const key = (name: string) => `${spec.architecture}.${name}`;
  const u32 = (value: number) => ({ type: "u32", value }) as const;
  const f32 = (value: number) => ({ type: "f32", value }) as const;
  const { rope, window } = spec;
  const tokens = [...byteLetters(), ...controls];
  while (tokens.length < vocabularySize) tokens.push(`<unused${tokens.length}>`);
  return {
    "general.architecture": { type: "string", value: spec.architecture },
    [key("block_count")]: u32(spec.layers),
    [key("context_length")]: u32(512),
    [key("embedding_length")]: u32(spec.width),
    [key("feed_forward_length")]: u32(spec.ffn),
    [key("attention.head_count")]: u32(spec.heads),
    [key("attention.head_count_kv")]: u32(spec.kvHeads),
    [key("attention.key_length")]: u32(spec.headWidth),
    [key("attention.value_length")]: u32(spec.headWidth),
    [key("attention.layer_norm_rms_epsilon")]: f32(1e-6),
    [key("rope.freq_base")]: f32(10_000),
    ...(spec.attentionScale ? { [key("attention.scale")]: f32(spec.attentionScale) } : {}),
    ...(window
      ? {
          [key("attention.sliding_window")]: u32(window[0]),
          [key("attention.sliding_window_pattern")]: u32(window[1]),
        }
      : {}),
    ...(rope && rope.type !== "factors"
      ? {
          [key("rope.scaling.type")]: { type: "string", value: rope.type } as const,
          [key("rope.scaling.factor")]: f32(rope.factor),
        }
      : {}),
    ...(rope?.type === "yarn"
      ? { [key("rope.scaling.original_context_length")]: u32(rope.originalContext) }
      : {}),
    ...(spec.chatTemplate === undefined
      ? {}
      : { "tokenizer.chat_template": { type: "string", value: spec.chatTemplate } as const }),
    "tokenizer.ggml.model": { type: "string", value: "gpt2" },
    "tokenizer.ggml.pre": { type: "string", value: "qwen2" },
    "tokenizer.ggml.tokens": { type: "strings", value: tokens },
    "tokenizer.ggml.token_type": {
      type: "i32s",
      value: tokens.map((_, index) => (index < 256 ? 1 : index < 256 + controls.length ? 3 : 5)),
    },
    "tokenizer.ggml.merges": { type: "strings", value: [] },
    "tokenizer.ggml.eos_token_id": u32(258),
  };
};

/** The whole file. */
export const randomDecoder = (spec: DecoderSpec): Buffer => {
  const tensors = tensorsOf(spec);
  const head = ggufHead(
    metadataOf(spec),
    tensors.map(({ name, shape, type, data }) => ({ name, shape, type, bytes: data.length })),
  );
  return Buffer.concat([
    head,
    ...tensors.flatMap(({ data }) => [data, Buffer.alloc(paddingAfter(data.length))]),
  ]);
};
