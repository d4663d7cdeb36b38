import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, modelFolder } from "../../test/support/engine.ts";
import { tinyDecoder } from "../../test/support/tiny-gguf.ts";
import { loadDecoder, type NativeDecoder } from "../index.ts";

/** Who gets on how fast, counted in rounds of the engine and not in time. */

const files = modelFolder();
const sequences = 4;
/** Prompt tokens that a round computes at least when there are so many. */
const fewestInRound = 32;
let decoder: NativeDecoder;
beforeAll(async () => {
  decoder = await loadDecoder(await files.write("tiny.gguf", tinyDecoder()), {
    threads: 1,
    sequences,
    contextLength: 512,
    cacheTokens: 2048,
  });
});
afterAll(async () => {
  await decoder.close();
  await files.remove();
});

const noEnd = [256, 257, 258].map((token) => [token, -1000] as const);
let unique = 0;
/** A prompt that shares no beginning with another. */
const fresh = (length: number) => {
  unique += 1;
  return `${unique}:`.padEnd(length, String.fromCharCode(97 + (unique % 26)));
};
const run = (promptLength: number, maxTokens: number) =>
  ask(decoder, { prompt: fresh(promptLength), maxTokens, bias: noEnd, speculate: false });

const request = fc.record({
  prompt: fc.oneof(fc.integer({ min: 4, max: 40 }), fc.integer({ min: 100, max: 400 })),
  tokens: fc.integer({ min: 1, max: 60 }),
});

test("a running answer gets a token in every round, whatever prompts come beside it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 12 }), async (requests) => {
      const answers = await Promise.all(requests.map(({ prompt, tokens }) => run(prompt, tokens)));
      for (const { events } of answers)
        for (const [index, event] of events.slice(1).entries())
          expect(event.round - events[index]!.round).toBe(1);
    }),
    { numRuns: 12 },
  );
});

test("requests start in the order in which they came", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 5, maxLength: 14 }), async (requests) => {
      const answers = await Promise.all(requests.map(({ prompt, tokens }) => run(prompt, tokens)));
      // One starts when another ends, so with n places the request number i has its first token no later than all
      // before it have ended and its own prompt is through.
      for (const [index, { events }] of answers.entries()) {
        const before = answers.slice(0, index).map((answer) => answer.events.at(-1)!.round);
        const ownRounds = Math.ceil(requests[index]!.prompt / (fewestInRound / 2)) + 1;
        const first = answers[0]!.events[0]!.round;
        expect(events[0]!.round).toBeLessThanOrEqual(Math.max(first, ...before) + ownRounds);
      }
    }),
    { numRuns: 12 },
  );
});

test("many short requests do not hold up a long one, nor it them", async () => {
  const shorts: Promise<unknown>[] = [];
  let open = true;
  /** A client that asks short questions one after the other as long as the long one takes. */
  const client = async () => {
    let answered = 0;
    for (; open; answered += 1) await run(20, 3);
    return answered;
  };
  const clients = [client(), client(), client(), client(), client(), client()];
  await run(20, 3);
  const before = decoder.figures()["rounds_total"]!;
  const length = 480;
  const long = await run(length, 8);
  open = false;
  await Promise.all(shorts);
  const counts = await Promise.all(clients);
  // Six clients wait before it at most, three tokens each; then half of every round is its own.
  const waiting = 6 * (3 + 2);
  expect(long.events[0]!.round - before).toBeLessThanOrEqual(
    waiting + Math.ceil(length / (fewestInRound / 2)) + 1,
  );
  for (const count of counts) expect(count).toBeGreaterThan(0);
});

test("short ends of prompts that wait for one beginning share a round", async () => {
  const model = await loadDecoder(await files.write("tiny-long.gguf", tinyDecoder()), {
    threads: 1,
    sequences: 8,
    contextLength: 2048,
    cacheTokens: 4096,
  });
  /** Rounds of eight agents' first tokens, in the order in which they asked. */
  const firstRounds = async (beginning: string) => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        ask(model, { prompt: `${beginning}${index} asks`, maxTokens: 4, bias: noEnd, speculate: false }),
      ),
    );
    return answers.map(({ events }) => events[0]!.round);
  };
  // The first computes the beginning for all, whole pages of it, in several rounds; the ends are more than the fewest tokens
  // of a round, and less than twice as many. On a busy machine it may be through before all others have asked: then once
  // more.
  let rounds: readonly number[] = [];
  for (let attempt = 0; attempt < 4 && new Set(rounds).size !== 2; attempt += 1)
    rounds = await firstRounds(fresh(119 * 16));
  expect(rounds.slice(1)).toEqual(Array.from({ length: 7 }, () => rounds[0]! + 1));
  await model.close();
});
