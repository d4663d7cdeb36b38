import type { Metadata, Value } from "./gguf-format.ts";

/** A vocabulary on its way into a GGUF file (ggml-org/ggml docs/gguf.md, "Tokenizer"). */

/** tokenizer.ggml.token_type */
export const tokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface TokenTable {
  /** How text is cut: byte-level BPE, SentencePiece BPE, SentencePiece unigram, WordPiece. */
  readonly model: "gpt2" | "llama" | "t5" | "bert";
  /** Rules for cutting text into words before byte-level BPE. */
  readonly pre: string;
  readonly tokens: string[];
  readonly types: number[];
  readonly scores?: number[];
  readonly merges?: readonly string[];
  /** Compiled normaliser of SentencePiece. */
  readonly charsmap?: Uint8Array;
  readonly addSpacePrefix?: boolean;
  readonly removeExtraSpaces?: boolean;
  /** WordPiece: capital letters are made small and accents dropped. */
  readonly lowercase?: boolean;
}

/** Ids of tokens with a role, and what is put around a text. */
export interface SpecialTokens {
  readonly bos?: number;
  readonly eos?: number;
  /** Ends a turn; a chat model has it beside the end of everything. */
  readonly eot?: number;
  readonly unknown?: number;
  readonly padding?: number;
  readonly separator?: number;
  readonly mask?: number;
  readonly addBos: boolean;
  readonly addEos: boolean;
}

/** As many tokens as the embedding has rows: missing ones are unused, what is beyond has no row to stand for it. */
const fitted = (table: TokenTable, rows: number): TokenTable => {
  const missing = Math.max(0, rows - table.tokens.length);
  const fill = <T>(list: readonly T[], make: (id: number) => T): T[] => [
    ...list.slice(0, rows),
    ...Array.from({ length: missing }, (_, index) => make(list.length + index)),
  ];
  return {
    ...table,
    tokens: fill(table.tokens, (id) => `[PAD${id}]`),
    types: fill(table.types, () => tokenType.unused),
    ...(table.scores ? { scores: fill(table.scores, () => -1e4) } : {}),
  };
};

/** @param rows of the embedding */
export const tokenMetadata = (given: TokenTable, special: SpecialTokens, rows: number): Metadata => {
  const table = fitted(given, rows);
  const key = (name: string) => `tokenizer.ggml.${name}`;
  const flag = (name: string, value: boolean | undefined): Metadata =>
    value === undefined ? {} : { [key(name)]: { type: "bool", value } };
  const id = (name: string, value: number | undefined): Metadata =>
    value === undefined || value >= rows ? {} : { [key(`${name}_token_id`)]: { type: "u32", value } };
  const optional = (name: string, value: Value | undefined): Metadata =>
    value === undefined ? {} : { [key(name)]: value };
  return {
    [key("model")]: { type: "string", value: table.model },
    [key("pre")]: { type: "string", value: table.pre },
    [key("tokens")]: { type: "strings", value: table.tokens },
    ...optional("scores", table.scores && { type: "f32s", value: table.scores }),
    [key("token_type")]: { type: "i32s", value: table.types },
    ...optional("merges", table.merges && { type: "strings", value: table.merges }),
    ...optional("precompiled_charsmap", table.charsmap && { type: "u8s", value: [...table.charsmap] }),
    ...id("bos", special.bos),
    ...id("eos", special.eos),
    ...id("eot", special.eot),
    ...id("unknown", special.unknown),
    ...id("padding", special.padding),
    // So spelt in the format.
    ...id("seperator", special.separator),
    ...id("mask", special.mask),
    ...flag("add_bos_token", special.addBos),
    ...flag("add_eos_token", special.addEos),
    ...flag("add_space_prefix", table.addSpacePrefix),
    ...flag("remove_extra_whitespaces", table.removeExtraSpaces),
    ...flag("lowercase", table.lowercase),
  };
};
