import { readFileSync } from "node:fs";
import protobuf from "protobufjs/minimal.js";
import { type TokenTable, tokenType } from "./token-table.ts";

/**
 * SentencePiece's own model file (tokenizer.model): a protocol buffer whose field 1 is a piece, 2 the trainer's settings and
 * 3 the normaliser's. Format: google/sentencepiece src/sentencepiece_model.proto.
 */

type Visit = (field: number, reader: protobuf.Reader) => boolean;

/** Walks a message; fields that the visitor does not take are skipped. */
const readMessage = (bytes: Uint8Array, visit: Visit): void => {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (!visit(tag >>> 3, reader)) reader.skipType(tag & 7);
  }
};

export interface SentencePieceFile extends TokenTable {
  readonly model: "llama" | "t5";
  readonly scores: number[];
  readonly ids: Readonly<Record<"unknown" | "bos" | "eos" | "padding", number>>;
}

const modelTypes: Readonly<Record<number, SentencePieceFile["model"]>> = { 1: "t5", 2: "llama" };
const largestFile = 1 << 28;

/** @throws Error naming the file when it is unsound or of a kind that is not supported (word, char) */
export const readSentencePiece = (path: string): SentencePieceFile => {
  const bytes = readFileSync(path);
  if (bytes.length > largestFile)
    throw new Error(`${path} is no SentencePiece model: it has ${bytes.length} bytes`);
  const tokens: string[] = [];
  const scores: number[] = [];
  const types: number[] = [];
  const ids = { unknown: 0, bos: 1, eos: 2, padding: -1 };
  let modelType = 1;
  let charsmap = new Uint8Array();
  let addSpacePrefix = true;
  let removeExtraSpaces = true;
  const piece: Visit = (field, reader) => {
    if (field === 1) tokens[tokens.length - 1] = reader.string();
    else if (field === 2) scores[scores.length - 1] = reader.float();
    else if (field === 3) types[types.length - 1] = reader.int32();
    else return false;
    return true;
  };
  const idFields = new Map([
    [40, "unknown"],
    [41, "bos"],
    [42, "eos"],
    [43, "padding"],
  ] as const);
  const trainer: Visit = (field, reader) => {
    const id = idFields.get(field as 40);
    if (id) ids[id] = reader.int32();
    else if (field === 3) modelType = reader.int32();
    else return false;
    return true;
  };
  const normaliser: Visit = (field, reader) => {
    if (field === 2) charsmap = Uint8Array.from(reader.bytes());
    else if (field === 3) addSpacePrefix = reader.bool();
    else if (field === 4) removeExtraSpaces = reader.bool();
    else return false;
    return true;
  };
  try {
    readMessage(bytes, (field, reader) => {
      if (field === 1) {
        tokens.push("");
        scores.push(0);
        types.push(tokenType.normal);
        readMessage(reader.bytes(), piece);
      } else if (field === 2) readMessage(reader.bytes(), trainer);
      else if (field === 3) readMessage(reader.bytes(), normaliser);
      else return false;
      return true;
    });
  } catch (error) {
    throw new Error(`${path} is no sound SentencePiece model: ${(error as Error).message}`);
  }
  const model = modelTypes[modelType];
  if (!model || tokens.length === 0)
    throw new Error(`${path} is no SentencePiece model of the kind BPE or unigram`);
  return {
    model,
    pre: "default",
    tokens,
    scores,
    types: types.map((type) => (type >= 1 && type <= 6 ? type : tokenType.normal)),
    ids,
    ...(charsmap.length > 0 ? { charsmap } : {}),
    addSpacePrefix,
    ...(model === "t5" ? { removeExtraSpaces } : {}),
  };
};
