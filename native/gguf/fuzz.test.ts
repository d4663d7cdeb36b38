import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { tinyDecoder, tinyEncoder } from "../../test/support/tiny-gguf.ts";
import { openModel } from "../convert/convert.ts";
import { readFloats } from "../convert/tensor.ts";
import { loadEncoder, scoreText, text } from "../index.ts";
import { embedText } from "../model/embed-text.ts";
import { randomDecoder } from "../model/random-decoder.ts";
import { referenceModels } from "../model/reference-models.ts";

/** Damaged files are refused with a sentence; they never end the process. FC_RUNS=100000 tries for longer. */

const folder = mkdtempSync(join(tmpdir(), "millwright-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true }));
const hf = join(import.meta.dirname, "../convert/fixtures/hf");
const tokenizers = join(import.meta.dirname, "../tokenizer/fixtures");

interface Damage {
  /** Where, as a fraction of what is damaged. */
  readonly at: number;
  readonly bytes: readonly number[];
  readonly way: "set" | "insert" | "cut" | "end";
}
const byte = fc.integer({ min: 0, max: 255 });
const damages: fc.Arbitrary<Damage[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.oneof(
      fc.array(byte, { minLength: 1, maxLength: 8 }),
      // Lengths and counts that no file can hold.
      fc.constantFrom(
        [255, 255, 255, 255, 255, 255, 255, 255],
        [0, 0, 0, 0, 0, 0, 0, 128],
        [0, 0, 0, 0],
        [255, 255, 255, 127],
      ),
    ),
    way: fc.constantFrom("set" as const, "set" as const, "insert" as const, "cut" as const, "end" as const),
  }),
  { minLength: 1, maxLength: 3 },
);

/** @param reach bytes from the beginning that are worth damaging */
const damaged = (bytes: Buffer, reach: number, list: readonly Damage[]): Buffer => {
  let out = Buffer.from(bytes);
  for (const { at, bytes: change, way } of list) {
    const place = Math.floor(at * Math.min(reach, out.length));
    if (way === "set") Buffer.from(change).copy(out, place);
    else if (way === "insert")
      out = Buffer.concat([out.subarray(0, place), Buffer.from(change), out.subarray(place)]);
    else if (way === "cut")
      out = Buffer.concat([out.subarray(0, place), out.subarray(place + change.length)]);
    else out = out.subarray(0, place);
  }
  return out;
};

/** Runs it; an error must be one that was foreseen. */
const survives = async (use: () => unknown): Promise<void> => {
  try {
    await use();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).constructor.name, (error as Error).stack).not.toMatch(
      /^(TypeError|RangeError|ReferenceError)$/,
    );
    expect((error as Error).message.length).toBeGreaterThan(5);
  }
};

const sample = "工单 WO-1042 <|im_end|> <s>it's\t 12345 éü😀\n\n  x";
const readAll = (path: string): void => {
  const source = openModel(path);
  try {
    for (const tensor of source.tensors) readFloats(tensor, 0, 1);
  } finally {
    source.close();
  }
};
const tokenise = (path: string): void => {
  const tokenizer = new text.Tokenizer(path);
  for (const special of [true, false]) {
    const tokens = tokenizer.encode(sample, special, special);
    for (const token of tokens) expect(token).toBeLessThan(tokenizer.size);
    tokenizer.decode(tokens, special);
    tokenizer.stream(tokens);
  }
};
const run = (path: string) => scoreText(path, Int32Array.of(1, 2, 3), { threads: 1 });
const embed = async (path: string) => embedText(await loadEncoder(path, { threads: 1 }), sample);

const files: Readonly<Record<string, { bytes: Buffer; uses: readonly ((path: string) => unknown)[] }>> = {
  decoder: { bytes: tinyDecoder(), uses: [tokenise, run, readAll] },
  gemma: { bytes: randomDecoder(referenceModels["gemma3-window"]!), uses: [run] },
  quantised: { bytes: randomDecoder(referenceModels["qwen3-q4_k"]!), uses: [run, readAll] },
  encoder: { bytes: tinyEncoder(), uses: [tokenise, embed, readAll] },
  sentencepiece: { bytes: readFileSync(join(tokenizers, "sentencepiece-bpe.gguf")), uses: [tokenise] },
  unigram: { bytes: readFileSync(join(tokenizers, "sentencepiece-unigram.gguf")), uses: [tokenise] },
};

describe.each(Object.keys(files))("a damaged GGUF file (%s)", (name) => {
  const { bytes, uses } = files[name]!;
  test("is refused or read, whatever it holds", async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(damages, async (list) => {
        number += 1;
        // A new name each time: the last one may still be mapped.
        const path = join(folder, `${name}-${number}.gguf`);
        writeFileSync(path, damaged(bytes, 24_000, list));
        for (const use of uses) await survives(() => use(path));
        rmSync(path);
      }),
    );
  });
});

test("a damaged part of a split file is refused or read", async () => {
  const whole = randomDecoder(referenceModels["llama-plain"]!);
  await fc.assert(
    fc.asyncProperty(damages, async (list) => {
      const first = join(folder, "split-00001-of-00002.gguf");
      writeFileSync(first, whole);
      writeFileSync(join(folder, "split-00002-of-00002.gguf"), damaged(whole, 4_000, list));
      await survives(() => run(first));
      await survives(() => readAll(first));
    }),
    { numRuns: 20 },
  );
});

const damagedFolder = (source: string, name: string, list: readonly Damage[], reach: number): string => {
  const target = mkdtempSync(join(folder, "hf-"));
  cpSync(source, target, { recursive: true });
  writeFileSync(join(target, name), damaged(readFileSync(join(source, name)), reach, list));
  return target;
};

describe.each(["llama", "gemma3", "bert", "xlm-roberta"])("a damaged Hugging Face folder (%s)", (model) => {
  const source = join(hf, model);
  const names = readdirSync(source, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|safetensors)$/.test(entry.name))
    .map((entry) => entry.name);
  test("is refused or read, whichever file is unsound", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), damages, async (name, list) => {
        const target = damagedFolder(source, name, list, name.endsWith(".safetensors") ? 3_000 : 1_000_000);
        await survives(() => readAll(target));
        rmSync(target, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });
});
