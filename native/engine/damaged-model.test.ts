import { afterAll, expect, test } from "vitest";
import { ask, modelFolder } from "../../test/support/engine.ts";
import { tinyEncoder } from "../../test/support/tiny-gguf.ts";
import { loadDecoder, loadEncoder } from "../index.ts";
import { randomDecoder } from "../model/random-decoder.ts";

const files = modelFolder();
afterAll(() => files.remove());

test("a model whose scores are no numbers fails its requests, whatever they ask for, and names none of its words", async () => {
  const bytes = randomDecoder({
    architecture: "llama",
    layers: 1,
    width: 64,
    heads: 2,
    kvHeads: 1,
    headWidth: 32,
    ffn: 96,
    seed: 5,
  });
  // The last tensor is the norm that the scores are computed after.
  new Float32Array(64).fill(Number.NaN).forEach((value, index) => {
    bytes.writeFloatLE(value, bytes.length - 256 + index * 4);
  });
  const model = await loadDecoder(await files.write("damaged.gguf", bytes), { threads: 1 });
  const kinds = [
    {},
    { temperature: 1, topK: 4 },
    { alternatives: 3 },
    { grammar: { kind: "regex", source: "[a-z]+" } as const },
  ];
  for (const kind of kinds)
    await expect(ask(model, { prompt: "hello", ...kind })).rejects.toThrow("its scores are no numbers");
  await model.close();
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])(
  "an encoder whose vectors are no numbers fails its requests: a weight is %d",
  async (weight) => {
    const bytes = tinyEncoder();
    bytes.writeFloatLE(weight, bytes.length - 4);
    const encoder = await loadEncoder(await files.write("damaged-encoder.gguf", bytes), { threads: 1 });
    const [window] = await encoder.windows("line 2");
    await expect(encoder.embed(window!)).rejects.toThrow("its vectors are no numbers");
  },
);
