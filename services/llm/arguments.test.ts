import { resolve } from "node:path";
import { expect, test } from "vitest";
import { loadConfig } from "../core/config.ts";
import { readArguments, type ServerArguments, usage } from "./arguments.ts";

const read = (args: readonly string[], environment = {}) => readArguments(args, loadConfig(environment));

test("without arguments the shipped models are served on this machine alone", () => {
  const args = read([], { LLM_PORT: "7000", LLM_API_KEY: "secret" }) as ServerArguments;
  expect(args).toMatchObject({
    models: [],
    host: "127.0.0.1",
    port: 7000,
    apiKey: "secret",
    sequences: 8,
    queue: 64,
    graceMs: 5000,
  });
  expect(args.manifest).toMatch(/models.manifest\.json$/);
});

test("every option is read", () => {
  const args = read(
    (
      "--model a.gguf --model big=/m/b.gguf --draft d.gguf --embedding-model e.gguf --trust keys --trust more --host :: " +
      "--port 0 --api-key k --queue 0 --deadline 1.5 --grace 0 --threads 3 --sequences 2 --context 4096 --kv int8 " +
      "--cache-tokens 9000 --memory 1.5G --disk-cache kv --disk-cache-size 512M"
    ).split(" "),
  );
  expect(args).toMatchObject({
    models: [
      { id: "a", path: resolve("a.gguf") },
      { id: "big", path: "/m/b.gguf" },
    ],
    draft: resolve("d.gguf"),
    embeddingModel: { id: "e", path: resolve("e.gguf") },
    trust: ["keys", "more"],
    host: "::",
    port: 0,
    apiKey: "k",
    queue: 0,
    deadlineMs: 1500,
    graceMs: 0,
    threads: 3,
    sequences: 2,
    contextLength: 4096,
    kvBytes: true,
    cacheTokens: 9000,
    memoryLimitBytes: 1.5 * 2 ** 30,
    diskCacheFolder: resolve("kv"),
    diskCacheBytes: 512 * 2 ** 20,
  });
});

test("help names every option that is read", () => {
  expect(read(["--help"])).toBe("help");
  for (const option of ["draft", "kv", "memory", "disk-cache", "grace", "deadline", "trust", "sequences"])
    expect(usage).toContain(`--${option}`);
});

test.each([
  [["--kv", "int4"], "--kv: int4 is neither f16 nor int8"],
  [["--model", "a.gguf", "--model", "b/a.gguf"], "--model: two are called a"],
  [["--draft", "a.gguf"], "--draft: name the model that it guesses for with --model"],
  [["--memory", "much"], "--memory: much is no size such as 512M or 2G"],
  [["--threads", "0"], "--threads: 0 is no whole number from 1"],
  [["--deadline", "soon"], "--deadline: soon is no number of seconds"],
  [["--disk-cache-size", "1G"], "--disk-cache-size: name the folder with --disk-cache"],
  [["--nonsense"], "command line: Unknown option '--nonsense'"],
  [["stray"], "command line: Unexpected argument 'stray'"],
])("%j is refused", (args, sentence) => {
  expect(() => read(args)).toThrow(sentence);
});
