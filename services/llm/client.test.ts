import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import {
  createFakeDecoder,
  createFakeEncoder,
  type FakeDecoderOptions,
} from "../../test/support/fake-decoder.ts";
import { silentLogger } from "../core/log.ts";
import { createLlmClient } from "./client.ts";
import { confidenceOf } from "./confidence.ts";
import { createRegistry, type Model } from "./registry.ts";
import { createLlmServer } from "./server.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const ours = async (options: Partial<FakeDecoderOptions> = {}) => {
  const fake = createFakeDecoder({ answer: () => ['{"tool":', '"make_plan"', "}"], ...options });
  const models: Model[] = [
    {
      role: "decoder",
      id: "mill",
      promptStyle: "closed-set",
      state: { phase: "ready" },
      engine: fake.decoder,
    },
    {
      role: "encoder",
      id: "mill-e",
      promptStyle: "general",
      state: { phase: "ready" },
      engine: createFakeEncoder(),
    },
  ];
  const { app, stop } = createLlmServer({ registry: createRegistry(models), log: silentLogger });
  await app.listen({ port: 0, host: "127.0.0.1" });
  closers.push(() => stop(0));
  return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, models, ...fake };
};

/** Somebody else's server, one answer for each request. */
const foreign = async (
  answer: (request: IncomingMessage, body: string, response: ServerResponse) => void,
) => {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => answer(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const respond = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
};

const ask = { messages: [{ role: "user", content: "排产" }], schema: { type: "object" } } as const;

test("what answers with a page where an answer is due is there, but is no model server", async () => {
  const url = await foreign((_request, _body, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html>Sign in</html>");
  });
  await expect(createLlmClient({ url }).models()).rejects.toMatchObject({ code: "LLM_BAD_OUTPUT" });
  await expect(createLlmClient({ url, model: "m" }).chatJson(ask)).rejects.toMatchObject({
    code: "LLM_BAD_OUTPUT",
  });
});

test("asks our server for JSON and says how sure it was", async () => {
  const { url, requests } = await ours();
  const client = createLlmClient({ url });
  const answer = await client.chatJson({ ...ask, seed: 3, maxTokens: 40 });
  expect(answer).toMatchObject({
    json: { tool: "make_plan" },
    text: '{"tool":"make_plan"}',
    usage: { completionTokens: 3 },
  });
  expect(answer.confidence).toMatchObject({ branchingPoints: 3 });
  expect(answer.confidence?.min).toBeCloseTo(Math.exp(-0.5));
  expect(requests[0]).toMatchObject({
    seed: 3,
    maxTokens: 40,
    temperature: 0,
    grammar: { kind: "schema", source: '{"type":"object"}' },
  });
});

test("streams the text while it comes", async () => {
  const { url } = await ours();
  const parts: string[] = [];
  const answer = await createLlmClient({ url: `${url}/v1/` }).chatJson({
    ...ask,
    onDelta: (text) => parts.push(text),
  });
  expect(parts).toEqual(['{"tool":', '"make_plan"', "}"]);
  expect(answer.json).toEqual({ tool: "make_plan" });
  expect(answer.confidence).toBeDefined();
  expect(answer.usage.completionTokens).toBe(3);
});

test("embeds, lists models and tells health", async () => {
  const { url, models } = await ours();
  const client = createLlmClient({ url });
  expect((await client.embed(["ab", "c"])).map((vector) => [...vector])).toEqual([
    [2, 97, 0.5],
    [1, 99, 0.5],
  ]);
  expect(await client.embed([])).toEqual([]);
  expect(await client.models()).toMatchObject([
    { id: "mill", promptStyle: "closed-set", role: "decoder", contextLength: 1000 },
    { id: "mill-e", role: "encoder" },
  ]);
  expect(await client.health()).toEqual({ ready: true, progress: 1 });
  models[0]!.state = { phase: "loading", progress: 0 };
  expect(await client.health()).toEqual({ ready: false, progress: 0.5 });
  await expect(client.chatJson(ask)).rejects.toMatchObject({ code: "LLM_UNAVAILABLE", retryable: true });
});

test("a prompt that is too long comes back with its figures", async () => {
  const { url } = await ours({ contextLength: 10 });
  await expect(
    createLlmClient({ url }).chatJson({ ...ask, messages: [{ role: "user", content: "x".repeat(50) }] }),
  ).rejects.toMatchObject({
    code: "LLM_PROMPT_TOO_LONG",
    details: { limit: 9 },
  });
});

test("an answer that is cut off or no JSON is bad output", async () => {
  const { url } = await ours({ answer: () => ['{"a":', "1", "}"] });
  await expect(createLlmClient({ url }).chatJson({ ...ask, maxTokens: 2 })).rejects.toMatchObject({
    code: "LLM_BAD_OUTPUT",
    details: { problem: expect.stringContaining("cut off") },
  });
  const other = await ours({ answer: () => ["sorry"] });
  await expect(createLlmClient({ url: other.url }).chatJson(ask)).rejects.toMatchObject({
    code: "LLM_BAD_OUTPUT",
  });
});

test("nobody there, a slow server and a caller that gives up are told apart", async () => {
  await expect(
    createLlmClient({ url: "http://127.0.0.1:1", model: "m" }).chatJson(ask),
  ).rejects.toMatchObject({
    code: "LLM_UNAVAILABLE",
  });
  const silent = await foreign(() => undefined);
  const slow = createLlmClient({ url: silent, model: "m", timeoutMs: 50 });
  await expect(slow.chatJson(ask)).rejects.toMatchObject({ code: "LLM_TIMEOUT" });
  await expect(slow.chatJson({ ...ask, onDelta: () => undefined })).rejects.toMatchObject({
    code: "LLM_TIMEOUT",
  });
  expect(await slow.health()).toEqual({ ready: false, progress: 0 });
  const controller = new AbortController();
  const pending = createLlmClient({ url: silent, model: "m" }).chatJson({
    ...ask,
    signal: controller.signal,
  });
  controller.abort(new Error("never mind"));
  await expect(pending).rejects.toThrow("never mind");
});

test("who gives up while the models are listed takes that from nobody who waits for it too", async () => {
  const asked = Promise.withResolvers<void>();
  const listing = Promise.withResolvers<void>();
  const url = await foreign(async ({ url: path }, _body, response) => {
    if (path !== "/v1/models")
      return respond(response, 200, { choices: [{ message: { content: '{"ok":true}' } }] });
    asked.resolve();
    await listing.promise;
    respond(response, 200, { data: [{ id: "one" }] });
  });
  const client = createLlmClient({ url });
  const givingUp = new AbortController();
  const first = client.chatJson({ ...ask, signal: givingUp.signal });
  const second = client.chatJson({ ...ask, signal: new AbortController().signal });
  await asked.promise;
  givingUp.abort();
  await expect(first).rejects.toThrow("aborted");
  listing.resolve();
  expect((await second).json).toEqual({ ok: true });
});

test("a server that was replaced by one of another model is asked by that", async () => {
  let served = "m1";
  const asked: string[] = [];
  const url = await foreign((request, body, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url?.endsWith("/models")) return response.end(JSON.stringify({ data: [{ id: served }] }));
    const { model } = JSON.parse(body) as { model: string };
    asked.push(model);
    if (model !== served) {
      response.statusCode = 404;
      return response.end(JSON.stringify({ error: `model '${model}' not found` }));
    }
    const embeds = request.url?.endsWith("/embeddings");
    return response.end(
      JSON.stringify(
        embeds
          ? { data: [{ index: 0, embedding: [1] }] }
          : { choices: [{ message: { content: "{}" }, finish_reason: "stop" }] },
      ),
    );
  });
  const client = createLlmClient({ url });
  const say = () => client.chatJson({ messages: [{ role: "user", content: "hi" }], schema: {} });
  await say();
  served = "m2";
  await say();
  served = "m3";
  await client.embed(["one"]);
  expect(asked).toEqual(["m1", "m1", "m2", "m2", "m3"]);
});

test("a stream that stalls runs into the same deadline", async () => {
  const url = await foreign((_request, _body, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"choices":[{"delta":{"content":"{"}}]}\n\n');
  });
  const client = createLlmClient({ url, model: "m", timeoutMs: 100 });
  await expect(client.chatJson({ ...ask, onDelta: () => undefined })).rejects.toMatchObject({
    code: "LLM_TIMEOUT",
  });
});

test("a server without probabilities is asked again without them", async () => {
  const bodies: string[] = [];
  const url = await foreign((_request, body, response) => {
    bodies.push(body);
    if (body.includes("logprobs"))
      respond(response, 400, { error: { message: "logprobs is not supported" } });
    else
      respond(response, 200, {
        choices: [{ message: { content: '```json\n{"a":1}\n```' }, finish_reason: "stop" }],
      });
  });
  const client = createLlmClient({ url, model: "m" });
  const answer = await client.chatJson(ask);
  expect(answer.json).toEqual({ a: 1 });
  expect(answer.confidence).toBeUndefined();
  await client.chatJson(ask);
  expect(bodies).toHaveLength(3);
});

test.each([
  [401, { error: { message: "bad key" } }, "CONFIG_INVALID"],
  [404, { error: "model 'm' not found" }, "CONFIG_INVALID"],
  [429, { error: { message: "slow down" } }, "RATE_LIMITED"],
  [500, { error: { message: "oops" } }, "LLM_UNAVAILABLE"],
  [
    400,
    {
      error: {
        message: "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens",
      },
    },
    "LLM_PROMPT_TOO_LONG",
  ],
  [422, { detail: "no" }, "LLM_BAD_OUTPUT"],
])("status %i becomes %s", async (status, body, code) => {
  const url = await foreign((_request, _body, response) => respond(response, status, body));
  await expect(createLlmClient({ url, model: "m", apiKey: "k" }).chatJson(ask)).rejects.toMatchObject({
    code,
  });
});

test("an error inside a stream, and events cut anywhere", async () => {
  const url = await foreign((_request, _body, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const text =
      'data: {"choices":[{"delta":{"content":"{\\"订单\\":1}"}}]}\r\n\r\n: ping\n\ndata: [DONE]\n\n';
    for (const byte of Buffer.from(text)) response.write(Buffer.of(byte));
    response.end();
  });
  const answer = await createLlmClient({ url, model: "m" }).chatJson({ ...ask, onDelta: () => undefined });
  expect(answer.json).toEqual({ 订单: 1 });
  const failing = await foreign((_request, _body, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end('data: {"error":{"message":"out of memory"}}\n\n');
  });
  await expect(
    createLlmClient({ url: failing, model: "m" }).chatJson({ ...ask, onDelta: () => undefined }),
  ).rejects.toMatchObject({ code: "LLM_BAD_OUTPUT", details: { problem: "out of memory" } });
});

test("confidence looks only where there was a choice", () => {
  expect(confidenceOf([])).toBeUndefined();
  expect(confidenceOf([{ logprob: 0, top_logprobs: [{ logprob: 0 }] }])).toEqual({
    min: 1,
    mean: 1,
    branchingPoints: 0,
  });
  const token = (probability: number) => ({
    logprob: Math.log(probability),
    top_logprobs: [{ logprob: Math.log(probability) }, { logprob: Math.log(1 - probability) }],
  });
  const mixed = confidenceOf([
    token(0.5),
    { logprob: 0, top_logprobs: [{ logprob: 0 }, { logprob: -100 }] },
    token(0.9),
  ]);
  expect(mixed?.min).toBeCloseTo(0.5);
  expect(mixed?.mean).toBeCloseTo(0.7);
  expect(mixed?.branchingPoints).toBe(2);
});

test("the model that was chosen is asked in its own way, and the shipped one so whoever serves it", async () => {
  const url = await foreign((_request, _body, response) =>
    respond(response, 200, {
      data: [
        { id: "big", max_model_len: 4_096 },
        { id: "/srv/models/millwright-270m.gguf", meta: { n_ctx: 2_048 } },
        { id: "mine", prompt_style: "closed-set" },
      ],
    }),
  );
  const decoder = (model?: string) => createLlmClient({ url, ...(model ? { model } : {}) }).decoder();
  expect(await decoder()).toMatchObject({ id: "big", promptStyle: "general", contextLength: 4_096 });
  expect(await decoder("mine")).toMatchObject({ id: "mine", promptStyle: "closed-set" });
  expect(await decoder("/srv/models/millwright-270m.gguf")).toMatchObject({
    promptStyle: "closed-set",
    contextLength: 2_048,
  });
  expect(await decoder("millwright-270m")).toMatchObject({ promptStyle: "closed-set" });
  expect(await decoder("not-listed")).toMatchObject({ id: "not-listed", promptStyle: "general" });
});

test("a model is asked not to think aloud, and its thoughts are no part of the answer where it does", async () => {
  const asked: unknown[] = [];
  const url = await foreign((_request, body, response) => {
    asked.push((JSON.parse(body) as { chat_template_kwargs?: unknown }).chat_template_kwargs);
    if (asked.at(-1)) respond(response, 400, { error: { message: "unknown field chat_template_kwargs" } });
    else
      respond(response, 200, {
        choices: [{ message: { content: '<think>\nWhich {tool}?\n</think>\n\n{"tool":"make_plan"}' } }],
      });
  });
  const client = createLlmClient({ url, model: "m" });
  expect((await client.chatJson(ask)).json).toEqual({ tool: "make_plan" });
  expect(asked).toEqual([{ enable_thinking: false }, undefined]);
});
