import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Isa, loadDecoder, type NativeDecoder } from "../index.ts";
import { type DecoderSpec, randomDecoder } from "../model/random-decoder.ts";

/**
 * What is computed beside a request, how its prompt is cut, and what is taken from the cache must not change a single
 * bit of its scores: else answers would depend on the load, and a cached beginning would answer differently.
 */

const common = { layers: 2, width: 64, heads: 4, headWidth: 32, ffn: 128, seed: 1 } as const;
const specs: Readonly<Record<string, DecoderSpec>> = {
  "gemma 3 with a window, Q8_0": {
    ...common,
    architecture: "gemma3",
    layers: 3,
    kvHeads: 1,
    weights: "Q8_0",
    window: [24, 3],
  },
  "qwen 3, Q8_0": { ...common, architecture: "qwen3", kvHeads: 2, weights: "Q8_0", ownHead: true },
  "llama, F32": { ...common, architecture: "llama", kvHeads: 2, ffn: 96 },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-invariance-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Log-probabilities of a greedy answer. */
const scores = (model: NativeDecoder, prompt: string, maxTokens = 12): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const out: number[] = [];
    model.generate({ tokens: model.encode(prompt, false), maxTokens, alternatives: 0 }, (token, finish) => {
      if (token) out.push(token.logprob);
      if (finish?.error) reject(new Error(finish.error));
      else if (finish) resolve(out);
    });
  });

const prompts = [
  "abcdefgh".repeat(40),
  "xyz".repeat(9),
  "q",
  "hello there ".repeat(20),
  "one two three four five six seven eight nine ten ".repeat(6),
  "工单".repeat(11),
];

const isas: readonly Isa[] = ["portable", "avx2", "avx512", "amx"];
const cases = Object.entries(specs).flatMap(([name, spec]) =>
  isas.flatMap((isa) => [false, true].map((kvBytes) => ({ name, spec, isa, kvBytes }))),
);

test.each(cases)("$name, $isa, eight-bit cache $kvBytes: scores do not depend on the batch", async (one) => {
  const path = join(folder, `${one.name}.gguf`);
  await writeFile(path, randomDecoder(one.spec));
  const load = (sequences: number) =>
    loadDecoder(path, { threads: 2, sequences, isa: one.isa, kvBytes: one.kvBytes, contextLength: 512 });
  const single = await load(1).catch((error: Error) => {
    expect(error.message).toContain("this processor has no");
  });
  if (!single) return;
  const alone: number[][] = [];
  for (const prompt of prompts) alone.push(await scores(single, prompt));
  await single.close();

  const many = await load(prompts.length + 1);
  const running = scores(many, "an answer that is under way while the others come", 80);
  expect(await Promise.all(prompts.map((prompt) => scores(many, prompt)))).toEqual(alone);
  await running;
  // Now every beginning is in the cache.
  expect(await Promise.all(prompts.map((prompt) => scores(many, prompt)))).toEqual(alone);
  await many.close();
});
