import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { tinyDecoder, tinyEncoder } from "../../test/support/tiny-gguf.ts";
import { type GenerateOptions, loadDecoder, loadEncoder, type NativeDecoder } from "../index.ts";

let folder: string;
let decoder: NativeDecoder;
const file = async (name: string, bytes: Buffer): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "millwright-engine-"));
  decoder = await loadDecoder(await file("tiny.gguf", tinyDecoder()), { threads: 2, sequences: 3 });
});
afterAll(() => decoder.close());

interface Result {
  readonly text: string;
  readonly tokens: number;
  readonly finish: string;
  readonly cached: number;
  readonly logprobs: number[];
}

const generate = (
  model: NativeDecoder,
  options: Omit<GenerateOptions, "tokens"> & { prompt: string },
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const { prompt, ...rest } = options;
    let text = "";
    const logprobs: number[] = [];
    model.generate({ ...rest, tokens: model.encode(prompt, false) }, (token, finish) => {
      if (token) {
        text += token.text;
        logprobs.push(token.logprob);
      }
      if (finish?.error) reject(new Error(finish.error));
      else if (finish)
        resolve({
          text,
          tokens: logprobs.length,
          finish: finish.finish,
          cached: finish.cachedTokens,
          logprobs,
        });
    });
  });

test("greedy answers do not depend on what else is being answered", async () => {
  const prompts = [
    "release the order",
    "why is it late",
    "把工单下达",
    "a",
    "the same words again and again and again",
  ];
  const alone: Result[] = [];
  for (const prompt of prompts) alone.push(await generate(decoder, { prompt, maxTokens: 24 }));
  const together = await Promise.all(prompts.map((prompt) => generate(decoder, { prompt, maxTokens: 24 })));
  expect(together.map(({ text }) => text)).toEqual(alone.map(({ text }) => text));
});

test("every instruction set gives the same greedy answer", async () => {
  const answers = await Promise.all(
    (["portable", "avx2", "avx512"] as const).map(async (isa) => {
      const model = await loadDecoder(join(folder, "tiny.gguf"), { threads: 1, isa }).catch(() => undefined);
      if (!model) return undefined;
      const { text } = await generate(model, { prompt: "hello", maxTokens: 16 });
      await model.close();
      return text;
    }),
  );
  expect(new Set(answers.filter((text) => text !== undefined)).size).toBe(1);
});

test("a prompt that begins like an earlier one is not computed again, and answers the same", async () => {
  const prompt = "a long beginning that two requests have in common, word for word";
  const first = await generate(decoder, { prompt, maxTokens: 8 });
  const second = await generate(decoder, { prompt, maxTokens: 8 });
  expect(second.cached).toBeGreaterThan(40);
  expect(second.text).toBe(first.text);
});

test("under a schema the answer is JSON that satisfies it, however the model is inclined", async () => {
  const schema = JSON.stringify({
    type: "object",
    properties: { tool: { enum: ["hold", "release"] }, order: { type: "string", pattern: "^WO-[0-9]{4}$" } },
    required: ["tool", "order"],
  });
  for (let seed = 0; seed < 20; seed += 1) {
    const { text, finish } = await generate(decoder, {
      prompt: "x",
      maxTokens: 200,
      temperature: 2,
      seed,
      schema,
    });
    expect(finish).toBe("stop");
    expect(JSON.parse(text)).toEqual({
      tool: expect.stringMatching(/^(hold|release)$/),
      order: expect.stringMatching(/^WO-\d{4}$/),
    });
  }
});

test("the same seed samples the same, and probabilities are probabilities", async () => {
  const options = { prompt: "x", maxTokens: 12, temperature: 1, seed: 7, alternatives: 3 };
  const [first, second] = [await generate(decoder, options), await generate(decoder, options)];
  expect(second.text).toBe(first.text);
  for (const logprob of first.logprobs) expect(logprob).toBeLessThanOrEqual(0);
});

test("a request that is cancelled ends, and the next is served", async () => {
  const finished = new Promise<string>((resolve) => {
    const id = decoder.generate(
      { tokens: decoder.encode("go on", false), maxTokens: 400 },
      (token, finish) => {
        if (token) decoder.cancel(id);
        if (finish) resolve(finish.finish);
      },
    );
  });
  expect(await finished).toBe("stop");
  expect((await generate(decoder, { prompt: "next", maxTokens: 2 })).finish).toBe("length");
});

test("a prompt that does not fit and a schema that makes no sense are refused with a sentence", () => {
  const tokens = new Int32Array(600).fill(65);
  expect(() => decoder.generate({ tokens, maxTokens: 1 }, () => {})).toThrow(/does not fit/);
  expect(() =>
    decoder.generate({ tokens: tokens.slice(0, 3), maxTokens: 1, schema: '{"type":"colour"}' }, () => {}),
  ).toThrow();
});

test("an encoder's vectors have length one and depend on the text", async () => {
  const encoder = await loadEncoder(await file("encoder.gguf", tinyEncoder()), { threads: 1 });
  const [a, again, b] = await Promise.all([
    encoder.embed("line 2"),
    encoder.embed("line 2"),
    encoder.embed("order"),
  ]);
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  expect(dot(a.vector, a.vector)).toBeCloseTo(1, 5);
  expect(dot(a.vector, again.vector)).toBeCloseTo(1, 5);
  expect(dot(a.vector, b.vector)).toBeLessThan(0.9999);
});

test("no damage to a file does more than an error", async () => {
  const sound = tinyDecoder();
  // The header and the metadata are where damage can mislead; the rest is weights.
  const sensitive = sound.length - 4 * 64 * 288 * 2;
  let state = 12_345;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  let refused = 0;
  for (let round = 0; round < 150; round += 1) {
    const damaged = Buffer.from(sound);
    const hits = 1 + random(4);
    for (let hit = 0; hit < hits; hit += 1) damaged[random(Math.min(sensitive, 9_000))] = random(256);
    const cut = random(4) === 0 ? damaged.subarray(0, random(damaged.length)) : damaged;
    const model = await loadDecoder(await file("damaged.gguf", cut), { threads: 1 }).catch((error: Error) => {
      expect(error.message.length).toBeGreaterThan(5);
      refused += 1;
    });
    await model?.close();
  }
  expect(refused).toBeGreaterThan(30);
});
