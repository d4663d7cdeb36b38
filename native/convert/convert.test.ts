import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadEncoder, scoreText, text } from "../index.ts";
import { compareScores } from "../model/compare-scores.ts";
import { embedText } from "../model/embed-text.ts";
import { convert } from "./convert.ts";
import { readGguf } from "./gguf-read.ts";
import type { TensorType } from "./tensor.ts";

/** Models as transformers saves them, and what PyTorch computes with them: fixtures/make_hf.py. */
const fixtures = join(import.meta.dirname, "fixtures/hf");
const scored = "SMT-2 stopped 02:14, 产线停机; hold WO-1042 now!";
const sentences = [
  "Release WO-1042 to SMT-2",
  "把工单下达到最早能做的产线",
  "The oven is too hot: 255 °C, naïve café",
  "x",
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-convert-"));
});
afterAll(() => rm(folder, { recursive: true }));

const halves = async (path: string): Promise<Float32Array> => {
  const bytes = await readFile(path);
  return Float32Array.from(new Float16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2));
};
const converted = async (name: string, layers: TensorType): Promise<string> => {
  const path = join(folder, `${name}-${layers}.gguf`);
  await convert(join(fixtures, name), path, { layers, embedding: layers }, { threads: 1 });
  return path;
};

describe.each(["llama", "mistral", "qwen2", "qwen3", "gemma3"])("%s", (name) => {
  test.each([
    ["BF16", 1e-4, 0.98],
    ["F16", 1e-4, 0.98],
    // Eight bits may tell two words the other way round that are nearly equal; of 51, that is two.
    ["Q8_0", 4e-3, 0.96],
  ] as const)("as %s scores a text as PyTorch does", async (type, most, least) => {
    const path = await converted(name, type);
    const tokens = new text.Tokenizer(path).encode(scored, false, false);
    const { logits } = await scoreText(path, tokens, { threads: 2, logits: true });
    const { divergence, agreement } = compareScores(
      logits,
      await halves(join(fixtures, name, "logits.f16")),
      tokens.length,
    );
    expect(divergence).toBeLessThan(most);
    expect(agreement).toBeGreaterThanOrEqual(least);
  });

  test("converted again from its own file stays what it is", async () => {
    const first = await converted(name, "F16");
    const second = join(folder, `${name}-again.gguf`);
    await convert(first, second, { layers: "F16", embedding: "F16" }, { threads: 1 });
    expect(await readFile(second)).toEqual(await readFile(first));
  });
});

describe.each(["bert", "xlm-roberta"])("%s", (name) => {
  test.each([
    ["F16", 0.9999],
    ["Q8_0", 0.999],
  ] as const)("as %s gives the vectors that PyTorch gives", async (type, least) => {
    const path = await converted(name, type);
    const encoder = await loadEncoder(path, { threads: 1 });
    const wanted = await halves(join(fixtures, name, "vectors.f16"));
    const { width } = encoder.info();
    for (const [index, sentence] of sentences.entries()) {
      const { vector } = await embedText(encoder, sentence);
      const cosine = vector.reduce((sum, value, at) => sum + value * wanted[index * width + at]!, 0);
      expect(cosine, sentence).toBeGreaterThan(least);
    }
  });
});

test("every tensor type is written, and fits its rows or gives way to one that does", async () => {
  for (const layers of ["Q4_K", "Q5_K", "Q6_K"] as const) {
    const source = readGguf(await converted("llama", layers));
    // Rows of 64 and 96 weights are no blocks of 256.
    const types = new Set(source.tensors.filter(({ shape }) => shape.length > 1).map(({ type }) => type));
    expect([...types]).toEqual([layers === "Q6_K" ? "Q8_0" : "Q5_0"]);
    source.close();
  }
});

test("what is wrong is said with the place", async () => {
  const to = join(folder, "never.gguf");
  const run = (from: string) => convert(from, to, { layers: "F16", embedding: "F16" }, { threads: 1 });
  await expect(run(join(folder, "nowhere"))).rejects.toThrow("there is no");
  await expect(run(folder)).rejects.toThrow("has no config.json");
  const broken = join(folder, "broken.gguf");
  await writeFile(broken, "GGUF");
  await expect(run(broken)).rejects.toThrow("is no GGUF file");
  await expect(convert(broken, broken, { layers: "F16", embedding: "F16" }, { threads: 1 })).rejects.toThrow(
    "cannot take the place of its source",
  );
});
