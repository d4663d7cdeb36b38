import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import protobuf from "protobufjs/minimal.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { text } from "../index.ts";
import type { Metadata } from "./gguf-format.ts";
import { ggufHead } from "./gguf-write.ts";
import { tokenizerMetadata } from "./hf-tokenizer.ts";
import { tokenType } from "./token-table.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-tokenizer-"));
});
afterAll(() => rm(folder, { recursive: true }));

const { control, unknown, userDefined, byte, normal } = tokenType;
const turns = ["<start_of_turn>", "<end_of_turn>"];
const pieces: readonly (readonly [string, number])[] = [
  ["<pad>", control],
  ["<eos>", control],
  ["<bos>", control],
  ["<unk>", unknown],
  ...turns.map((name) => [name, userDefined] as const),
  ["<table>", userDefined],
  ...Array.from(
    { length: 256 },
    (_, value) => [`<0x${value.toString(16).padStart(2, "0").toUpperCase()}>`, byte] as const,
  ),
  ...[..."\u2581abcdefghijklmnopqrstuvwxyz<>_\n"].map((letter) => [letter, normal] as const),
];

/** SentencePiece's own file, as Gemma's: what marks a turn is a user's word in it. */
const sentencePiece = (): Uint8Array => {
  const writer = protobuf.Writer.create();
  for (const [piece, type] of pieces)
    writer.uint32(10).fork().uint32(10).string(piece).uint32(21).float(-1).uint32(24).int32(type).ldelim();
  return writer.uint32(18).fork().uint32(24).int32(2).ldelim().finish();
};

const tokenizerOf = async (name: string, metadata: Metadata) => {
  const path = join(folder, name);
  await writeFile(
    path,
    ggufHead({ "general.architecture": { type: "string", value: "gemma3" }, ...metadata }, []),
  );
  return new text.Tokenizer(path);
};

test("what the list of added tokens calls special is a control token, whatever tokenizer.model says", async () => {
  await writeFile(join(folder, "tokenizer.model"), sentencePiece());
  const added = pieces.slice(0, 7).map(([content], id) => [id, { content, special: content !== "<table>" }]);
  const settings = {
    added_tokens_decoder: Object.fromEntries(added),
    bos_token: "<bos>",
    eos_token: "<eos>",
  };
  await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(settings));
  const metadata = tokenizerMetadata(folder);
  expect(metadata["tokenizer.ggml.token_type"]!.value).toEqual(
    pieces.map(([piece, type]) => (turns.includes(piece) ? control : type)),
  );
  const tokenizer = await tokenizerOf("converted.gguf", metadata);
  const tokens = [...tokenizer.encode("hi<end_of_turn>\n<start_of_turn>model", false, false)];
  expect(tokens.filter((token) => tokenizer.isControl(token))).toEqual([]);
  expect(tokens.length).toBeGreaterThan(20);
});

test("marks of turns are control tokens, also where a file calls them a user's words", async () => {
  const types = pieces.map(([, type]) => type);
  const tokenizer = await tokenizerOf("foreign.gguf", {
    "tokenizer.ggml.model": { type: "string", value: "llama" },
    "tokenizer.ggml.tokens": { type: "strings", value: pieces.map(([piece]) => piece) },
    "tokenizer.ggml.scores": { type: "f32s", value: pieces.map(() => -1) },
    "tokenizer.ggml.token_type": { type: "i32s", value: types },
  });
  expect(pieces.flatMap((_, token) => (tokenizer.isControl(token) ? [token] : []))).toEqual([
    0, 1, 2, 3, 4, 5,
  ]);
  expect([...tokenizer.encode("<start_of_turn>", false, true)]).toEqual([4]);
  expect(tokenizer.encode("<start_of_turn>", false, false).length).toBeGreaterThan(5);
  expect(tokenizer.isEnd(5)).toBe(true);
});
