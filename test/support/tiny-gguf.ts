import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { type Metadata, paddingAfter } from "../../native/convert/gguf-format.ts";
import { ggufHead } from "../../native/convert/gguf-write.ts";
import { randomDecoder } from "../../native/model/random-decoder.ts";

/** Writes small GGUF v3 files with random weights, so that engine and server are tested without a real model. */

interface Tensor {
  readonly name: string;
  /** Fastest dimension first. */
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** All tensors are stored as 32-bit floats. */
const writeGguf = (metadata: Metadata, tensors: readonly Tensor[]): Buffer => {
  const head = ggufHead(
    metadata,
    tensors.map(({ name, shape, data }) => ({ name, shape, type: 0, bytes: data.byteLength })),
  );
  const data = tensors.flatMap(({ data: { buffer, byteLength } }) => [
    Buffer.from(buffer as ArrayBuffer),
    Buffer.alloc(paddingAfter(byteLength)),
  ]);
  return Buffer.concat([head, ...data]);
};

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
export const tinyDecoder = (seed = 1): Buffer =>
  randomDecoder({
    architecture: "qwen3",
    layers: 2,
    width: 64,
    heads: 4,
    kvHeads: 2,
    headWidth: 16,
    ffn: 128,
    seed,
    ownHead: true,
  });

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
