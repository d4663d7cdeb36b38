import OpenAI from "openai";
import { beforeAll, expect, test } from "vitest";
import { type LlmProcess, noEnd, serveTinyModels } from "../../test/support/llm-process.ts";

/** What clients do wrong, and that it harms nobody else. */
let server: LlmProcess;
let openai: OpenAI;
const model = "tiny";

beforeAll(async () => {
  ({ server, openai } = await serveTinyModels());
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

test("of a request with many answers that is refused nobody went away", async () => {
  const gone = async () => {
    const metrics = await (await fetch(server.url.replace("/v1", "/metrics"))).text();
    return /cancelled_requests_total (\d+)/.exec(metrics)![1];
  };
  const before = await gone();
  const refused = {
    model,
    prompt: "x",
    n: 8,
    guided_regex: "a(",
  } as OpenAI.CompletionCreateParamsNonStreaming;
  await expect(openai.completions.create(refused)).rejects.toMatchObject({ status: 400 });
  expect(await gone()).toBe(before);
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
