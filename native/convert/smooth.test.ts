import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tinyEncoder } from "../../test/support/tiny-gguf.ts";
import { observeText, scoreText, text } from "../index.ts";
import { randomDecoder } from "../model/random-decoder.ts";
import { referenceModels } from "../model/reference-models.ts";
import { convertedMetadata, openModel } from "./convert.ts";
import { convertSmooth } from "./convert-smooth.ts";
import { writeGguf } from "./gguf-file.ts";
import { createSmoother } from "./smooth.ts";
import { changed, type SourceTensor } from "./tensor.ts";

let folder: string;
let calibration: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-smooth-"));
  const file = join(import.meta.dirname, "../../models/texts/calibration.txt");
  calibration = (await readFile(file, "utf8")).slice(0, 300);
});
afterAll(() => rm(folder, { recursive: true }));

const modelFile = async (name: string): Promise<string> => {
  const path = join(folder, `${name}.gguf`);
  await writeFile(path, randomDecoder(referenceModels[name]!));
  return path;
};

describe.each(Object.keys(referenceModels).filter((name) => !referenceModels[name]!.weights))(
  "%s",
  (name) => {
    test("computes the same when it is smoothed and not quantised", async () => {
      const path = await modelFile(name);
      const tokens = new text.Tokenizer(path).encode(calibration, true, false);
      const run = { threads: 1 };
      const source = openModel(path);
      const smoother = createSmoother(source, (await observeText(path, tokens, run)).layers);
      const strengths = { attention: 0.3, output: 0.6, feedForward: 0.9, down: 0.5 };
      const smoothed = join(folder, `${name}-smoothed.gguf`);
      const tensors = smoother
        .smooth(strengths)
        .tensors.map((tensor) => ({ source: tensor, type: "F32" as const }));
      await writeGguf(smoothed, convertedMetadata(source.metadata, "F32"), tensors, { threads: 1 });
      source.close();
      const scores = async (file: string) =>
        (await scoreText(file, tokens.slice(0, 64), { ...run, logits: true })).logits;
      const [before, after] = [await scores(path), await scores(smoothed)];
      const largest = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [at, value] of after.entries())
        expect(Math.abs(value - before[at]!)).toBeLessThan(2e-3 * largest);
      const changedWeights = await readFile(smoothed);
      expect(changedWeights.equals(await readFile(path))).toBe(false);
    });
  },
);

/** Channels that are far larger than the others, as trained models have them. */
const withOutliers = (tensor: SourceTensor): SourceTensor =>
  /(attn|ffn)_norm/.test(tensor.name)
    ? changed(tensor, (values) => {
        for (let channel = 0; channel < values.length; channel += 1)
          values[channel]! *= channel % 13 === 5 ? 25 : 1;
      })
    : tensor;

test("a model with outlying channels loses less in four bits when it is smoothed, and what was left over is removed", async () => {
  const plain = await modelFile("qwen3-norms");
  const source = openModel(plain);
  const from = join(folder, "outliers.gguf");
  await writeGguf(
    from,
    source.metadata,
    source.tensors.map((tensor) => ({ source: withOutliers(tensor), type: "F32" })),
    { threads: 1 },
  );
  source.close();
  const to = join(folder, "four-bits.gguf");
  const seen: number[] = [];
  const report = await convertSmooth(
    from,
    to,
    { layers: "Q4_0", embedding: "Q8_0" },
    { threads: 2, calibration, calibrationTokens: 128, onTrial: (_, number) => seen.push(number) },
  );
  const rounded = report.trials.find(({ alpha }) => alpha === undefined)!;
  expect(report.chosen.alpha).toBeGreaterThan(0);
  expect(report.chosen.divergence).toBeLessThan(0.8 * rounded.divergence);
  expect(seen).toEqual(report.trials.map((_, index) => index + 1));
  expect((await stat(to)).size).toBe(report.bytes);
  const layers = openModel(to).tensors.filter(
    ({ name, shape }) => name.startsWith("blk.") && shape.length > 1,
  );
  expect(new Set(layers.map(({ type }) => type))).toEqual(new Set(["Q4_0"]));
});

test("what cannot be smoothed is refused with the reason", async () => {
  const options = { threads: 1, calibration };
  const plan = { layers: "Q4_0", embedding: "Q8_0" } as const;
  const encoder = join(folder, "encoder.gguf");
  await writeFile(encoder, tinyEncoder());
  const to = join(folder, "never.gguf");
  await expect(convertSmooth(encoder, to, plan, options)).rejects.toThrow(
    'smoothing cannot be folded into the model type "bert"',
  );
  const path = await modelFile("llama-plain");
  await expect(convertSmooth(path, to, plan, { ...options, calibration: "too short" })).rejects.toThrow(
    "the calibration text has 9 tokens",
  );
});
