import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metadata } from "../convert/gguf-format.ts";
import { ggufHead } from "../convert/gguf-write.ts";
import { tokenizerMetadata } from "../convert/hf-tokenizer.ts";
import { text } from "../index.ts";

/** Small vocabularies for tests, each with what its reference makes of mixed text; see fixtures/make.py and make_json.py. */

const folder = join(import.meta.dirname, "fixtures");
type Cases = Readonly<Record<string, readonly [text: string, tokens: number[]][]>>;
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Cases;

/** SentencePiece's own, as GGUF. The reference puts nothing around a text. */
export const sentencePieceCases = read("cases.json");
/** In the forms in which Hugging Face publishes them, converted here. The reference puts its own tokens around a text. */
export const publishedCases = read("json-cases.json");

/** A vocabulary in its GGUF form. */
export const tokenizerFrom = (metadata: Metadata) => {
  const place = mkdtempSync(join(tmpdir(), "millwright-tokenizer-"));
  const path = join(place, "tokenizer.gguf");
  writeFileSync(path, ggufHead(metadata, []));
  const tokenizer = new text.Tokenizer(path);
  rmSync(place, { recursive: true });
  return tokenizer;
};

/** What the converter makes of one of the published forms. */
export const publishedMetadata = (name: string): Metadata => tokenizerMetadata(join(folder, name));

export const fixtureTokenizer = (name: string) => {
  const ready = join(folder, `${name}.gguf`);
  return existsSync(ready) ? new text.Tokenizer(ready) : tokenizerFrom(publishedMetadata(name));
};
