import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Writes small GGUF v3 files with random weights, so that engine and server are tested without a real model. */

type Value =
  | { readonly type: "u32" | "f32"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "i32s" | "f32s"; readonly value: readonly number[] };

const typeNumber = { u32: 4, f32: 6, bool: 7, string: 8, array: 9, i32: 5 } as const;
const alignment = 32;

const u32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
};
const u64 = (value: number) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
};
const i32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeInt32LE(value);
  return out;
};
const f32 = (value: number) => {
  const out = Buffer.alloc(4);
  out.writeFloatLE(value);
  return out;
};
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

const list = (type: number, items: readonly Buffer[]): Buffer<ArrayBuffer> =>
  Buffer.concat([u32(typeNumber.array), u32(type), u64(items.length), ...items]);

const encodeValue = (entry: Value) => {
  switch (entry.type) {
    case "u32":
      return Buffer.concat([u32(typeNumber.u32), u32(entry.value)]);
    case "f32":
      return Buffer.concat([u32(typeNumber.f32), f32(entry.value)]);
    case "bool":
      return Buffer.concat([u32(typeNumber.bool), Buffer.of(entry.value ? 1 : 0)]);
    case "string":
      return Buffer.concat([u32(typeNumber.string), text(entry.value)]);
    case "strings":
      return list(typeNumber.string, entry.value.map(text));
    case "i32s":
      return list(typeNumber.i32, entry.value.map(i32));
    case "f32s":
      return list(typeNumber.f32, entry.value.map(f32));
  }
};

export interface Tensor {
  readonly name: string;
  /** Fastest dimension first. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** All tensors are stored as 32-bit floats. */
export const writeGguf = (metadata: Readonly<Record<string, Value>>, tensors: readonly Tensor[]): Buffer => {
  const entries = Object.entries(metadata);
  const parts: Buffer[] = [Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(entries.length)];
  for (const [key, value] of entries) parts.push(text(key), encodeValue(value));
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    parts.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    offset += Math.ceil(data.byteLength / alignment) * alignment;
  }
  const head = Buffer.concat(parts);
  const padded = (bytes: Uint8Array) =>
    Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
  return Buffer.concat([padded(head), ...tensors.map(({ data }) => padded(new Uint8Array(data.buffer)))]);
};

/** GPT-2's letters for the 256 bytes. */
const byteLetters = (): string[] => {
  let spare = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
    return String.fromCodePoint(printable ? byte : spare++);
  });
};

const controls = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

const randomTensors = (seed: number) => {
  const generator = xoroshiro128plus(seed);
  const uniform = () => generator.next() / 2 ** 31;
  return {
    /** Normally distributed enough: the sum of four uniform numbers. */
    matrix: (name: string, columns: number, rows: number, scale = 1 / Math.sqrt(columns)): Tensor => ({
      name,
      shape: [columns, rows],
      data: Float32Array.from(
        { length: columns * rows },
        () => (uniform() + uniform() + uniform() + uniform()) * 0.87 * scale,
      ),
    }),
    vector: (name: string, size: number, value: number): Tensor => ({
      name,
      shape: [size],
      data: new Float32Array(size).fill(value),
    }),
  };
};

/** A decoder of Qwen 3's shape: 2 layers, width 64, a vocabulary of bytes and three control tokens. */
export const tinyDecoder = (seed = 1): Buffer => {
  const width = 64;
  const ffn = 128;
  const headWidth = 16;
  const heads = 4;
  const kvHeads = 2;
  const tokens = [...byteLetters(), ...controls];
  while (tokens.length % 32 !== 0) tokens.push(`<unused${tokens.length}>`);
  const { matrix, vector } = randomTensors(seed);
  const layer = (index: number): Tensor[] => {
    const name = (part: string) => `blk.${index}.${part}.weight`;
    return [
      vector(name("attn_norm"), width, 1),
      matrix(name("attn_q"), width, heads * headWidth),
      matrix(name("attn_k"), width, kvHeads * headWidth),
      matrix(name("attn_v"), width, kvHeads * headWidth),
      vector(name("attn_q_norm"), headWidth, 1),
      vector(name("attn_k_norm"), headWidth, 1),
      matrix(name("attn_output"), heads * headWidth, width),
      vector(name("ffn_norm"), width, 1),
      matrix(name("ffn_gate"), width, ffn),
      matrix(name("ffn_up"), width, ffn),
      matrix(name("ffn_down"), ffn, width),
    ];
  };
  const key = (name: string) => `qwen3.${name}`;
  return writeGguf(
    {
      "general.architecture": { type: "string", value: "qwen3" },
      [key("block_count")]: { type: "u32", value: 2 },
      [key("context_length")]: { type: "u32", value: 512 },
      [key("embedding_length")]: { type: "u32", value: width },
      [key("feed_forward_length")]: { type: "u32", value: ffn },
      [key("attention.head_count")]: { type: "u32", value: heads },
      [key("attention.head_count_kv")]: { type: "u32", value: kvHeads },
      [key("attention.key_length")]: { type: "u32", value: headWidth },
      [key("attention.value_length")]: { type: "u32", value: headWidth },
      [key("attention.layer_norm_rms_epsilon")]: { type: "f32", value: 1e-6 },
      [key("rope.freq_base")]: { type: "f32", value: 10_000 },
      "tokenizer.ggml.model": { type: "string", value: "gpt2" },
      "tokenizer.ggml.pre": { type: "string", value: "qwen2" },
      "tokenizer.ggml.tokens": { type: "strings", value: tokens },
      "tokenizer.ggml.token_type": {
        type: "i32s",
        value: tokens.map((_, index) => (index < 256 ? 1 : index < 256 + controls.length ? 3 : 5)),
      },
      "tokenizer.ggml.merges": { type: "strings", value: [] },
      "tokenizer.ggml.eos_token_id": { type: "u32", value: 258 },
    },
    [
      matrix("token_embd.weight", width, tokens.length, 0.5),
      ...layer(0),
      ...layer(1),
      vector("output_norm.weight", width, 1),
      matrix("output.weight", width, tokens.length, 0.2),
    ],
  );
};

/** An encoder of BERT's shape with a unigram vocabulary of single letters. */
export const tinyEncoder = (seed = 2): Buffer => {
  const width = 32;
  const ffn = 64;
  const pieces = ["<s>", "<pad>", "</s>", "<unk>", "▁", ..."abcdefghijklmnopqrstuvwxyz0123456789工单产线"];
  while (pieces.length % 32 !== 0) pieces.push(`<unused${pieces.length}>`);
  const { matrix, vector } = randomTensors(seed);
  const dense = (name: string, columns: number, rows: number) => [
    matrix(`${name}.weight`, columns, rows),
    vector(`${name}.bias`, rows, 0.01),
  ];
  const norm = (name: string) => [vector(`${name}.weight`, width, 1), vector(`${name}.bias`, width, 0)];
  return writeGguf(
    {
      "general.architecture": { type: "string", value: "bert" },
      "bert.block_count": { type: "u32", value: 1 },
      "bert.context_length": { type: "u32", value: 64 },
      "bert.embedding_length": { type: "u32", value: width },
      "bert.feed_forward_length": { type: "u32", value: ffn },
      "bert.attention.head_count": { type: "u32", value: 2 },
      "bert.attention.layer_norm_epsilon": { type: "f32", value: 1e-12 },
      "tokenizer.ggml.model": { type: "string", value: "t5" },
      "tokenizer.ggml.tokens": { type: "strings", value: pieces },
      "tokenizer.ggml.scores": { type: "f32s", value: pieces.map((_, index) => -1 - index / 100) },
      "tokenizer.ggml.token_type": {
        type: "i32s",
        value: pieces.map((piece, index) =>
          index === 3 ? 2 : index < 4 ? 3 : piece.startsWith("<") ? 5 : 1,
        ),
      },
      "tokenizer.ggml.bos_token_id": { type: "u32", value: 0 },
      "tokenizer.ggml.eos_token_id": { type: "u32", value: 2 },
      "tokenizer.ggml.unknown_token_id": { type: "u32", value: 3 },
      "tokenizer.ggml.add_bos_token": { type: "bool", value: true },
      "tokenizer.ggml.add_eos_token": { type: "bool", value: true },
    },
    [
      matrix("token_embd.weight", width, pieces.length, 0.5),
      matrix("position_embd.weight", width, 64, 0.1),
      matrix("token_types.weight", width, 2, 0.1),
      ...norm("token_embd_norm"),
      ...dense("blk.0.attn_q", width, width),
      ...dense("blk.0.attn_k", width, width),
      ...dense("blk.0.attn_v", width, width),
      ...dense("blk.0.attn_output", width, width),
      ...norm("blk.0.attn_output_norm"),
      ...dense("blk.0.ffn_up", width, ffn),
      ...dense("blk.0.ffn_down", ffn, width),
      ...norm("blk.0.layer_output_norm"),
    ],
  );
};
