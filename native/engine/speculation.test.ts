import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Ask, ask, modelFolder } from "../../test/support/engine.ts";
import { tinyDecoder } from "../../test/support/tiny-gguf.ts";
import { loadDecoder, type NativeDecoder } from "../index.ts";
import { randomDecoder } from "../model/random-decoder.ts";

/** Guesses, wherever they come from, change nothing but the time. */

const files = modelFolder();
let path: string;
const decoders: Record<string, NativeDecoder> = {};
beforeAll(async () => {
  path = await files.write("tiny.gguf", tinyDecoder());
  const load = (draft?: string) =>
    loadDecoder(path, { threads: 2, sequences: 4, ...(draft ? { draft, draftTokens: 4 } : {}) });
  decoders["the text alone"] = await load();
  decoders["a draft that is the model itself"] = await load(path);
  decoders["a draft that knows nothing"] = await load(await files.write("other.gguf", tinyDecoder(99)));
});
afterAll(async () => {
  for (const decoder of Object.values(decoders)) await decoder.close();
  await files.remove();
});

test("progress of loading is that of both models", async () => {
  const fractions: number[] = [];
  const load = { threads: 1, draft: path, onProgress: (fraction: number) => fractions.push(fraction) };
  await (await loadDecoder(path, load)).close();
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(fractions.filter((fraction) => fraction <= 0.5)).toHaveLength(fractions.length / 2);
  expect(fractions.at(-1)).toBeCloseTo(1);
});

const noEnd = [256, 257, 258].map((token) => [token, -1000] as const);
const grammar = {
  kind: "schema",
  source: JSON.stringify({
    type: "array",
    items: {
      type: "object",
      properties: { order: { type: "string", pattern: "^WO-[0-9]{4}$" }, note: { type: "string" } },
      required: ["order", "note"],
    },
  }),
} as const;
const asked: Readonly<Record<string, readonly Ask[]>> = {
  greedy: ["abcabcabcabcabc", "line 1 line 2 line 1 line 2 line 1", "好好好好好好"].map((prompt) => ({
    prompt,
    maxTokens: 60,
    bias: noEnd,
  })),
  drawn: Array.from({ length: 6 }, (_, seed) => ({
    prompt: "abcabcabcabcabc",
    maxTokens: 50,
    temperature: 0.7,
    seed,
    bias: noEnd,
  })),
  "with top-p, penalties and probabilities": Array.from({ length: 3 }, (_, seed) => ({
    prompt: "abcabcabcabcabc",
    maxTokens: 50,
    temperature: 1,
    topP: 0.9,
    frequencyPenalty: 0.3,
    alternatives: 2,
    seed,
    bias: noEnd,
  })),
  "under a grammar": Array.from({ length: 4 }, (_, seed) => ({
    prompt: '[{"order":"WO-1042","note":"x"}]',
    maxTokens: 80,
    temperature: seed / 4,
    seed,
    grammar,
  })),
};

describe.each(["the text alone", "a draft that is the model itself", "a draft that knows nothing"])(
  "guesses of %s",
  (name) => {
    test.each(Object.keys(asked))("change no token of answers that are %s", async (kind) => {
      const decoder = decoders[name]!;
      const alone = [];
      for (const each of asked[kind]!) alone.push(await ask(decoder, { ...each, speculate: false }));
      const guessed = [];
      for (const each of asked[kind]!) guessed.push(await ask(decoder, each));
      const together = await Promise.all(asked[kind]!.map((each) => ask(decoder, each)));
      for (const answers of [guessed, together]) {
        expect(answers.map(({ tokens }) => tokens)).toEqual(alone.map(({ tokens }) => tokens));
        expect(answers.map(({ finish }) => finish)).toEqual(alone.map(({ finish }) => finish));
        expect(answers.map(({ logprobs }) => logprobs)).toEqual(alone.map(({ logprobs }) => logprobs));
      }
    });
  },
);

/** Guesses run ahead of the answer, into what this cannot be followed through. */
const ambiguous = { kind: "regex", source: "((a|aa){1,2000}){1,2000}" } as const;

test.each(["a".repeat(100), "x"])(
  "a grammar that cannot be followed ends its own answer only: %s",
  async (prompt) => {
    for (const decoder of Object.values(decoders)) {
      const other = ask(decoder, { prompt: "hello", maxTokens: 300, bias: noEnd, speculate: false });
      const hostile = ask(decoder, { prompt, maxTokens: 400, bias: noEnd, grammar: ambiguous });
      await expect(hostile).rejects.toThrow("too ambiguous");
      expect((await other).tokens).toHaveLength(300);
    }
  },
);

const figuresOf = (name: string) => decoders[name]!.figures();

test("guesses from the text hold where the text repeats itself", () => {
  const figures = figuresOf("the text alone");
  expect(figures["lookup_held_tokens_total"]!).toBeGreaterThan(0);
  expect(figures["draft_guessed_tokens_total"]).toBe(0);
});

test("a draft that is the model itself is nearly always right, drawn answers too", () => {
  const figures = figuresOf("a draft that is the model itself");
  expect(figures["draft_guessed_tokens_total"]!).toBeGreaterThan(500);
  expect(figures["draft_held_tokens_total"]! / figures["draft_guessed_tokens_total"]!).toBeGreaterThan(0.95);
});

test("a draft that is never right is soon hardly asked", async () => {
  const decoder = await loadDecoder(path, {
    threads: 2,
    draft: await files.write("other.gguf", tinyDecoder(99)),
  });
  for (let round = 0; round < 4; round += 1)
    await ask(decoder, { prompt: `${round}`, maxTokens: 400, bias: noEnd, temperature: 1, seed: round });
  const figures = decoder.figures();
  expect(figures["draft_guessed_tokens_total"]!).toBeLessThan(0.2 * figures["generated_tokens_total"]!);
  await decoder.close();
});

test("a draft with another vocabulary is refused with the token in which it differs", async () => {
  const spec = { layers: 1, width: 64, heads: 2, kvHeads: 1, headWidth: 32, ffn: 64, seed: 1 } as const;
  const bytes = randomDecoder({ ...spec, architecture: "llama" });
  const at = bytes.indexOf("<|im_start|>");
  bytes.write("<|IM_start|>", at);
  const draft = await files.write("foreign.gguf", bytes);
  await expect(loadDecoder(path, { threads: 1, draft })).rejects.toThrow(
    'token 257 is "<|IM_start|>" instead of "<|im_start|>"',
  );
});
