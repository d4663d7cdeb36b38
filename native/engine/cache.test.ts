import { open, readdir, readlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, modelFolder } from "../../test/support/engine.ts";
import { tinyDecoder } from "../../test/support/tiny-gguf.ts";
import { loadDecoder } from "../index.ts";
import { randomDecoder } from "../model/random-decoder.ts";

/** Beginnings that are kept, shared, given up and found again. */

const files = modelFolder();
let path: string;
beforeAll(async () => {
  path = await files.write("tiny.gguf", tinyDecoder());
});
afterAll(() => files.remove());

test("a prompt that begins like an earlier one is not computed again, and answers the same", async () => {
  const model = await loadDecoder(path, { threads: 2 });
  const prompt = "a long beginning that two requests have in common, word for word";
  const first = await ask(model, { prompt, maxTokens: 8 });
  const second = await ask(model, { prompt, maxTokens: 8 });
  expect(second.cached).toBe(48);
  expect(second.text).toBe(first.text);
  // What was answered is a beginning too.
  expect((await ask(model, { prompt: `${prompt}${first.text}`, maxTokens: 8 })).cached).toBe(64);
  await model.close();
});

test("requests with one beginning share its pages, also while the first is still computing it", async () => {
  const model = await loadDecoder(path, { threads: 2, sequences: 4 });
  const beginning = "everybody in this plant begins with the same long list of rules and facts. ".repeat(3);
  const answers = await Promise.all(
    ["a", "b", "c", "d"].map((end) => ask(model, { prompt: beginning + end, maxTokens: 4 })),
  );
  const shared = Math.floor(beginning.length / 16) * 16;
  expect(answers.map(({ cached }) => cached).toSorted((a, b) => a - b)).toEqual([0, shared, shared, shared]);
  expect(model.figures()["cached_tokens_total"]).toBe(3 * shared);
  await model.close();
});

const prompts = ["A", "B", "C"].map((letter) => letter.repeat(80));
/** Twelve pages of sixteen tokens hold two of the three prompts, each with its page for the answer. */
const small = { threads: 1, sequences: 1, contextLength: 128, cacheTokens: 192 };

test("kept beginnings go, the oldest first, when others need the room", async () => {
  const model = await loadDecoder(path, small);
  for (const prompt of prompts) await ask(model, { prompt, maxTokens: 2 });
  expect((await ask(model, { prompt: prompts[2]!, maxTokens: 2 })).cached).toBe(64);
  expect((await ask(model, { prompt: prompts[0]!, maxTokens: 2 })).cached).toBeLessThan(64);
  await model.close();
});

test("with a disk cache they come back from there, and answer the same to the bit", async () => {
  const model = await loadDecoder(path, {
    ...small,
    diskCacheFolder: await files.folder(),
    diskCacheBytes: 10_000_000,
  });
  const options = { maxTokens: 8, alternatives: 0 };
  const before = [];
  for (const prompt of prompts) before.push(await ask(model, { ...options, prompt }));
  for (const [index, prompt] of prompts.entries()) {
    const again = await ask(model, { ...options, prompt });
    expect(again.cached).toBe(64);
    expect(again.logprobs).toEqual(before[index]!.logprobs);
  }
  const figures = model.figures();
  expect(figures["disk_written_pages_total"]).toBeGreaterThan(0);
  expect(figures["disk_read_pages_total"]).toBeGreaterThan(0);
  await model.close();
});

/** The page file of this process: it has no name left, only a descriptor. */
const pageFile = async (): Promise<string> => {
  for (const name of await readdir("/proc/self/fd")) {
    const link = await readlink(`/proc/self/fd/${name}`).catch(() => "");
    if (link.includes("millwright-kv-")) return `/proc/self/fd/${name}`;
  }
  throw new Error("there is no page file");
};

test.runIf(process.platform === "linux")("what the disk damaged is computed again", async () => {
  const model = await loadDecoder(path, { ...small, diskCacheFolder: tmpdir(), diskCacheBytes: 10_000_000 });
  const before = [];
  for (const prompt of prompts) before.push(await ask(model, { prompt, maxTokens: 8 }));
  const handle = await open(await pageFile(), "r+");
  const { size } = await handle.stat();
  await handle.write(Buffer.alloc(size, 0x5a), 0, size, 0);
  await handle.close();
  const again = await ask(model, { prompt: prompts[0]!, maxTokens: 8 });
  expect(again.text).toBe(before[0]!.text);
  expect(again.cached).toBeLessThan(64);
  expect(model.figures()["disk_damaged_pages_total"]).toBeGreaterThan(0);
  await model.close();
});

test("the disk cache is bounded: the pages used longest ago go", async () => {
  const model = await loadDecoder(path, { ...small, diskCacheFolder: tmpdir(), diskCacheBytes: 500_000 });
  for (let round = 0; round < 40; round += 1)
    await ask(model, { prompt: `${round} `.repeat(30).slice(0, 80), maxTokens: 2 });
  const figures = model.figures();
  const pageBytes = figures["kv_cache_bytes"]! / (192 / 16);
  expect(figures["disk_pages"]! * pageBytes).toBeLessThanOrEqual(500_000);
  expect(figures["disk_written_pages_total"]!).toBeGreaterThan(figures["disk_pages"]!);
  await model.close();
});

test("keys and values take eight bits where heads are a multiple of 32 wide, or what is asked for", async () => {
  const shape = {
    architecture: "llama",
    layers: 2,
    width: 64,
    heads: 2,
    kvHeads: 1,
    ffn: 64,
    seed: 1,
  } as const;
  const cacheBytes = async (headWidth: number, kvBytes?: boolean) => {
    const file = await files.write(`heads-${headWidth}.gguf`, randomDecoder({ ...shape, headWidth }));
    const model = await loadDecoder(file, { ...small, ...(kvBytes === undefined ? {} : { kvBytes }) });
    const bytes = model.figures()["kv_cache_bytes"]!;
    await model.close();
    return bytes / headWidth;
  };
  const half = await cacheBytes(32, false);
  expect((await cacheBytes(32)) / half).toBe(17 / 32);
  expect(await cacheBytes(32, true)).toBe(await cacheBytes(32));
  expect(await cacheBytes(48)).toBe(half);
  await expect(cacheBytes(48, true)).rejects.toThrow(/multiple of 32/);
});

test("a disk cache that cannot be is refused with the folder or the size", async () => {
  const load = (options: object) => loadDecoder(path, { ...small, ...options });
  const folder = join(await files.folder(), "missing");
  await expect(load({ diskCacheFolder: folder, diskCacheBytes: 1e7 })).rejects.toThrow(folder);
  await expect(load({ diskCacheFolder: tmpdir(), diskCacheBytes: 1000 })).rejects.toThrow(/too small/);
});

test("sequences that outgrow the pages give way to earlier ones, and answer as if they had not", async () => {
  const asked = Array.from({ length: 6 }, (_, index) => ({
    prompt: `request ${index} `.repeat(3),
    maxTokens: 70,
    temperature: 1,
    seed: index,
    alternatives: 0,
  }));
  const roomy = await loadDecoder(path, { threads: 1, sequences: 6, contextLength: 128 });
  const expected = await Promise.all(asked.map((each) => ask(roomy, each)));
  await roomy.close();
  const tight = await loadDecoder(path, {
    threads: 1,
    sequences: 6,
    contextLength: 128,
    cacheTokens: 256,
  });
  const answers = await Promise.all(asked.map((each) => ask(tight, each)));
  expect(tight.figures()["preemptions_total"]).toBeGreaterThan(0);
  expect(answers.map(({ tokens }) => tokens)).toEqual(expected.map(({ tokens }) => tokens));
  expect(answers.map(({ logprobs }) => logprobs)).toEqual(expected.map(({ logprobs }) => logprobs));
  await tight.close();
});
