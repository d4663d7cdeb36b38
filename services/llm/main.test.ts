import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { randomDecoder } from "../../native/model/random-decoder.ts";
import { noEnd, openaiOf, runLlmToEnd, startLlmProcess, tinyModels } from "../../test/support/llm-process.ts";
import { tinyDecoder } from "../../test/support/tiny-gguf.ts";

let folder: string;
const model = "tiny";

beforeAll(async () => {
  folder = await tinyModels();
});

const startWithGrace = async (seconds: number) => {
  const args = ["--model", join(folder, "tiny.gguf"), "--threads", "1", "--grace", String(seconds)];
  const server = await startLlmProcess(args);
  await server.said("model ready");
  return server;
};

test("a damaged model file is told by health, and the process stays", async () => {
  const path = join(folder, "broken.gguf");
  await writeFile(path, tinyDecoder().subarray(0, 5000));
  const broken = await startLlmProcess(["--model", path]);
  await broken.said("was refused");
  const health = await fetch(broken.url.replace("/v1", "/health"));
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({
    status: "failed",
    error: { code: "MODEL_FILE_INVALID", details: { file: "broken.gguf" } },
  });
  broken.process.kill("SIGTERM");
  const [code] = (await once(broken.process, "exit")) as [number | null];
  expect(code).toBe(0);
});

test("a chat template that cannot be read is told by health, not by every conversation", async () => {
  const path = join(folder, "template.gguf");
  const spec = { layers: 1, width: 64, heads: 2, kvHeads: 1, headWidth: 32, ffn: 64, seed: 1 } as const;
  await writeFile(path, randomDecoder({ ...spec, architecture: "llama", chatTemplate: "{% foo %}" }));
  const server = await startLlmProcess(["--model", path]);
  expect((await server.said("was refused"))["msg"]).toMatch(
    /chat template cannot be read: Unknown statement type: foo/,
  );
});

test("ends at once on SIGTERM, even in the middle of an answer", async () => {
  const other = await startWithGrace(0);
  const client = openaiOf(other);
  const stream = await client.completions.create({ model, prompt: "x", max_tokens: 400, stream: true });
  const chunks = stream[Symbol.asyncIterator]();
  await chunks.next();
  other.process.kill("SIGTERM");
  const [code] = (await once(other.process, "exit")) as [number | null];
  expect(code).toBe(0);
});

test("on SIGTERM a running answer is finished before the process ends", async () => {
  const other = await startWithGrace(30);
  const client = openaiOf(other);
  const request = { model, prompt: "x", max_tokens: 300, stream: true, logit_bias: noEnd } as const;
  const exit = once(other.process, "exit");
  let tokens = 0;
  let finish: string | null = null;
  for await (const chunk of await client.completions.create(request)) {
    if (tokens === 0) other.process.kill("SIGTERM");
    tokens += 1;
    finish = chunk.choices[0]?.finish_reason ?? finish;
  }
  expect(finish).toBe("length");
  expect((await exit)[0]).toBe(0);
});

test("a manifest that nobody trusted signed is refused before anything is loaded", async () => {
  const path = join(folder, "manifest.json");
  const files = [{ path: "tiny.gguf", sha256: "0".repeat(64), bytes: 1 }];
  await writeFile(path, JSON.stringify({ models: [{ id: "m", role: "decoder", license: "x", files }] }));
  const end = await runLlmToEnd(["--manifest", path]);
  expect(end.code).toBe(1);
  expect(end.text).toMatch(/is not signed: .*npm run models:sign/);
});

test.each<[readonly string[], RegExp]>([
  [["--model", "/no/such.gguf"], /--model: there is no \/no\/such\.gguf/],
  [["--manifest", "/no/such.json"], /--manifest: there is no/],
  [["--port", "65536"], /--port: 65536 is no whole number from 0 to 65535/],
  [["--model", import.meta.filename, "--draft", "/no/draft.gguf"], /--draft: there is no/],
  [
    ["--model", import.meta.filename, "--disk-cache", import.meta.filename],
    /--disk-cache: the folder .* cannot be made: a file of that name is in the way/,
  ],
  // Nobody makes folders there, not even root.
  [
    ["--model", import.meta.filename, "--disk-cache", "/proc/millwright/kv"],
    /--disk-cache: the folder .* cannot be made/,
  ],
  [["--model", import.meta.filename, "--host", "192.0.2.1"], /--host: cannot listen at 192\.0\.2\.1:/],
])("%j ends with a sentence", async (args, sentence) => {
  const end = await runLlmToEnd(["--port", "0", ...args]);
  expect(end.code).toBe(1);
  expect(end.text).toMatch(sentence);
  expect(end.text).not.toMatch(/\n\s+at /);
});

test("a draft that cannot be used is told apart from the model", async () => {
  const other = await startLlmProcess([
    "--model",
    join(folder, "tiny.gguf"),
    "--draft",
    join(folder, "tiny-e.gguf"),
  ]);
  expect((await other.said("was refused"))["msg"]).toMatch(
    /the draft model cannot be used: it is an encoder/,
  );
});

test("what all models may take is for all of them together", async () => {
  const path = join(folder, "tiny.gguf");
  const cache = ["--cache-tokens", "1000000", "--memory", "600M"];
  const both = await startLlmProcess(["--model", `a=${path}`, "--model", `b=${path}`, ...cache]);
  await both.said("needs");
  const health = await (await fetch(both.url.replace("/v1", "/health"))).json();
  expect(health).toMatchObject({
    models: [
      { id: "a", phase: "ready" },
      { id: "b", phase: "failed", error: { code: "MODEL_TOO_LARGE" } },
    ],
  });
});

test.each([
  ["another model", ["--model", "b="], "tiny.gguf"],
  ["an encoder", ["--embedding-model", "b="], "tiny-e.gguf"],
] as const)("scratch counts among what all models may take, with %s too", async (_, [option, name], file) => {
  const path = join(folder, "tiny.gguf");
  // The first takes 200 MB, nearly all of it scratch.
  const models = ["--model", `a=${path}`, option, `${name}${join(folder, file)}`];
  const both = await startLlmProcess([...models, "--memory", "270M"]);
  await both.said("needs");
  const health = await (await fetch(both.url.replace("/v1", "/health"))).json();
  expect(health).toMatchObject({
    models: [
      { id: "a", phase: "ready" },
      { id: "b", phase: "failed", error: { code: "MODEL_TOO_LARGE" } },
    ],
  });
});

test("a model that needs more memory than it may take is refused with the figures", async () => {
  const tight = await startLlmProcess(["--model", join(folder, "tiny.gguf"), "--memory", "50M"]);
  await tight.said("needs");
  const health = (await (await fetch(tight.url.replace("/v1", "/health"))).json()) as {
    error: { code: string; message: { en: string } };
  };
  expect(health.error.code).toBe("MODEL_TOO_LARGE");
  expect(health.error.message.en).toMatch(
    /needs \d+ MB \(weights .*cache for .*tokens.*\) of memory; 52 MB is allowed/,
  );
});
