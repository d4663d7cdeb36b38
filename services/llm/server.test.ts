import { connect } from "node:net";
import { expect, test } from "vitest";
import { hello, patient, refusal, start } from "../../test/support/llm-server.ts";
import type { GenerateRequest } from "./engine.ts";
import type { OpenAiError } from "./openai-error.ts";

const endless = () => Array.from({ length: 1_000_000 }, () => "token ");

test("lists its models", async () => {
  const { openai } = await start();
  const ids = [];
  for await (const model of openai.models.list()) ids.push(model.id);
  expect(ids).toEqual(["mill", "mill-e"]);
  await expect(openai.models.retrieve("other")).rejects.toMatchObject({
    status: 404,
    code: "model_not_found",
    message: expect.stringContaining("There is no model other; take one that is served: mill, mill-e."),
  });
});

test("a model that is not served is refused with those that are", async () => {
  const { post } = await start();
  const chat = await refusal(post("chat/completions", { ...hello, model: "gpt-9" }));
  expect(chat.message).toBe("There is no text model gpt-9; take one that is served: mill.");
  const embedding = await refusal(post("embeddings", { model: "mill", input: "x" }));
  expect(embedding).toMatchObject({
    status: 404,
    code: "model_not_found",
    message: "There is no embedding model mill; take one that is served: mill-e.",
  });
});

test("refuses with OpenAI's errors", async () => {
  const { openai, url } = await start({ contextLength: 20 });
  const long = { ...hello, messages: [{ role: "user" as const, content: "x".repeat(100) }] };
  const refused = openai.chat.completions.create(long);
  await expect(refused).rejects.toMatchObject({ status: 400, code: "context_length_exceeded" });
  await expect(refused).rejects.toThrow(/\d+ tokens, the model takes 19;/);
  await expect(openai.chat.completions.create({ ...long, stream: true })).rejects.toMatchObject({
    status: 400,
  });
  await expect(openai.chat.completions.create({ ...hello, model: "gpt-9" })).rejects.toMatchObject({
    status: 404,
  });
  await expect(openai.chat.completions.create({ ...hello, messages: [] })).rejects.toMatchObject({
    status: 400,
    param: "messages",
  });
  const broken = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{",
  });
  expect(broken.status).toBe(400);
  expect(((await broken.json()) as OpenAiError).error.type).toBe("invalid_request_error");
});

test("asks for the key when there is one, but not for health", async () => {
  const { openai, url } = await start({ apiKey: "secret" });
  await expect(openai.models.list()).resolves.toBeDefined();
  expect((await fetch(`${url}/v1/models`)).status).toBe(401);
  const wrong = await refusal(fetch(`${url}/v1/models`, { headers: { authorization: "Bearer wrong" } }));
  expect(wrong).toMatchObject({ status: 401, type: "authentication_error", code: "invalid_api_key" });
  expect(wrong.message).toContain("Authorization: Bearer KEY");
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test("while it loads, health tells the progress and requests are told to come back", async () => {
  const { models, url } = await start();
  models[0]!.state = { phase: "loading", progress: 0.5 };
  const health = await fetch(`${url}/health`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({ status: "loading", progress: 0.75 });
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(hello),
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("2");
  expect(((await answer.json()) as OpenAiError).error).toMatchObject({
    code: "model_loading",
    message: "The model mill is being loaded (50 %); try again in a moment.",
  });
});

test("stops generating when the client goes away", async () => {
  const endless = Array.from({ length: 1_000_000 }, () => "token ");
  const { openai, running, requests, url } = await start({
    answer: () => endless,
    contextLength: 10_000_000,
  });
  const stream = await openai.chat.completions.create({ ...hello, max_tokens: 9_000_000, stream: true });
  for await (const _chunk of stream) break;
  await new Promise<void>((resolve) => {
    if (requests[0]!.signal.aborted) resolve();
    else requests[0]!.signal.addEventListener("abort", () => resolve());
  });
  await expect.poll(running, patient).toBe(0);
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain("millwright_llm_cancelled_requests_total 1");
});

test("a client that stops reading its stream does not hold its place for ever", async () => {
  const endless = Array.from({ length: 1_000_000 }, () => "token ".repeat(100));
  const { running, url } = await start({
    answer: () => endless,
    contextLength: 10_000_000,
    stallMs: 50,
  });
  const body = JSON.stringify({ ...hello, max_tokens: 9_000_000, stream: true });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  socket.pause();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(running, patient).toBe(1);
  await expect.poll(running, patient).toBe(0);
  expect(await (await fetch(`${url}/metrics`)).text()).toContain("cancelled_requests_total 1");
  socket.destroy();
});

test("more requests than it has room for are told when to come back", async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { decoder, openai, post, url } = await start({ sequences: 1, queue: 2 });
  const { generate } = decoder;
  let waiting = 0;
  Object.assign(decoder, {
    generate: async function* (request: GenerateRequest) {
      waiting += 1;
      await held;
      return yield* generate(request);
    },
  });
  const accepted = [1, 2].map(() => openai.chat.completions.create(hello));
  await expect.poll(() => waiting, patient).toBe(2);
  const refused = await post("chat/completions", { ...hello, n: 2 });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(((await refused.json()) as OpenAiError).error.code).toBe("rate_limit_exceeded");
  release();
  for (const answer of accepted) expect((await answer).choices).toHaveLength(1);
  // Now there is room again.
  expect((await openai.chat.completions.create({ ...hello, n: 2 })).choices).toHaveLength(2);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/llm_refused_requests_total 1/);
});

test("metrics count requests and tokens", async () => {
  const { openai, url } = await start();
  await openai.chat.completions.create(hello);
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(text).toContain('millwright_llm_requests_total{route="/v1/chat/completions",status="200"} 1');
  expect(text).toContain("millwright_llm_completion_tokens_total 3");
  expect(text).toContain("millwright_llm_first_token_seconds_count 1");
  expect(text).toContain("millwright_llm_token_seconds_count 2");
  expect(text).toContain("millwright_llm_queue_seconds_count 1");
  expect(text).toContain('millwright_llm_finished_total{reason="stop"} 1');
  expect(text).toContain('millwright_llm_engine_running_requests{model="mill"} 0');
  expect(
    text.split("\n").every((line) => line === "" || /^(# |[a-z_]+(\{[^}]*\})? [-+0-9.eE]+$)/.test(line)),
  ).toBe(true);
});

test("the server's own deadline holds unless the request has one", async () => {
  const { openai, requests } = await start({ deadlineMs: 700 });
  await openai.chat.completions.create(hello);
  await openai.chat.completions.create({ ...hello, deadline_ms: 50 } as typeof hello);
  expect(requests.map(({ deadlineMs }) => deadlineMs)).toEqual([700, 50]);
});

test.each<[string, object, string, RegExp]>([
  ["chat/completions", { messages: [] }, "messages", /.*/],
  ["chat/completions", { messages: [{ role: "oracle", content: "x" }] }, "messages.0.role", /.*/],
  ["chat/completions", { n: 0 }, "n", /.*/],
  ["chat/completions", { temperature: 3 }, "temperature", /2/],
  ["chat/completions", { top_logprobs: 3 }, "top_logprobs", /needs logprobs/],
  ["chat/completions", { functions: [] }, "functions", /use tools/],
  ["chat/completions", { audio: {} }, "audio", /not supported/],
  ["chat/completions", { modalities: ["audio"] }, "modalities.0", /text/],
  ["chat/completions", { guided_grammar: "root ::= x" }, "guided_grammar", /not supported/],
  ["chat/completions", { logit_bias: { word: 1 } }, "logit_bias.word", /.*/],
  ["chat/completions", { max_tokens: 0 }, "max_tokens", /.*/],
  ["chat/completions", { tool_choice: "required" }, "tool_choice", /no tools/],
  [
    "chat/completions",
    { guided_regex: "a", response_format: { type: "json_object" } },
    "guided_regex",
    /response_format is given too/,
  ],
  ["chat/completions", { guided_json: "{" }, "guided_json", /no JSON/],
  ["chat/completions", { structured_outputs: { json: "x" } }, "structured_outputs.json", /no JSON/],
  ["completions", { prompt: "x", suffix: "y" }, "suffix", /not supported/],
  ["completions", { prompt: "x", best_of: 3 }, "best_of", /use n/],
  ["completions", { prompt: "x", echo: true, logprobs: 1 }, "logprobs", /echo/],
  ["completions", { prompt: "x", max_tokens: 0 }, "max_tokens", /echo/],
  ["completions", { prompt: [] }, "prompt", /.*/],
  ["embeddings", { input: [1, 2, 3] }, "input", /another model's/],
  ["embeddings", { input: "x", dimensions: 9 }, "dimensions", /have 3/],
])("%s with %j is refused and names %s", async (route, fields, param, message) => {
  const { post } = await start();
  const body = route === "chat/completions" ? { ...hello, ...fields } : fields;
  const error = await refusal(post(route, body));
  expect(error).toMatchObject({ status: 400, type: "invalid_request_error", param });
  expect(error.message).toMatch(message);
});

test("fields that are null, hints and unknown fields are taken as absent", async () => {
  const { post } = await start();
  const fields = { seed: null, stop: null, tools: null, user: "u", store: true, metadata: {}, whatever: 1 };
  expect((await post("chat/completions", { ...hello, ...fields, suffix: null })).status).toBe(200);
  expect((await post("completions", { prompt: "x", suffix: null, best_of: 1 })).status).toBe(200);
});

test("what is missing is said to be missing", async () => {
  const { post, url } = await start();
  expect((await refusal(post("chat/completions", { model: "mill" }))).message).toBe(
    "Invalid input at messages: is missing; array expected. Mend it and send it again.",
  );
  const form = await refusal(fetch(`${url}/v1/completions`, { method: "POST", body: "prompt=x" }));
  expect(form).toMatchObject({ status: 400, param: "body" });
  expect(form.message).toContain("content-type: application/json");
});

test("a body that is too large is refused with the limit", async () => {
  const { post } = await start();
  const error = await refusal(post("completions", { prompt: "x".repeat(9_000_000) }));
  expect(error).toMatchObject({ status: 413, message: expect.stringContaining("8388608") });
});

test("stopping lets running answers finish, takes no new ones, and says so", async () => {
  const { openai, url, stop } = await start({ answer: () => Array.from({ length: 200 }, () => "x") });
  const running = openai.chat.completions.create({ ...hello, max_tokens: 200 });
  const stream = await openai.chat.completions.create({ ...hello, max_tokens: 200, stream: true });
  const stopped = stop(20_000);
  let text = "";
  let refused: unknown;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? "";
    refused ??= await openai.chat.completions.create(hello).catch((error: unknown) => error);
  }
  expect(refused).toMatchObject({ status: 503, code: "server_stopping" });
  expect(text).toHaveLength(200);
  expect((await running).choices[0]!.message.content).toHaveLength(200);
  await stopped;
  await expect(fetch(`${url}/health`)).rejects.toThrow();
});

test("after the grace running answers are ended, and told why", async () => {
  const { openai, running, stop } = await start({ answer: endless, contextLength: 10_000_000 });
  const whole = openai.chat.completions.create({ ...hello, max_tokens: 9_000_000 });
  const stream = await openai.chat.completions.create({ ...hello, max_tokens: 9_000_000, stream: true });
  const read = async () => {
    for await (const _chunk of stream);
  };
  const ended = [
    expect(whole).rejects.toMatchObject({ status: 503 }),
    expect(read()).rejects.toThrow(/stopping/),
  ];
  await stop(10);
  await Promise.all(ended);
  expect(running()).toBe(0);
});
