import { z } from "zod";

/** What is read of a tokenizer.json (Hugging Face tokenizers). Its parts nest freely, so they are read as loose objects. */

const part: z.ZodType<Part> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    pattern: z.object({ Regex: z.string().optional(), String: z.string().optional() }).optional(),
    normalizers: z.array(part).optional(),
    pretokenizers: z.array(part).optional(),
    processors: z.array(part).optional(),
  }),
);
export interface Part {
  readonly type: string;
  readonly pattern?:
    | { readonly Regex?: string | undefined; readonly String?: string | undefined }
    | undefined;
  readonly normalizers?: readonly Part[] | undefined;
  readonly pretokenizers?: readonly Part[] | undefined;
  readonly processors?: readonly Part[] | undefined;
  readonly [field: string]: unknown;
}

const id = z.int().nonnegative();
const vocabulary = z.record(z.string(), id);

const bpe = z.object({
  type: z.literal("BPE"),
  vocab: vocabulary,
  merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  unk_token: z.string().nullish(),
  byte_fallback: z.boolean().default(false),
});
const unigram = z.object({
  type: z.literal("Unigram"),
  vocab: z.array(z.tuple([z.string(), z.number()])),
  unk_id: id.nullish(),
});
const wordPiece = z.object({ type: z.literal("WordPiece"), vocab: vocabulary, unk_token: z.string() });

export const tokenizerSchema = z.object({
  added_tokens: z
    .array(z.object({ id, content: z.string(), special: z.boolean().default(true) }))
    .default([]),
  normalizer: part.nullish(),
  pre_tokenizer: part.nullish(),
  post_processor: part.nullish(),
  model: z.discriminatedUnion("type", [bpe, unigram, wordPiece]),
});
export type TokenizerFile = z.infer<typeof tokenizerSchema>;
export type BpeModel = z.infer<typeof bpe>;
export type UnigramModel = z.infer<typeof unigram>;
export type WordPieceModel = z.infer<typeof wordPiece>;

/** A part and those inside it, in order, sequences opened. */
export const flatParts = (given: Part | null | undefined): readonly Part[] => {
  if (!given) return [];
  const inner = given.normalizers ?? given.pretokenizers ?? given.processors;
  return inner ? inner.flatMap(flatParts) : [given];
};
