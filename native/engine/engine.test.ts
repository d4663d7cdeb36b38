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
  expect(second.cached).toBe(48);
  expect(second.text).toBe(first.text);
});

test("requests with one beginning share its pages, also while the first is still computing it", async () => {
  const model = await loadDecoder(join(folder, "tiny.gguf"), { threads: 2, sequences: 4 });
  const beginning = "everybody in this plant begins with the same long list of rules and facts. ".repeat(3);
  const answers = await Promise.all(
    ["a", "b", "c", "d"].map((end) => generate(model, { prompt: beginning + end, maxTokens: 4 })),
  );
  const figures = model.figures();
  const shared = Math.floor(beginning.length / 16) * 16;
  expect(answers.map(({ cached }) => cached).toSorted((a, b) => a - b)).toEqual([0, shared, shared, shared]);
  expect(figures["cached_tokens_total"]).toBe(3 * shared);
  await model.close();
});

test("kept beginnings go, the oldest first, when others need the room", async () => {
  const model = await loadDecoder(join(folder, "tiny.gguf"), {
    threads: 1,
    sequences: 1,
    contextLength: 128,
    cacheTokens: 192,
  });
  const prompts = ["A", "B", "C"].map((letter) => letter.repeat(80));
  for (const prompt of prompts) await generate(model, { prompt, maxTokens: 2 });
  // Twelve pages of sixteen hold two of the three, each with its page for the answer.
  expect((await generate(model, { prompt: prompts[2]!, maxTokens: 2 })).cached).toBe(64);
  expect((await generate(model, { prompt: prompts[0]!, maxTokens: 2 })).cached).toBeLessThan(64);
  await model.close();
});

test("guessing ahead from the text changes no token", async () => {
  const before = decoder.figures();
  for (const prompt of ["abcabcabcabcabc", "line 1 line 2 line 1 line 2 line 1", "好好好好好好"]) {
    const options = { prompt, maxTokens: 60 };
    const [guessed, plain] = [
      await generate(decoder, options),
      await generate(decoder, { ...options, speculate: false }),
    ];
    expect(guessed).toMatchObject({ text: plain.text, tokens: plain.tokens, finish: plain.finish });
  }
  expect(decoder.figures()["held_tokens_total"]!).toBeGreaterThan(before["held_tokens_total"]!);
});

test("an answer that takes longer than its deadline ends with that", async () => {
  await expect(
    generate(decoder, { prompt: "x".repeat(400), maxTokens: 100, deadlineMs: 1, speculate: false }),
  ).rejects.toThrow(/deadline of 1 ms/);
});

test("a model that does not fit is refused with what it needs and what there is", async () => {
  const path = join(folder, "tiny.gguf");
  await expect(loadDecoder(path, { threads: 1, memoryLimitBytes: 50_000_000 })).rejects.toThrow(
    /needs \d+ MB .*weights.*cache for 2048 tokens.*50 MB is free/,
  );
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
