import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Metadata } from "./gguf-format.ts";
import { flatParts, type Part, type TokenizerFile, tokenizerSchema } from "./hf-tokenizer-json.ts";
import { tokenTable } from "./hf-tokenizer-kinds.ts";
import { readOptionalJson } from "./json.ts";
import { readSentencePiece } from "./sentencepiece.ts";
import { type SpecialTokens, type TokenTable, tokenMetadata, tokenType } from "./token-table.ts";

/** The tokenizer of a Hugging Face folder as GGUF metadata. */

const named = z
  .union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)])
  .nullish();
const settingsSchema = z.looseObject({
  bos_token: named,
  eos_token: named,
  unk_token: named,
  pad_token: named,
  sep_token: named,
  cls_token: named,
  mask_token: named,
  add_bos_token: z.boolean().nullish(),
  add_eos_token: z.boolean().nullish(),
  chat_template: z
    .union([z.string(), z.array(z.object({ name: z.string(), template: z.string() }))])
    .nullish(),
  added_tokens_decoder: z
    .record(z.string(), z.looseObject({ content: z.string(), special: z.boolean().default(true) }))
    .nullish(),
});
type Settings = z.infer<typeof settingsSchema>;
const idsSchema = z.looseObject({ eos_token_id: z.union([z.int(), z.array(z.int())]).nullish() });

/** What is put before and after a text, by the post-processor. */
const around = (file: TokenizerFile | undefined): { before?: string; after?: string } | undefined => {
  for (const part of flatParts(file?.post_processor)) {
    if (part.type === "BertProcessing" || part.type === "RobertaProcessing") {
      const text = (field: string) => (part[field] as [string, number] | undefined)?.[0];
      return { ...optional("before", text("cls")), ...optional("after", text("sep")) };
    }
    if (part.type === "TemplateProcessing") return aroundTemplate(part);
  }
  return undefined;
};
const optional = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: V };
const aroundTemplate = (part: Part) => {
  const items = part["single"] as readonly { SpecialToken?: { id: string }; Sequence?: object }[];
  const text = items.findIndex(({ Sequence }) => Sequence !== undefined);
  return {
    ...optional("before", items.slice(0, text).at(-1)?.SpecialToken?.id),
    ...optional("after", items.slice(text + 1)[0]?.SpecialToken?.id),
  };
};

/** Tokens that end a turn in chat formats; one of them beside the end of everything. */
const turnEnds = ["<|eot_id|>", "<|im_end|>", "<end_of_turn>", "<|end|>"];

const specialTokens = (
  folder: string,
  table: TokenTable,
  file: TokenizerFile | undefined,
  settings: Settings,
): SpecialTokens => {
  const ids = new Map(table.tokens.map((text, id) => [text, id]));
  const idOf = (text: string | null | undefined) => (text == null ? undefined : ids.get(text));
  const put = around(file);
  const generation = readOptionalJson(join(folder, "generation_config.json"), idsSchema)?.eos_token_id;
  const ends = generation == null ? [] : [generation].flat();
  const bos = idOf(settings.bos_token) ?? idOf(settings.cls_token) ?? idOf(put?.before);
  const eos = idOf(settings.eos_token) ?? ends[0] ?? idOf(settings.sep_token) ?? idOf(put?.after);
  const eot = turnEnds.map(idOf).find((id) => id !== undefined) ?? ends.find((id) => id !== eos);
  const marked = table.types.indexOf(tokenType.unknown);
  const unknown = file && "unk_token" in file.model ? file.model.unk_token : undefined;
  return {
    ...optional("bos", bos),
    ...optional("eos", eos),
    ...optional("eot", eot),
    ...optional("unknown", idOf(settings.unk_token) ?? idOf(unknown) ?? (marked < 0 ? undefined : marked)),
    ...optional("padding", idOf(settings.pad_token)),
    ...optional("separator", idOf(settings.sep_token)),
    ...optional("mask", idOf(settings.mask_token)),
    addBos: put ? put.before !== undefined : (settings.add_bos_token ?? table.model === "llama"),
    addEos: put ? put.after !== undefined : (settings.add_eos_token ?? false),
  };
};

const chatTemplates = (folder: string, settings: Settings): Metadata => {
  const file = join(folder, "chat_template.jinja");
  const given = existsSync(file) ? readFileSync(file, "utf8") : settings.chat_template;
  if (!given) return {};
  if (typeof given === "string") return { "tokenizer.chat_template": { type: "string", value: given } };
  const others = given.filter(({ name }) => name !== "default");
  return {
    ...Object.fromEntries(
      given.map(({ name, template }) => [
        name === "default" ? "tokenizer.chat_template" : `tokenizer.chat_template.${name}`,
        { type: "string", value: template } as const,
      ]),
    ),
    ...(others.length > 0
      ? { "tokenizer.chat_templates": { type: "strings", value: others.map(({ name }) => name) } as const }
      : {}),
  };
};

/** tokenizer.model knows exact scores; what was added later is only in the JSON files. */
const withAdded = (table: TokenTable, added: TokenizerFile["added_tokens"]): TokenTable => {
  const tokens = [...table.tokens];
  const types = [...table.types];
  const scores = [...(table.scores ?? [])];
  for (const { id, content, special } of added) {
    const type = tokens[id] === content ? types[id] : undefined;
    // Gemma's tokenizer.model has the marks of turns as words of the user's: only the list says what they are.
    const settled =
      type !== undefined && type !== tokenType.normal && !(special && type === tokenType.userDefined);
    if (settled) continue;
    while (tokens.length < id) {
      types.push(tokenType.unused);
      scores.push(0);
      tokens.push(`[PAD${tokens.length}]`);
    }
    tokens[id] = content;
    types[id] = special ? tokenType.control : tokenType.userDefined;
    scores[id] ??= 0;
  }
  return { ...table, tokens, types, scores };
};

const readTable = (folder: string, file: TokenizerFile | undefined, settings: Settings): TokenTable => {
  const path = join(folder, "tokenizer.model");
  // Unigram models number their pieces anew in tokenizer.json.
  if (!existsSync(path) || file?.model.type === "Unigram") {
    if (!file) throw new Error(`${folder} has neither tokenizer.json nor tokenizer.model`);
    return tokenTable(file);
  }
  const listed = Object.entries(settings.added_tokens_decoder ?? {}).map(([id, token]) => ({
    ...token,
    id: Number(id),
  }));
  return withAdded(readSentencePiece(path), file?.added_tokens ?? listed);
};

/**
 * @param rows of the embedding: the vocabulary is filled up or cut to them; absent: it stays as it is
 * @throws Error naming the file and what in it is missing, unsound or not supported
 */
export const tokenizerMetadata = (folder: string, rows?: number): Metadata => {
  const file = readOptionalJson(join(folder, "tokenizer.json"), tokenizerSchema);
  const settings =
    readOptionalJson(join(folder, "tokenizer_config.json"), settingsSchema) ?? settingsSchema.parse({});
  const table = readTable(folder, file, settings);
  return {
    ...tokenMetadata(table, specialTokens(folder, table, file, settings), rows ?? table.tokens.length),
    ...chatTemplates(folder, settings),
  };
};
