import { closeSync, openSync, writeSync } from "node:fs";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Metadata, paddingAfter } from "../../../native/convert/gguf-format.ts";
import { ggufHead, type TensorEntry } from "../../../native/convert/gguf-write.ts";
import { byteLetters } from "../../../native/tokenizer/byte-letters.ts";

/** Decoders of published shapes with random weights: speed does not depend on what the weights say. */

export interface Shape {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly ffn: number;
  readonly vocabulary: number;
}

/** Qwen2.5 0.5B and 1.5B (Qwen team 2024), and a small one whose layers stay within a second-level cache. */
export const shapes = {
  "0.5B": { layers: 24, width: 896, heads: 14, kvHeads: 2, ffn: 4864, vocabulary: 151_936 },
  "1.5B": { layers: 28, width: 1536, heads: 12, kvHeads: 2, ffn: 8960, vocabulary: 151_936 },
  "25M": { layers: 6, width: 384, heads: 6, kvHeads: 2, ffn: 1536, vocabulary: 32_000 },
} as const satisfies Record<string, Shape>;

export type WeightType = "F16" | "Q4_0" | "Q8_0" | "Q4_K";
interface Format {
  /** Number of the tensor type in a file. */
  readonly type: number;
  readonly weights: number;
  readonly bytes: number;
  /** Makes a random block's scales such that its weights have about this standard deviation. */
  readonly scale: (block: Buffer, deviation: number) => void;
}

const half = (value: number): number => {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0]!;
  return ((bits >> 13) - 0x1c000) & 0x7fff;
};

const formats: Record<WeightType, Format> = {
  F16: {
    type: 1,
    weights: 1,
    bytes: 2,
    scale: (block, deviation) =>
      block.writeUInt16LE(half(((block[0]! + 1) / 128) * deviation) | ((block[1]! & 1) << 15), 0),
  },
  // Quants are uniform: -8 to 7 deviates by 4.6, -128 to 127 by 74.
  Q4_0: {
    type: 2,
    weights: 32,
    bytes: 18,
    scale: (block, deviation) => block.writeUInt16LE(half(deviation / 4.6), 0),
  },
  Q8_0: {
    type: 8,
    weights: 32,
    bytes: 34,
    scale: (block, deviation) => block.writeUInt16LE(half(deviation / 74), 0),
  },
  // Every small scale and minimum is 40, packed as the format packs six-bit numbers.
  Q4_K: {
    type: 12,
    weights: 256,
    bytes: 144,
    scale: (block, deviation) => {
      block.writeUInt16LE(half(deviation / 4.6 / 40), 0);
      block.writeUInt16LE(half((deviation / 4.6 / 40) * 7.5), 2);
      block.fill(168, 4, 12).fill(136, 12, 16);
    },
  },
};

/** A byte-level vocabulary with its merges: each word is two earlier ones, short ones more often. */
const vocabularyOf = (size: number) => {
  const random = xoroshiro128plus(7);
  const tokens = byteLetters();
  const merges: string[] = [];
  const known = new Set(tokens);
  const letters = [...'etaoinshrdlu cmfwygpbvk0123456789"{}:,-_.'].map(
    (letter) => byteLetters()[letter.charCodeAt(0)]!,
  );
  while (tokens.length < size - 3) {
    const pick = () =>
      uniformInt(random, 0, 2) > 0
        ? letters[uniformInt(random, 0, letters.length - 1)]!
        : tokens[uniformInt(random, 0, tokens.length - 1)]!;
    const [left, right] = [pick(), pick()];
    const joined = left + right;
    if (joined.length > 10 || known.has(joined)) continue;
    known.add(joined);
    tokens.push(joined);
    merges.push(`${left} ${right}`);
  }
  tokens.push("<|endoftext|>", "<|im_start|>", "<|im_end|>");
  return { tokens, merges };
};

const entriesOf = (
  shape: Shape,
  type: WeightType,
): readonly (TensorEntry & { readonly format?: Format })[] => {
  const { layers, width, heads, kvHeads, ffn, vocabulary } = shape;
  const kv = (width / heads) * kvHeads;
  const matrix = (name: string, columns: number, rows: number, as = type) => ({
    name,
    shape: [columns, rows],
    type: formats[as].type,
    bytes: ((columns * rows) / formats[as].weights) * formats[as].bytes,
    format: formats[as],
  });
  const vector = (name: string, size: number) => ({ name, shape: [size], type: 0, bytes: size * 4 });
  return [
    // The head is the embedding. Of the four-bit types the embedding keeps eight bits, as published files do.
    matrix("token_embd.weight", width, vocabulary, type === "F16" ? "F16" : "Q8_0"),
    vector("output_norm.weight", width),
    ...Array.from({ length: layers }, (_, index) => {
      const name = (part: string) => `blk.${index}.${part}`;
      return [
        vector(name("attn_norm.weight"), width),
        matrix(name("attn_q.weight"), width, width),
        vector(name("attn_q.bias"), width),
        matrix(name("attn_k.weight"), width, kv),
        vector(name("attn_k.bias"), kv),
        matrix(name("attn_v.weight"), width, kv),
        vector(name("attn_v.bias"), kv),
        matrix(name("attn_output.weight"), width, width),
        vector(name("ffn_norm.weight"), width),
        matrix(name("ffn_gate.weight"), width, ffn),
        matrix(name("ffn_up.weight"), width, ffn),
        matrix(name("ffn_down.weight"), ffn, width),
      ];
    }).flat(),
  ];
};

const metadataOf = (shape: Shape): Metadata => {
  const { tokens, merges } = vocabularyOf(shape.vocabulary);
  const u32 = (value: number) => ({ type: "u32", value }) as const;
  return {
    "general.architecture": { type: "string", value: "qwen2" },
    "qwen2.block_count": u32(shape.layers),
    "qwen2.context_length": u32(4096),
    "qwen2.embedding_length": u32(shape.width),
    "qwen2.feed_forward_length": u32(shape.ffn),
    "qwen2.attention.head_count": u32(shape.heads),
    "qwen2.attention.head_count_kv": u32(shape.kvHeads),
    "qwen2.attention.layer_norm_rms_epsilon": { type: "f32", value: 1e-6 },
    "qwen2.rope.freq_base": { type: "f32", value: 1_000_000 },
    "tokenizer.ggml.model": { type: "string", value: "gpt2" },
    "tokenizer.ggml.pre": { type: "string", value: "qwen2" },
    "tokenizer.ggml.tokens": { type: "strings", value: tokens },
    "tokenizer.ggml.token_type": {
      type: "i32s",
      value: tokens.map((_, index) => (index < tokens.length - 3 ? 1 : 3)),
    },
    "tokenizer.ggml.merges": { type: "strings", value: merges },
    "tokenizer.ggml.eos_token_id": u32(shape.vocabulary - 1),
    "tokenizer.ggml.add_bos_token": { type: "bool", value: false },
  };
};

/** Random blocks enough that caches and compressors find no pattern; matrices repeat them. */
const poolBytes = 4_000_000;

/** Writes the file. */
export const writeRandomModel = (path: string, shape: Shape, type: WeightType): void => {
  const entries = entriesOf(shape, type);
  const file = openSync(path, "w");
  try {
    writeSync(file, ggufHead(metadataOf(shape), entries));
    const random = xoroshiro128plus(1);
    const bytes = Buffer.alloc(poolBytes);
    for (let at = 0; at < poolBytes; at += 4) bytes.writeInt32LE(random.next() | 0, at);
    const pools = new Map<string, Buffer>();
    for (const entry of entries) {
      if (!entry.format) {
        const ones = new Float32Array(entry.shape[0]!).fill(entry.name.endsWith("bias") ? 0 : 1);
        writeSync(file, new Uint8Array(ones.buffer));
      } else {
        const { format } = entry;
        const columns = entry.shape[0]!;
        const key = `${format.type}/${columns}`;
        const pool = pools.get(key) ?? Buffer.from(bytes.subarray(0, poolBytes - (poolBytes % format.bytes)));
        if (!pools.has(key)) {
          for (let at = 0; at < pool.length; at += format.bytes)
            format.scale(pool.subarray(at, at + format.bytes), 1 / Math.sqrt(columns));
          pools.set(key, pool);
        }
        for (let left = entry.bytes; left > 0; left -= Math.min(left, pool.length))
          writeSync(file, pool, 0, Math.min(left, pool.length));
      }
      writeSync(file, Buffer.alloc(paddingAfter(entry.bytes)));
    }
  } finally {
    closeSync(file);
  }
};
