import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, modelFolder } from "../../test/support/engine.ts";
import { tinyDecoder, tinyEncoder } from "../../test/support/tiny-gguf.ts";
import { type Grammar, loadDecoder, loadEncoder, type NativeDecoder, scoreText } from "../index.ts";
import { embedText } from "../model/embed-text.ts";

const files = modelFolder();
/** However busy the machine is. */
const patient = { timeout: 20_000 };
let path: string;
let decoder: NativeDecoder;
beforeAll(async () => {
  path = await files.write("tiny.gguf", tinyDecoder());
  decoder = await loadDecoder(path, { threads: 2, sequences: 3 });
});
afterAll(async () => {
  await decoder.close();
  await files.remove();
});

const command = {
  kind: "schema",
  source: JSON.stringify({
    type: "object",
    properties: { tool: { enum: ["hold", "release"] }, order: { type: "string", pattern: "^WO-[0-9]{4}$" } },
    required: ["tool", "order"],
  }),
} as const;

test("every instruction set gives the same greedy answer", async () => {
  const answers = await Promise.all(
    (["portable", "avx2", "avx512", "amx"] as const).map(async (isa) => {
      const model = await loadDecoder(path, { threads: 1, isa }).catch(() => undefined);
      if (!model) return undefined;
      const { text } = await ask(model, { prompt: "hello", maxTokens: 16 });
      await model.close();
      return text;
    }),
  );
  expect(new Set(answers.filter((text) => text !== undefined)).size).toBe(1);
});

test("a model that does not fit is refused with what it needs and what there is", async () => {
  await expect(loadDecoder(path, { threads: 1, memoryLimitBytes: 50_000_000 })).rejects.toThrow(
    /needs \d+ MB \(weights .*cache for 2048 tokens .*only 50 MB is allowed/,
  );
});

test("a round that fails ends its requests with the reason, and nobody else", async () => {
  const model = await loadDecoder(path, { threads: 2, sequences: 3, failingRound: 3 });
  const options = { prompt: "hello", maxTokens: 16, speculate: false };
  await expect(ask(model, options)).rejects.toThrow("this round was to fail");
  // The round counts its requests off after it has told them.
  await expect
    .poll(() => model.figures(), patient)
    .toMatchObject({ running_requests: 0, waiting_requests: 0 });
  expect((await ask(model, options)).tokens).toEqual((await ask(decoder, options)).tokens);
  await model.close();
});

test("under a schema the answer is JSON that satisfies it, however the model is inclined", async () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const { text, finish } = await ask(decoder, {
      prompt: "x",
      maxTokens: 200,
      temperature: 2,
      seed,
      grammar: command,
    });
    expect(finish).toBe("stop");
    expect(JSON.parse(text)).toEqual({
      tool: expect.stringMatching(/^(hold|release)$/),
      order: expect.stringMatching(/^WO-\d{4}$/),
    });
  }
});

test("a regular expression and a choice are kept too", async () => {
  for (let seed = 0; seed < 5; seed += 1) {
    const options = { prompt: "x", maxTokens: 200, temperature: 2, seed };
    const regex = { kind: "regex", source: "(yes|no)( [0-9]{1,2})?" } as const;
    expect((await ask(decoder, { ...options, grammar: regex })).text).toMatch(/^(yes|no)( \d{1,2})?$/);
    const choice = { kind: "choice", source: '["hold","release","工单"]' } as const;
    expect(["hold", "release", "工单"]).toContain((await ask(decoder, { ...options, grammar: choice })).text);
  }
});

test("the same seed samples the same, another one another", async () => {
  const options = { prompt: "x", maxTokens: 12, temperature: 1, seed: 7 };
  const [first, second, other] = [
    await ask(decoder, options),
    await ask(decoder, options),
    await ask(decoder, { ...options, seed: 8 }),
  ];
  expect(second.tokens).toEqual(first.tokens);
  expect(other.tokens).not.toEqual(first.tokens);
});

test("a seed draws the same beside others as alone", async () => {
  const options = Array.from({ length: 6 }, (_, seed) => ({ prompt: `p${seed}`, temperature: 1, seed }));
  const alone = [];
  for (const each of options) alone.push((await ask(decoder, each)).tokens);
  const together = await Promise.all(options.map((each) => ask(decoder, each)));
  expect(together.map(({ tokens }) => tokens)).toEqual(alone);
});

test("tokens are drawn as often as the softmax says, within top-k and top-p", async () => {
  const prompt = "draw";
  const tokens = decoder.encode(prompt, false);
  const { logits } = await scoreText(path, tokens, { threads: 1, logits: true });
  const last = logits.subarray(-decoder.info().vocabulary);
  const cases = [{}, { topK: 5 }, { topP: 0.6 }, { minP: 0.2 }, { temperature: 0.5 }];
  for (const sampling of cases) {
    const temperature = sampling.temperature ?? 1;
    const weights = Array.from(last, (score) => Math.exp((score - Math.max(...last)) / temperature));
    const order = weights.map((_, index) => index).toSorted((a, b) => weights[b]! - weights[a]!);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let mass = 0;
    const kept = order.filter((token, rank) => {
      const inside =
        rank === 0 ||
        ((!sampling.topK || rank < sampling.topK) &&
          (!sampling.topP || mass < sampling.topP * total) &&
          (!sampling.minP || weights[token]! >= sampling.minP));
      if (inside) mass += weights[token]!;
      return inside;
    });
    const rounds = 600;
    const counts = new Map<number, number>();
    const drawn = await Promise.all(
      Array.from({ length: rounds }, (_, seed) =>
        ask(decoder, { prompt, maxTokens: 1, temperature, seed: seed * 7919, ...sampling }),
      ),
    );
    // A control token may end the answer before it shows.
    for (const [token] of drawn.map((answer) => answer.tokens))
      if (token !== undefined) counts.set(token, (counts.get(token) ?? 0) + 1);
    for (const token of counts.keys()) expect(kept).toContain(token);
    for (const token of kept.slice(0, 5)) {
      const expected = (weights[token]! / mass) * rounds;
      // Five standard deviations of a count.
      if (counts.has(token))
        expect(Math.abs(counts.get(token)! - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
    }
  }
});

test("probabilities are the softmax of the scores, alternatives in their order", async () => {
  const prompt = "probable";
  const answer = await ask(decoder, { prompt, maxTokens: 8, alternatives: 4 });
  const tokens = Int32Array.from([...decoder.encode(prompt, false), ...answer.tokens]);
  const { logits } = await scoreText(path, tokens, { threads: 1, logits: true });
  const vocabulary = decoder.info().vocabulary;
  const start = tokens.length - answer.tokens.length - 1;
  for (const [index, event] of answer.events.entries()) {
    const row = logits.subarray((start + index) * vocabulary, (start + index + 1) * vocabulary);
    const sum = Math.log(row.reduce((total, score) => total + Math.exp(score), 0));
    expect(event.logprob).toBeCloseTo(row[event.token]! - sum, 4);
    const best = [...row.keys()].toSorted((a, b) => row[b]! - row[a]!).slice(0, 4);
    expect(event.alternatives.map(({ token }) => token)).toEqual(best);
    for (const { token, logprob } of event.alternatives) expect(logprob).toBeCloseTo(row[token]! - sum, 4);
  }
});

test("under a grammar probabilities are over the allowed tokens", async () => {
  const prompt = "x";
  const answer = await ask(decoder, {
    prompt,
    alternatives: 5,
    grammar: { kind: "choice", source: '["ab","cd","ef"]' },
  });
  const tokens = decoder.encode(prompt, false);
  const { logits } = await scoreText(path, tokens, { threads: 1, logits: true });
  const row = logits.subarray(-decoder.info().vocabulary);
  const allowed = ["a", "c", "e"].map((letter) => decoder.encode(letter, false)[0]!);
  const sum = Math.log(allowed.reduce((total, token) => total + Math.exp(row[token]!), 0));
  const [first, second] = answer.events;
  expect(first!.alternatives).toHaveLength(3);
  for (const { token, logprob } of first!.alternatives) expect(logprob).toBeCloseTo(row[token]! - sum, 4);
  // The second letter is forced: it is certain.
  expect(second!.logprob).toBe(0);
});

test("penalties and biases change what is chosen, not what is reported", async () => {
  const plain = await ask(decoder, { prompt: "again", maxTokens: 40 });
  const [token] = plain.tokens;
  const banned = await ask(decoder, { prompt: "again", maxTokens: 40, bias: [[token!, -100]] });
  expect(banned.tokens).not.toContain(token);
  const forced = await ask(decoder, { prompt: "again", maxTokens: 5, bias: [[65, 1000]], alternatives: 0 });
  expect(forced.text).toBe("AAAAA");
  expect(forced.logprobs[0]).toBeLessThan(-0.01);
  const varied = await ask(decoder, { prompt: "again", maxTokens: 40, frequencyPenalty: 100 });
  expect(new Set(varied.tokens).size).toBe(varied.tokens.length);
  const present = await ask(decoder, { prompt: "again", maxTokens: 40, presencePenalty: 100 });
  expect(new Set(present.tokens).size).toBe(present.tokens.length);
});

/** The control tokens, so that an answer goes on. */
const noEnd = [256, 257, 258].map((token) => [token, -1000] as const);

const emptied = async (model: NativeDecoder) => {
  await expect.poll(() => model.figures()["running_requests"], patient).toBe(0);
  return model.figures();
};

test("an answer that takes longer than its deadline ends with what it has, and frees its pages", async () => {
  const late = await ask(decoder, { prompt: "x".repeat(400), maxTokens: 100, deadlineMs: 1 });
  expect(late.finish).toBe("deadline");
  expect(late.tokens.length).toBeLessThan(100);
  expect((await emptied(decoder))["running_requests"]).toBe(0);
  expect((await ask(decoder, { prompt: "next", maxTokens: 2 })).finish).toBe("length");
});

test("a request that is cancelled ends, also while it waits, and the next is served", async () => {
  const start = (prompt: string, whenToken: (id: number) => void) =>
    new Promise<string>((resolve) => {
      const id: number = decoder.generate(
        { tokens: decoder.encode(prompt, false), maxTokens: 400, bias: noEnd },
        (token, finish) => {
          if (token) whenToken(id);
          if (finish) resolve(finish.finish);
        },
      );
      if (prompt === "waits") decoder.cancel(id);
    });
  const running = ["a", "b", "c"].map((prompt) => start(prompt, (id) => decoder.cancel(id)));
  expect(await start("waits", () => undefined)).toBe("cancelled");
  expect(await Promise.all(running)).toEqual(["cancelled", "cancelled", "cancelled"]);
  expect((await ask(decoder, { prompt: "next", maxTokens: 2 })).finish).toBe("length");
});

test("a prompt that does not fit, tokens that do not exist and a schema that makes no sense are refused", async () => {
  const refused = (options: object) =>
    new Promise((resolve) => {
      decoder.generate({ tokens: Int32Array.of(65), maxTokens: 1, ...options }, (_, finish) => {
        if (finish) resolve(finish);
      });
    });
  expect(await refused({ tokens: new Int32Array(600).fill(65) })).toMatchObject({
    finish: "failed",
    error: "the prompt of 600 tokens does not fit the context of 512",
  });
  expect(await refused({ tokens: Int32Array.of(-1) })).toMatchObject({ error: /token -1/ });
  expect(await refused({ tokens: Int32Array.of(1_000_000) })).toMatchObject({ error: /not in the vocab/ });
  expect(await refused({ tokens: new Int32Array() })).toMatchObject({ error: /empty/ });
  expect(await refused({ grammar: { kind: "schema", source: '{"type":"colour"}' } })).toMatchObject({
    error: 'The schema at # has the unknown type "colour".',
  });
});

test("a grammar of an unknown kind is an error of who asks", () => {
  const grammar = { kind: "grammar", source: "" } as unknown as Grammar;
  expect(() =>
    decoder.generate({ tokens: Int32Array.of(65), maxTokens: 5, grammar }, () => undefined),
  ).toThrow('The kind of grammar "grammar" is not known.');
});

/** Many long lists of texts. */
const slow = (first: string): Grammar => {
  const names = [first, ...Array.from({ length: 40 }, (_, index) => `p${index}`)];
  const list = (name: string) => ({
    type: "array",
    items: { enum: Array.from({ length: 200 }, (_, index) => `${name} ${index}`) },
  });
  const properties = Object.fromEntries(names.map((name) => [name, list(name)]));
  return { kind: "schema", source: JSON.stringify({ type: "object", properties, required: names }) };
};

/** A worker that starts requests and says so when the model has answered that often. */
const startWorker = async (answers: number, requests: readonly object[]) => {
  const module = JSON.stringify(import.meta.resolve("../index.ts"));
  const code = `const { parentPort } = require("node:worker_threads");
    import(${module}).then(async ({ loadDecoder }) => {
      const model = await loadDecoder(${JSON.stringify(path)}, { threads: 2, sequences: 3 });
      const tokens = model.encode("hello", false);
      let seen = 0;
      const answered = () => {
        if (seen++ === ${answers}) parentPort.postMessage("answers");
      };
      for (const request of ${JSON.stringify(requests)})
        model.generate({ tokens, maxTokens: 500, temperature: 1, ...request }, answered);
      answered();
    });`;
  const worker = new Worker(code, { eval: true });
  await once(worker, "message");
  return worker;
};

test.each([
  ["its model answers", 20, [{ seed: 0 }, { seed: 1 }, { seed: 2 }]],
  ["grammars compile", 0, ["a", "b", "c", "d", "e"].map((first) => ({ grammar: slow(first) }))],
])("a worker that is terminated while %s harms nobody", patient, async (_, answers, requests) => {
  for (let round = 0; round < 4; round += 1) await (await startWorker(answers, requests)).terminate();
  expect((await ask(decoder, { prompt: "hello", maxTokens: 4 })).finish).toBeDefined();
});

test("a closed model answers nobody and ends what ran", async () => {
  const model = await loadDecoder(path, { threads: 1, contextLength: 8192 });
  // The pattern keeps the model, whose weights are random, from ending by itself.
  const endless = { kind: "regex", source: "[a-z]{8000}" } as const;
  const running = ask(model, { prompt: "x", maxTokens: 8000, grammar: endless });
  await Promise.all([model.close(), expect(running).rejects.toThrow(/closed/)]);
  expect(() => model.generate({ tokens: Int32Array.of(65), maxTokens: 1 }, () => {})).toThrow(/closed/);
});

test("parts of a text are encoded one after the other", async () => {
  const parts = [
    { text: "a<|im_end|>", special: true },
    { text: "a<|im_end|>", special: false },
  ];
  const whole = parts.flatMap(({ text, special }) => [...decoder.encode(text, special)]);
  expect([...(await decoder.encodeParts(parts))]).toEqual(whole);
});

test("an encoder's vectors have length one and depend on the text", async () => {
  const encoder = await loadEncoder(await files.write("encoder.gguf", tinyEncoder()), { threads: 1 });
  const [a, again, b] = await Promise.all([
    embedText(encoder, "line 2"),
    embedText(encoder, "line 2"),
    embedText(encoder, "order"),
  ]);
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  expect(dot(a.vector, a.vector)).toBeCloseTo(1, 5);
  expect(dot(a.vector, again.vector)).toBeCloseTo(1, 5);
  expect(dot(a.vector, b.vector)).toBeLessThan(0.9999);
});

test("of a text that is longer than its context an encoder gives the mean of its parts", async () => {
  const encoder = await loadEncoder(await files.write("encoder.gguf", tinyEncoder()), { threads: 1 });
  const long = "abc".repeat(50);
  const windows = await encoder.windows(long);
  // 150 letters and ▁, of which a window of 64 has room for 62.
  expect(windows.map((window) => window.length)).toEqual([52, 52, 53]);
  for (const window of windows) expect([window.at(0), window.at(-1)]).toEqual([0, 2]);
  expect(windows.flatMap((window) => [...window.slice(1, -1)])).toHaveLength(151);

  const { vector, tokens } = await embedText(encoder, long);
  expect(tokens).toBe(157);
  const vectors = await Promise.all(windows.map((window) => encoder.embed(window)));
  const mean = vector.map((_, at) =>
    vectors.reduce((sum, part, index) => sum + part[at]! * windows[index]!.length, 0),
  );
  const length = Math.hypot(...mean);
  for (const [at, value] of vector.entries()) expect(value).toBeCloseTo(mean[at]! / length, 5);
});

test("an encoder reads no more than its context, and only what it has", async () => {
  const encoder = await loadEncoder(await files.write("encoder.gguf", tinyEncoder()), { threads: 1 });
  await expect(encoder.embed(new Int32Array(65))).rejects.toThrow("it reads 1 to 64 tokens");
  await expect(encoder.embed(new Int32Array())).rejects.toThrow("it reads 1 to 64 tokens");
  await expect(encoder.embed(Int32Array.of(9_999))).rejects.toThrow("there is no token 9999");
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
    const model = await loadDecoder(await files.write("damaged.gguf", cut), { threads: 1 }).catch(
      (error: Error) => {
        expect(error.message.length).toBeGreaterThan(5);
        refused += 1;
      },
    );
    await model?.close();
  }
  expect(refused).toBeGreaterThan(30);
});
