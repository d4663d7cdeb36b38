import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Ajv2020 } from "ajv/dist/2020.js";
import OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { tinyDecoder, tinyEncoder } from "../../test/support/tiny-gguf.ts";
import { createLlmClient } from "./client.ts";

/** The server as a process over the native engine, with random weights. */
interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  /** Resolves with the first log line whose message it is. */
  readonly said: (message: string) => Promise<Record<string, unknown>>;
}

const started: ChildProcess[] = [];

const startServer = async (args: readonly string[]): Promise<Running> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "--port", "0", ...args], {
    // With a channel to this process it does not outlive it.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  started.push(child);
  const lines: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout! }).on("line", (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
    for (const look of waiting) look();
  });
  const said = (message: string) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const look = () => {
        const found = lines.find(({ msg }) => String(msg).includes(message));
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const { url } = await said("listens");
  return { process: child, url: String(url), said };
};

let folder: string;
let server: Running;
let openai: OpenAI;
const model = "tiny";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "llm-"));
  await writeFile(join(folder, "tiny.gguf"), tinyDecoder());
  await writeFile(join(folder, "tiny-2.gguf"), tinyDecoder(2));
  await writeFile(join(folder, "tiny-e.gguf"), tinyEncoder());
  server = await startServer([
    "--model",
    join(folder, "tiny.gguf"),
    "--model",
    `other=${join(folder, "tiny-2.gguf")}`,
    "--draft",
    join(folder, "tiny.gguf"),
    "--embedding-model",
    join(folder, "tiny-e.gguf"),
    "--threads",
    "1",
  ]);
  openai = new OpenAI({ baseURL: server.url, apiKey: "none", maxRetries: 0 });
  await server.said("all models are loaded");
});

afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

const say = (content: string) => [{ role: "user" as const, content }];

/** Without the control tokens an answer goes on to its limit. */
const noEnd = { 256: -100, 257: -100, 258: -100 };

const command = {
  type: "object",
  properties: {
    tool: { enum: ["release_order", "make_plan"] },
    order: { anyOf: [{ type: "string", pattern: "^WO-\\d{4}$" }, { type: "null" }] },
    quantity: { type: "integer", minimum: 1, maximum: 400 },
    note: { type: "string", maxLength: 8 },
  },
  required: ["tool", "order", "quantity", "note"],
  additionalProperties: false,
};

describe("over the native engine", () => {
  test("answers follow the schema whatever the weights say", async () => {
    const validate = new Ajv2020({ strict: false }).compile(command);
    for (let seed = 1; seed <= 5; seed += 1) {
      const answer = await openai.chat.completions.create({
        model,
        messages: say("下达"),
        temperature: 1.5,
        seed,
        response_format: {
          type: "json_schema",
          json_schema: { name: "command", schema: command, strict: true },
        },
      });
      const text = answer.choices[0]!.message.content!;
      expect(validate(JSON.parse(text)), text).toBe(true);
      expect(answer.choices[0]!.finish_reason).toBe("stop");
    }
  });

  test("the same seed gives the same text, another one another", async () => {
    const ask = async (seed: number) => {
      const answer = await openai.completions.create({
        model,
        prompt: "a",
        max_tokens: 20,
        seed,
        temperature: 1,
      });
      return answer.choices[0]!.text;
    };
    const [first, again, other] = [await ask(1), await ask(1), await ask(2)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("greedy answers do not depend on what else is computed", async () => {
    const ask = async (prompt: string) =>
      (await openai.completions.create({ model, prompt, max_tokens: 16, temperature: 0 })).choices[0]!.text;
    const prompts = Array.from({ length: 8 }, (_, index) => `order ${index}: `);
    const alone: string[] = [];
    for (const prompt of prompts) alone.push(await ask(prompt));
    expect(await Promise.all(prompts.map(ask))).toEqual(alone);
  });

  test("a stream adds up to the whole answer", async () => {
    const request = { model, messages: say("stream"), max_tokens: 30, temperature: 0 };
    const whole = await openai.chat.completions.create(request);
    let text = "";
    for await (const chunk of await openai.chat.completions.create({ ...request, stream: true }))
      text += chunk.choices[0]?.delta.content ?? "";
    expect(text).toBe(whole.choices[0]!.message.content);
    expect(text.isWellFormed()).toBe(true);
  });

  test("probabilities are of the allowed tokens and add up", async () => {
    const schema = { enum: ["aa", "bb", "cc"] };
    const answer = await openai.chat.completions.create({
      model,
      messages: say("x"),
      logprobs: true,
      top_logprobs: 5,
      response_format: { type: "json_schema", json_schema: { name: "letters", schema } },
    });
    const tokens = answer.choices[0]!.logprobs!.content!;
    const choice = tokens.find(({ top_logprobs: top }) => top.length === 3)!;
    const sum = choice.top_logprobs.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
    expect(sum).toBeCloseTo(1, 3);
    expect(tokens.map(({ token }) => token).join("")).toBe(answer.choices[0]!.message.content);
  });

  test("a prompt that was seen is taken from the cache", async () => {
    const prompt = `${"shared prefix ".repeat(8)}!`;
    const ask = () => openai.completions.create({ model, prompt, max_tokens: 1, temperature: 0 });
    await ask();
    const { usage } = await ask();
    expect(usage!.prompt_tokens_details!.cached_tokens).toBe(usage!.prompt_tokens - 1);
  });

  test("a required tool call has the tool's arguments", async () => {
    const answer = await openai.chat.completions.create({
      model,
      messages: say("x"),
      tool_choice: "required",
      tools: [
        {
          type: "function",
          function: {
            name: "hold",
            parameters: {
              type: "object",
              properties: { order: { $ref: "#/$defs/order" } },
              required: ["order"],
              additionalProperties: false,
              $defs: { order: { enum: ["WO-1", "WO-2"] } },
            },
          },
        },
      ],
    });
    const [call] = answer.choices[0]!.message.tool_calls!;
    expect(call).toMatchObject({ type: "function", function: { name: "hold" } });
    expect(JSON.parse((call as { function: { arguments: string } }).function.arguments).order).toMatch(
      /^WO-[12]$/,
    );
  });

  test("a schema that cannot be kept is refused with its place", async () => {
    const schema = { type: "object", properties: { a: { type: "array", uniqueItems: true } } };
    await expect(
      openai.chat.completions.create({
        model,
        messages: say("x"),
        response_format: { type: "json_schema", json_schema: { name: "a", schema } },
      }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("#/properties/a uses uniqueItems"),
    });
  });

  test("of several tools the one is named whose parameters cannot be kept", async () => {
    const tool = (name: string, parameters: Record<string, unknown>) => ({
      type: "function" as const,
      function: { name, parameters },
    });
    const tools = [
      tool("fine", { type: "object", properties: {} }),
      tool("odd", { type: "object", properties: { a: { not: {} } } }),
    ];
    const request = { model, messages: say("x"), tools };
    const refused = {
      status: 400,
      param: "tools.1.function.parameters",
      message: expect.stringContaining("The schema at #/properties/a uses not, which is not supported (odd)"),
    };
    const ask = openai.chat.completions.create.bind(openai.chat.completions);
    await expect(ask({ ...request, tool_choice: "required" })).rejects.toMatchObject(refused);
    await expect(
      ask({ ...request, tool_choice: "required", parallel_tool_calls: true }),
    ).rejects.toMatchObject(refused);
    await expect(
      ask({ ...request, tool_choice: { type: "function", function: { name: "odd" } } }),
    ).rejects.toMatchObject(refused);
    await expect(ask({ ...request, response_format: { type: "json_object" } })).rejects.toMatchObject(
      refused,
    );
    const schema = { properties: { b: { if: {} } } };
    await expect(
      ask({
        ...request,
        tools: [tools[0]!],
        response_format: { type: "json_schema", json_schema: { name: "a", schema } },
      }),
    ).rejects.toMatchObject({
      status: 400,
      param: "response_format",
      message: expect.stringContaining("The schema at #/properties/b uses if"),
    });
  });

  test.each<[object, string, RegExp]>([
    [{ logit_bias: { 999999: 1 } }, "logit_bias", /token 999999 is not in the vocabulary of 288/],
    [{ prompt: [999999] }, "prompt", /token 999999 is not in the vocabulary/],
    [{ guided_regex: "a(" }, "guided_regex", /open bracket/],
  ])("%j is refused and names %s", async (fields, param, message) => {
    const refused = openai.completions.create({
      model,
      prompt: "x",
      ...fields,
    } as OpenAI.CompletionCreateParamsNonStreaming);
    await expect(refused).rejects.toMatchObject({
      status: 400,
      param,
      message: expect.stringMatching(message),
    });
  });

  test("embeds texts of any kind as vectors of length one", async () => {
    const answer = await openai.embeddings.create({
      model: "tiny-e",
      input: ["工单 a1", "b".repeat(500), "😀", ""],
    });
    for (const { embedding } of answer.data) {
      expect(embedding).toHaveLength(32);
      expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
    }
    const [first, second] = await Promise.all(
      ["工单", "工单"].map((input) => openai.embeddings.create({ model: "tiny-e", input })),
    );
    expect(first!.data[0]!.embedding).toEqual(second!.data[0]!.embedding);
  });

  test("the house's client gets JSON and its confidence", async () => {
    const client = createLlmClient({ url: server.url });
    const answer = await client.chatJson({ messages: say("x"), schema: command, seed: 1 });
    expect(answer.json).toMatchObject({ tool: expect.any(String) });
    expect(answer.confidence!.branchingPoints).toBeGreaterThan(0);
    expect(answer.confidence!.min).toBeGreaterThan(0);
    expect(answer.confidence!.mean).toBeLessThan(1);
    expect((await client.embed(["工单"]))[0]).toHaveLength(32);
  });

  test("the official client's parse helpers get objects of their schema", async () => {
    const order = z.object({ order: z.string().regex(/^WO-[0-9]{4}$/), urgent: z.boolean() });
    const answer = await openai.chat.completions.parse({
      model,
      messages: say("x"),
      response_format: zodResponseFormat(order, "order"),
    });
    expect(order.parse(answer.choices[0]!.message.parsed)).toEqual(answer.choices[0]!.message.parsed);

    const called = await openai.chat.completions.parse({
      model,
      messages: say("x"),
      tool_choice: "required",
      tools: [zodFunction({ name: "hold", parameters: order })],
    });
    const [call] = called.choices[0]!.message.tool_calls!;
    expect(order.parse(call!.function.parsed_arguments)).toEqual(call!.function.parsed_arguments);
  });

  test("the official client's streams build calls and objects as they come", async () => {
    const order = z.object({ order: z.string().regex(/^WO-[0-9]{4}$/) });
    const parsed = openai.chat.completions.stream({
      model,
      messages: say("x"),
      response_format: zodResponseFormat(order, "order"),
      stream_options: { include_usage: true },
    });
    const final = await parsed.finalChatCompletion();
    expect(order.parse(final.choices[0]!.message.parsed)).toBeDefined();
    expect(final.usage!.completion_tokens).toBeGreaterThan(0);

    const called = openai.chat.completions.stream({
      model,
      messages: say("x"),
      tool_choice: "required",
      tools: [zodFunction({ name: "hold", parameters: order })],
    });
    const deltas: string[] = [];
    called.on("tool_calls.function.arguments.delta", (event) => deltas.push(event.arguments_delta));
    const [call] = (await called.finalChatCompletion()).choices[0]!.message.tool_calls!;
    expect(order.parse(JSON.parse(call!.function.arguments))).toBeDefined();
    expect(deltas.join("")).toBe(call!.function.arguments);
    expect(deltas.length).toBeGreaterThan(1);
  });

  test("an aborted request ends with the client's own error", async () => {
    const controller = new AbortController();
    const stream = await openai.completions.create(
      { model, prompt: "x", max_tokens: 400, stream: true, logit_bias: noEnd },
      { signal: controller.signal },
    );
    const read = async () => {
      for await (const _chunk of stream) controller.abort();
    };
    await read().catch((error: unknown) => expect(error).toBeInstanceOf(OpenAI.APIUserAbortError));
    expect(controller.signal.aborted).toBe(true);
  });

  test("several models are served by their names, one with a draft model", async () => {
    const ids = (await openai.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(["tiny", "other", "tiny-e"]);
    const ask = async (name: string) =>
      (
        await openai.completions.create({
          model: name,
          prompt: "abcabcabc",
          max_tokens: 60,
          temperature: 0,
          logit_bias: noEnd,
        })
      ).choices[0]!.text;
    expect(await ask("tiny")).not.toBe(await ask("other"));
    const metrics = await (await fetch(server.url.replace("/v1", "/metrics"))).text();
    expect(metrics).toMatch(/draft_guessed_tokens_total\{model="tiny"\} [1-9]/);
    expect(metrics).toMatch(/draft_guessed_tokens_total\{model="other"\} 0/);
  });

  test("regular expressions and choices are followed", async () => {
    const ask = async (fields: object) => {
      const answer = await openai.chat.completions.create({
        model,
        messages: say("x"),
        temperature: 1.5,
        ...fields,
      });
      return answer.choices[0]!.message.content;
    };
    expect(await ask({ response_format: { type: "regex", regex: "[A-C]{3}-\\d{2}" } })).toMatch(
      /^[A-C]{3}-\d\d$/,
    );
    expect(["hold", "release"]).toContain(await ask({ structured_outputs: { choice: ["hold", "release"] } }));
  });

  test("a deadline ends an answer with what it has", async () => {
    const answer = await openai.completions.create({
      model,
      prompt: "x".repeat(300),
      max_tokens: 200,
      logit_bias: noEnd,
      deadline_ms: 1,
    } as OpenAI.CompletionCreateParamsNonStreaming);
    expect(answer.choices[0]!.finish_reason).toBe("deadline");
  });

  test("nothing that a client sends ends the process", async () => {
    const bodies = [
      "",
      "[]",
      "null",
      '{"messages":1}',
      `{"prompt":${"[".repeat(2000)}`,
      '{"prompt":"x","logit_bias":{"999999":1}}',
      '{"prompt":[999999]}',
      '{"prompt":"\\ud800"}',
      '{"prompt":"x","response_format":{"type":"regex","regex":"((a+)+)+$"}}',
      '{"prompt":"x","response_format":{"type":"regex","regex":"(a{1000}){1000}"}}',
      '{"prompt":"x","response_format":{"type":"regex","regex":"(?=x)"}}',
      `{"prompt":"x","guided_json":${'{"properties":{"a":'.repeat(150)}{}${"}}".repeat(150)}}`,
    ];
    const answers = await Promise.all(
      bodies.flatMap((body) =>
        ["completions", "chat/completions", "embeddings"].map((route) =>
          fetch(`${server.url}/${route}`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body,
          }),
        ),
      ),
    );
    for (const answer of answers) expect(answer.status === 200 || answer.status === 400).toBe(true);
    expect((await fetch(server.url.replace("/v1", "/health"))).status).toBe(200);
  });

  test("a client that goes away frees its place", async () => {
    const stream = await openai.completions.create({
      model,
      prompt: "x",
      max_tokens: 400,
      stream: true,
      temperature: 1,
    });
    for await (const _chunk of stream) break;
    await expect
      .poll(async () => (await fetch(server.url.replace("/v1", "/metrics"))).text(), { timeout: 20_000 })
      .toMatch(/running_requests\{model="tiny"\} 0/);
  });
});

test("a damaged model file is told by health, and the process stays", async () => {
  const path = join(folder, "broken.gguf");
  await writeFile(path, tinyDecoder().subarray(0, 5000));
  const broken = await startServer(["--model", path]);
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

test("ends at once on SIGTERM, even in the middle of an answer", async () => {
  const other = await startServer(["--model", join(folder, "tiny.gguf"), "--threads", "1", "--grace", "0"]);
  await other.said("model ready");
  const client = new OpenAI({ baseURL: other.url, apiKey: "none", maxRetries: 0 });
  const stream = await client.completions.create({ model, prompt: "x", max_tokens: 400, stream: true });
  const chunks = stream[Symbol.asyncIterator]();
  await chunks.next();
  other.process.kill("SIGTERM");
  const [code] = (await once(other.process, "exit")) as [number | null];
  expect(code).toBe(0);
});

test("on SIGTERM a running answer is finished before the process ends", async () => {
  const other = await startServer(["--model", join(folder, "tiny.gguf"), "--threads", "1", "--grace", "30"]);
  await other.said("model ready");
  const client = new OpenAI({ baseURL: other.url, apiKey: "none", maxRetries: 0 });
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

/** Runs the server's main file to its end. */
const runToEnd = async (args: readonly string[]) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args]);
  started.push(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text };
};

test("a manifest that nobody trusted signed is refused before anything is loaded", async () => {
  const path = join(folder, "manifest.json");
  const files = [{ path: "tiny.gguf", sha256: "0".repeat(64), bytes: 1 }];
  await writeFile(path, JSON.stringify({ models: [{ id: "m", role: "decoder", license: "x", files }] }));
  const end = await runToEnd(["--manifest", path]);
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
  const end = await runToEnd(["--port", "0", ...args]);
  expect(end.code).toBe(1);
  expect(end.text).toMatch(sentence);
  expect(end.text).not.toMatch(/\n\s+at /);
});

test("a draft that cannot be used is told apart from the model", async () => {
  const other = await startServer([
    "--model",
    join(folder, "tiny.gguf"),
    "--draft",
    join(folder, "tiny-e.gguf"),
  ]);
  expect((await other.said("was refused"))["msg"]).toMatch(
    /the draft model cannot be used: it is an encoder/,
  );
});

test("a model that needs more memory than it may take is refused with the figures", async () => {
  const tight = await startServer(["--model", join(folder, "tiny.gguf"), "--memory", "50M"]);
  await tight.said("needs");
  const health = (await (await fetch(tight.url.replace("/v1", "/health"))).json()) as {
    error: { code: string; message: { en: string } };
  };
  expect(health.error.code).toBe("MODEL_TOO_LARGE");
  expect(health.error.message.en).toMatch(
    /needs \d+ MB \(weights .*cache for .*tokens.*\) of memory; 52 MB is allowed/,
  );
});
