import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { instructionSets, scoreText } from "../index.ts";
import { compareScores } from "./compare-scores.ts";
import { randomDecoder } from "./random-decoder.ts";
import { referenceModels, referenceText } from "./reference-models.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-decoder-"));
});
afterAll(() => rm(folder, { recursive: true }));

const tokens = Int32Array.from(Buffer.from(referenceText));
const names = Object.keys(referenceModels);

const written = new Map<string, Promise<string>>();
const modelFile = (name: string): Promise<string> => {
  const write = async () => {
    const path = join(folder, `${name}.gguf`);
    await writeFile(path, randomDecoder(referenceModels[name]!));
    return path;
  };
  if (!written.has(name)) written.set(name, write());
  return written.get(name)!;
};

const readReference = async (name: string): Promise<Float32Array> => {
  const bytes = await readFile(join(import.meta.dirname, `fixtures/${name}.f16`));
  const halves = new Float16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return Float32Array.from(halves);
};

test.each(names.flatMap((name) => instructionSets.map((isa) => ({ name, isa }))))(
  "$name on $isa scores as PyTorch does",
  async ({ name, isa }) => {
    const { logits } = await scoreText(await modelFile(name), tokens, { threads: 2, isa, logits: true });
    const { weights } = referenceModels[name]!;
    const quantised = weights !== undefined && !weights.endsWith("F16");
    const reference = await readReference(name);
    const { divergence, agreement } = compareScores(logits, reference, tokens.length, quantised ? 0.1 : 0.02);
    // With quantised weights the activations are rounded to eight bits, which the reference does not do.
    expect(divergence).toBeLessThan(quantised ? 4e-3 : 1e-4);
    expect(agreement).toBeGreaterThanOrEqual(quantised ? 0.98 : 1);
  },
);

test.each(names)("%s scores the same to the bit however its text is cut", async (name) => {
  const path = await modelFile(name);
  const score = async (chunk: number, threads: number) =>
    (await scoreText(path, tokens, { threads, chunk, logits: true })).logits;
  const whole = await score(tokens.length, 2);
  for (const [chunk, threads] of [
    [1, 1],
    [5, 2],
    [17, 1],
  ] as const)
    expect(Buffer.compare(Buffer.from((await score(chunk, threads)).buffer), Buffer.from(whole.buffer))).toBe(
      0,
    );
});

test.each(
  names
    .filter((name) => referenceModels[name]!.headWidth % 32 === 0)
    .flatMap((name) => instructionSets.map((isa) => ({ name, isa }))),
)("$name on $isa with eight-bit keys and values scores nearly the same", async ({ name, isa }) => {
  const options = { threads: 2, isa, kvBytes: true, logits: true };
  const { logits } = await scoreText(await modelFile(name), tokens, options);
  expect(compareScores(logits, await readReference(name), tokens.length).divergence).toBeLessThan(5e-3);
});
