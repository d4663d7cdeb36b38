import { spawn } from "node:child_process";
import { loadDecoder, type NativeDecoder, text } from "../../../native/index.ts";
import { median } from "../statistics.ts";
import { benchPrompt, benchSchema } from "./speeds.ts";

/** What serving adds: guesses, shared beginnings, grammars, a core that somebody else keeps busy. */

export interface Answer {
  readonly firstMs: number;
  readonly rate: number;
  readonly tokens: readonly string[];
}

const ask = (
  model: NativeDecoder,
  tokens: Int32Array,
  maxTokens: number,
  options: { readonly speculate?: boolean } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const start = performance.now();
    let first = 0;
    const out: string[] = [];
    model.generate({ tokens, maxTokens, temperature: 0, speculate: false, ...options }, (token, finish) => {
      if (token) {
        if (out.length === 0) first = performance.now();
        out.push(Buffer.from(token.bytes).toString("latin1"));
      }
      if (finish?.error) reject(new Error(finish.error));
      else if (finish)
        resolve({
          firstMs: first - start,
          rate: ((out.length - 1) / (performance.now() - first)) * 1000,
          tokens: out,
        });
    });
  });

const encode = (model: NativeDecoder, words: string, length: number) =>
  model.encode(words, false).slice(0, length);

/** Speed with guesses over without, on an answer that repeats its text; the tokens must be the same. */
export const measureLookup = async (path: string, threads: number, rounds: number) => {
  const model = await loadDecoder(path, { threads, contextLength: 2048 });
  const ratios: number[] = [];
  let same = true;
  for (let round = 0; round < rounds; round += 1) {
    const prompt = encode(model, `${round} ${benchPrompt(200)}`, 200);
    // A greedy model with random weights soon goes in a circle: an answer that copies what it has said.
    const plain = await ask(model, prompt, 400);
    const guessed = await ask(model, prompt, 400, { speculate: true });
    same &&= guessed.tokens.join("\0") === plain.tokens.join("\0");
    ratios.push(guessed.rate / plain.rate);
  }
  const figures = model.figures();
  await model.close();
  return {
    ratio: median(ratios),
    same,
    held: figures["lookup_held_tokens_total"]! / Math.max(1, figures["lookup_guessed_tokens_total"]!),
  };
};

/**
 * Eight agents with one beginning of 1,500 tokens: pages over one copy, and the warm first token over the cold one, of an
 * agent that comes alone and of the slowest of eight that come together.
 */
export const measureSharing = async (path: string, threads: number) => {
  const model = await loadDecoder(path, { threads, contextLength: 2048, sequences: 8 });
  const prompt = (end: string) => {
    const tokens = [...encode(model, benchPrompt(1504), 1504), ...model.encode(end, false)];
    return Int32Array.from(tokens);
  };
  const used = () => model.figures()["kv_cache_used_bytes"]!;
  const cold = await ask(model, prompt(" agent 0"), 16);
  const one = used();
  const warm = await Promise.all(
    Array.from({ length: 8 }, (_, index) => ask(model, prompt(` agent ${index + 1} asks`), 16)),
  );
  const alone = await ask(model, prompt(" agent 9"), 2);
  const all = used();
  const ownTokens = (8 * (prompt(" agent 1 asks").length - 1504)) / prompt(" agent 0").length;
  await model.close();
  return {
    memory: all / one,
    warm: alone.firstMs / cold.firstMs,
    slowest: Math.max(...warm.map((answer) => answer.firstMs)) / cold.firstMs,
    /** Tokens that the eight have for themselves, over all of the cold one's. */
    ownTokens,
  };
};

/** Decoding speed while another process keeps one core busy, over the speed without. */
export const measureForeign = async (path: string, threads: number, rounds: number) => {
  const model = await loadDecoder(path, { threads, contextLength: 512 });
  const prompt = encode(model, benchPrompt(16), 16);
  await ask(model, prompt, 16);
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const idle = (await ask(model, prompt, 97)).rate;
    const busy = spawn(process.execPath, ["-e", "console.log(1); for (;;) {}"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await new Promise((resolve) => busy.stdout.once("data", resolve));
    ratios.push((await ask(model, prompt, 97)).rate / idle);
    const ended = new Promise((resolve) => busy.once("close", resolve));
    busy.kill("SIGKILL");
    await ended;
  }
  await model.close();
  return median(ratios);
};

/** Decoding speed of a model on two threads over one. */
export const measureThreads = async (path: string, rounds: number) => {
  const rates: number[][] = [];
  for (const threads of [1, 2]) {
    const model = await loadDecoder(path, { threads, contextLength: 512 });
    const prompt = encode(model, benchPrompt(16), 16);
    await ask(model, prompt, 64);
    const own: number[] = [];
    for (let round = 0; round < rounds; round += 1) own.push((await ask(model, prompt, 257)).rate);
    rates.push(own);
    await model.close();
  }
  return median(rates[1]!) / median(rates[0]!);
};

/** Microseconds of a mask, and milliseconds of compiling, on the model's own vocabulary. */
export const measureMasks = (path: string) => {
  const tokenizer = new text.Tokenizer(path);
  const documents = Array.from({ length: 50 }, (_, index) =>
    JSON.stringify({
      tool: "hold_order",
      order: `WO-${1000 + index}`,
      resource: "SMT-2",
      priority: index % 10,
      reason: "the feeder lost its vacuum at the second station",
      confirmed: index % 2 === 0,
    }),
  );
  const compiles: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    new text.Grammar(tokenizer, benchSchema);
    compiles.push(performance.now() - start);
  }
  const grammar = new text.Grammar(tokenizer, benchSchema);
  const masks: number[] = [];
  for (const document of documents) {
    const matcher = new text.Matcher(grammar);
    for (const token of tokenizer.encode(document, false, false)) {
      const start = performance.now();
      matcher.mask();
      masks.push((performance.now() - start) * 1000);
      if (!matcher.accept(token)) throw new Error(`the schema refused ${document}`);
    }
  }
  masks.sort((a, b) => a - b);
  return {
    compileMs: median(compiles),
    averageUs: masks.reduce((sum, value) => sum + value, 0) / masks.length,
    p99Us: masks[Math.floor(masks.length * 0.99)]!,
  };
};
