import type OpenAI from "openai";
import { beforeAll, expect, test } from "vitest";
import { type LlmProcess, noEnd, say, serveTinyModels } from "../../test/support/llm-process.ts";

/** Answers of the native engine through the server and the official client, with random weights. */
let server: LlmProcess;
let openai: OpenAI;
const model = "tiny";

beforeAll(async () => {
  ({ server, openai } = await serveTinyModels());
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

test("tokens are told with where their text begins, streamed or not, also parts of characters", async () => {
  const request = { model, prompt: "hello", max_tokens: 60, temperature: 1.5, seed: 7, logprobs: 0 } as const;
  const whole = (await openai.completions.create({ ...request, logit_bias: noEnd })).choices[0]!;
  const offsets = whole.logprobs!.text_offset!;
  const streamed: number[] = [];
  // A stop text that never comes holds text back.
  const waiting = { ...request, logit_bias: noEnd, stop: "never".repeat(9), stream: true } as const;
  for await (const { choices } of await openai.completions.create(waiting))
    streamed.push(...(choices[0]?.logprobs?.text_offset ?? []));
  expect(streamed).toEqual(offsets);
  expect(offsets.length).toBe(60);
  for (const [index, offset] of offsets.entries()) {
    expect(offset).toBeLessThanOrEqual(whole.text.length);
    const token = whole.logprobs!.tokens![index]!;
    // What shows that the character before is none comes before the token in the same text.
    const rest = whole.text.slice(offset).replace(/^\ufffd+/, "");
    if (!/\ufffd|<unused/.test(token)) expect(rest.startsWith(token)).toBe(true);
  }
});

test("a prompt that was seen is taken from the cache", async () => {
  const prompt = `${"shared prefix ".repeat(8)}!`;
  const ask = () => openai.completions.create({ model, prompt, max_tokens: 1, temperature: 0 });
  await ask();
  const { usage } = await ask();
  expect(usage!.prompt_tokens_details!.cached_tokens).toBe(usage!.prompt_tokens - 1);
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

test("the end of a text that is longer than the encoder's context counts as well", async () => {
  const embed = (input: string) => openai.embeddings.create({ model: "tiny-e", input });
  const [one, other] = await Promise.all([
    embed("a".repeat(200)),
    embed(`${"a".repeat(100)}${"b".repeat(100)}`),
  ]);
  expect(one!.usage.total_tokens).toBeGreaterThan(200);
  expect(one!.data[0]!.embedding).not.toEqual(other!.data[0]!.embedding);
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
