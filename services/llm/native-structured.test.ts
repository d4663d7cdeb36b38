import { Ajv2020 } from "ajv/dist/2020.js";
import type OpenAI from "openai";
import { zodFunction, zodResponseFormat } from "openai/helpers/zod";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type LlmProcess, say, serveTinyModels } from "../../test/support/llm-process.ts";
import { createLlmClient } from "./client.ts";

/** Answers that keep a schema, an expression or a tool's parameters, whatever the weights say. */
let server: LlmProcess;
let openai: OpenAI;
const model = "tiny";

beforeAll(async () => {
  ({ server, openai } = await serveTinyModels());
});

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
  await expect(ask({ ...request, tool_choice: "required", parallel_tool_calls: true })).rejects.toMatchObject(
    refused,
  );
  await expect(
    ask({ ...request, tool_choice: { type: "function", function: { name: "odd" } } }),
  ).rejects.toMatchObject(refused);
  await expect(ask({ ...request, response_format: { type: "json_object" } })).rejects.toMatchObject(refused);
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
