import {
  type BpeModel,
  flatParts,
  type TokenizerFile,
  type UnigramModel,
  type WordPieceModel,
} from "./hf-tokenizer-json.ts";
import { type TokenTable, tokenType } from "./token-table.ts";

/** The four kinds of tokenizer.json that have a counterpart in GGUF. */

/** How far a tokenizer may number its tokens; llama.cpp and the engine read no more. */
const mostTokens = 4_000_000;

/** Tokens by id; holes are unused. Added tokens take the type that they are given. */
const table = (
  pairs: Iterable<readonly [text: string, id: number, type: number]>,
  added: TokenizerFile["added_tokens"],
) => {
  const tokens: string[] = [];
  const types: number[] = [];
  const put = (text: string, id: number, type: number) => {
    if (id >= mostTokens) throw new Error(`the token "${text}" has the number ${id}`);
    tokens[id] = text;
    types[id] = type;
  };
  for (const [text, id, type] of pairs) put(text, id, type);
  for (const { id, content, special } of added)
    put(content, id, special ? tokenType.control : tokenType.userDefined);
  for (let id = 0; id < tokens.length; id += 1)
    if (tokens[id] === undefined) put(`[PAD${id}]`, id, tokenType.unused);
  return { tokens, types };
};

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
const upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
const spaces = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const words = (digits: string) =>
  `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*${spaces}`;
const cased = (ending: string, digits: string) =>
  `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+${ending}|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*${ending}|${digits}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*${spaces}`;

/** Names that GGUF has for the ways of cutting text into words. "+" says that GPT-2's own expression follows. */
const preTokenizers: Readonly<Record<string, string>> = {
  "+": "gpt-2",
  "digits+": "smollm",
  [words("\\p{N}{1,3}")]: "llama-bpe",
  [words("\\p{N}")]: "qwen2",
  [cased("", "\\p{N}")]: "tekken",
  [cased(`${contractions}?`, "\\p{N}{1,3}")]: "gpt-4o",
};

const preTokenizerName = (file: TokenizerFile): string => {
  const rules = flatParts(file.pre_tokenizer)
    .map((rule) => {
      if (rule.type === "Split") return rule.pattern?.Regex ?? rule.pattern?.String ?? "?";
      if (rule.type === "Digits") return rule["individual_digits"] === true ? "digits" : "?";
      if (rule.type !== "ByteLevel" || rule["add_prefix_space"] === true) return "?";
      return rule["use_regex"] === false ? "" : "+";
    })
    .join("");
  const name = preTokenizers[rules];
  if (!name)
    throw new Error(
      `tokenizer.json cuts text into words in a way that is not known: ${rules}. Known are those of ${Object.values(preTokenizers).join(", ")}.`,
    );
  const normalisers = flatParts(file.normalizer).map(({ type }) => type);
  if (normalisers.some((type) => type !== "NFC") || normalisers.length > 0 !== (name === "qwen2"))
    throw new Error(
      `tokenizer.json normalises text (${normalisers.join(", ") || "not at all"}) as "${name}" models do not`,
    );
  return name;
};

const bytes = (file: TokenizerFile, { vocab, merges }: BpeModel): TokenTable => ({
  model: "gpt2",
  pre: preTokenizerName(file),
  ...table(
    Object.entries(vocab).map(([text, id]) => [text, id, tokenType.normal] as const),
    file.added_tokens,
  ),
  merges: merges.map((merge) => (typeof merge === "string" ? merge : merge.join(" "))),
});

const byteText = /^<0x[0-9A-F]{2}>$/i;
const addsPrefix = (file: TokenizerFile): boolean =>
  flatParts(file.normalizer).some(({ type }) => type === "Prepend") ||
  flatParts(file.pre_tokenizer).some(
    (rule) =>
      rule.type === "Metaspace" &&
      (rule["prepend_scheme"] === undefined
        ? rule["add_prefix_space"] !== false
        : rule["prepend_scheme"] !== "never"),
  );

/**
 * SentencePiece merges what gives the piece of the highest score; tokenizer.json lists merges in that order, so a piece's
 * score is the place of its first merge.
 */
const pieces = (file: TokenizerFile, { vocab, merges, unk_token: unknown }: BpeModel): TokenTable => {
  const kind = (text: string) =>
    text === unknown ? tokenType.unknown : byteText.test(text) ? tokenType.byte : tokenType.normal;
  const found = table(
    Object.entries(vocab).map(([text, id]) => [text, id, kind(text)] as const),
    file.added_tokens.filter(({ content }) => content !== unknown),
  );
  const rank = new Map<string, number>();
  for (const [place, merge] of merges.entries()) {
    const joined = typeof merge === "string" ? merge.replace(" ", "") : merge.join("");
    if (!rank.has(joined)) rank.set(joined, place);
  }
  return {
    model: "llama",
    pre: "default",
    ...found,
    scores: found.tokens.map((text, id) =>
      found.types[id] === tokenType.normal || found.types[id] === tokenType.userDefined
        ? -(rank.get(text) ?? merges.length)
        : 0,
    ),
    addSpacePrefix: addsPrefix(file),
  };
};

const unigram = (file: TokenizerFile, { vocab, unk_id: unknown }: UnigramModel): TokenTable => {
  const normalisers = flatParts(file.normalizer);
  const strange = normalisers.find(
    ({ type }) => !["Precompiled", "Replace", "Strip", "Prepend"].includes(type),
  );
  if (strange)
    throw new Error(`tokenizer.json has the normaliser ${strange.type}, which is not supported here`);
  const charsmap = normalisers.find(({ type }) => type === "Precompiled")?.["precompiled_charsmap"];
  const found = table(
    vocab.map(([text], id) => [text, id, id === unknown ? tokenType.unknown : tokenType.normal] as const),
    file.added_tokens.filter(({ id }) => id !== unknown),
  );
  return {
    model: "t5",
    pre: "default",
    ...found,
    scores: found.tokens.map((_, id) => vocab[id]?.[1] ?? 0),
    ...(typeof charsmap === "string" ? { charsmap: Buffer.from(charsmap, "base64") } : {}),
    addSpacePrefix: addsPrefix(file),
    removeExtraSpaces:
      normalisers.some(({ type }) => type === "Replace" || type === "Strip") ||
      flatParts(file.pre_tokenizer).some(({ type }) => type === "WhitespaceSplit"),
  };
};

const wordPiece = (file: TokenizerFile, { vocab, unk_token: unknown }: WordPieceModel): TokenTable => {
  const normaliser = flatParts(file.normalizer).find(({ type }) => type === "BertNormalizer");
  if (!normaliser || !flatParts(file.pre_tokenizer).some(({ type }) => type === "BertPreTokenizer"))
    throw new Error("tokenizer.json has WordPiece without BERT's own rules, which is not supported");
  const lowercase = normaliser["lowercase"] !== false;
  if (
    normaliser["handle_chinese_chars"] === false ||
    (normaliser["strip_accents"] ?? lowercase) !== lowercase
  )
    throw new Error("tokenizer.json has other settings of BertNormalizer than are supported");
  const special = new Set(file.added_tokens.map(({ content }) => content));
  // GGUF marks what begins a word; BERT marks what goes on.
  const marked = (text: string) => (text.startsWith("##") ? text.slice(2) : `\u2581${text}`);
  return {
    model: "bert",
    pre: "default",
    ...table(
      Object.entries(vocab).map(([text, id]) =>
        special.has(text)
          ? ([text, id, tokenType.control] as const)
          : ([marked(text), id, tokenType.normal] as const),
      ),
      file.added_tokens.map((token) => ({ ...token, special: token.special || token.content === unknown })),
    ),
    lowercase,
  };
};

/** @throws Error when the kind, or a rule in it, is not supported */
export const tokenTable = (file: TokenizerFile): TokenTable => {
  switch (file.model.type) {
    case "Unigram":
      return unigram(file, file.model);
    case "WordPiece":
      return wordPiece(file, file.model);
    case "BPE":
      return file.model.byte_fallback ? pieces(file, file.model) : bytes(file, file.model);
  }
};
