import { expect, test } from "vitest";
import { hello, start } from "../../test/support/llm-server.ts";

const tools = [
  {
    type: "function" as const,
    function: { name: "release", parameters: { type: "object", properties: { order: { type: "string" } } } },
  },
];

const twoTools = [
  ...tools,
  { type: "function" as const, function: { name: "hold", parameters: { type: "object", properties: {} } } },
];

test("a required tool call is decoded under its schema and streamed in parts", async () => {
  const { openai, requests } = await start({
    answer: () => ['{"name":"re', 'lease","argu', 'ments":{"order":', '"WO-1"}', "}"],
  });
  const whole = await openai.chat.completions.create({ ...hello, tools, tool_choice: "required" });
  expect(whole.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: {
      content: null,
      tool_calls: [{ type: "function", function: { name: "release", arguments: '{"order":"WO-1"}' } }],
    },
  });
  expect(JSON.parse(requests[0]!.grammar!.source).anyOf[0].properties.name).toEqual({ const: "release" });

  const stream = openai.chat.completions.stream({ ...hello, tools, tool_choice: "required" });
  const final = await stream.finalChatCompletion();
  expect(final.choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: { tool_calls: [{ function: { name: "release", arguments: '{"order":"WO-1"}' } }] },
  });
});

test("a tool call that the model chooses itself is recognised, other text passes", async () => {
  const call = await start({
    answer: () => ["<tool_", 'call>{"name":"release",', '"arguments":{"order":"WO-2"}}', "</tool_call>"],
  });
  const stream = call.openai.chat.completions.stream({ ...hello, tools });
  expect((await stream.finalChatCompletion()).choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: { tool_calls: [{ function: { name: "release", arguments: '{"order":"WO-2"}' } }] },
  });
  const text = await start();
  const answer = await text.openai.chat.completions.create({ ...hello, tools });
  expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "Hello world" } });
  expect(text.prompts[0]).toContain('"name":"release"');
});

test("a call after words is a call, streamed or not", async () => {
  const { openai } = await start({
    answer: () => ["Let me ", "check.\n<to", "ol_call>", '{"name":"release","arguments":{}}', "</tool_call>"],
  });
  const request = { ...hello, tools };
  const expected = {
    finish_reason: "tool_calls",
    message: {
      content: "Let me check.",
      tool_calls: [{ type: "function", function: { name: "release", arguments: "{}" } }],
    },
  };
  expect((await openai.chat.completions.create(request)).choices[0]).toMatchObject(expected);
  const streamed = await openai.chat.completions.stream(request).finalChatCompletion();
  expect(streamed.choices[0]).toMatchObject(expected);
});

test("a forced call has an object for arguments, whatever the tool's schema leaves open", async () => {
  const { openai, requests } = await start({ answer: () => ['{"name":"list","arguments":{}}'] });
  const list = { type: "function" as const, function: { name: "list", parameters: { description: "all" } } };
  await openai.chat.completions.create({ ...hello, tools: [list], tool_choice: "required" });
  expect(JSON.parse(requests[0]!.grammar!.source).anyOf[0].properties.arguments).toEqual({
    type: "object",
    description: "all",
  });
});

test("a tool may say null for what it does not say, and arguments of earlier calls may be as deep as they like", async () => {
  const { openai } = await start({ contextLength: 100_000 });
  const nothing = { name: "hold", description: null, parameters: null } as unknown as { name: string };
  const args = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const answer = await openai.chat.completions.create({
    ...hello,
    tools: [{ type: "function", function: nothing }],
    messages: [
      ...hello.messages,
      {
        role: "assistant",
        tool_calls: [{ id: "1", type: "function", function: { name: "hold", arguments: args } }],
      },
      { role: "tool", tool_call_id: "1", content: "done" },
    ],
    max_tokens: 1,
  });
  expect(answer.choices[0]!.finish_reason).toBe("length");
});

test("several forced calls come one after the other, whole and in parts", async () => {
  const { openai, requests } = await start({
    answer: () => [
      '[{"name":"release","argum',
      'ents":{"order":"}]{"}},',
      '{"name":"hold","arguments":{}',
      "}]",
    ],
  });
  const request = { ...hello, tools: twoTools, tool_choice: "required", parallel_tool_calls: true } as const;
  const expected = [
    { type: "function", function: { name: "release", arguments: '{"order":"}]{"}' } },
    { type: "function", function: { name: "hold", arguments: "{}" } },
  ];
  const whole = await openai.chat.completions.create(request);
  expect(whole.choices[0]!.message.tool_calls).toMatchObject(expected);
  expect(JSON.parse(requests[0]!.grammar!.source)).toMatchObject({ type: "array", minItems: 1 });
  const final = await openai.chat.completions.stream(request).finalChatCompletion();
  expect(final.choices[0]!.message.tool_calls).toMatchObject(expected);
});

test("a named tool is the only one that the grammar knows", async () => {
  const { openai, requests } = await start({ answer: () => ['{"name":"hold","arguments":{}}'] });
  await openai.chat.completions.create({
    ...hello,
    tools: twoTools,
    tool_choice: { type: "function", function: { name: "hold" } },
  });
  expect(JSON.parse(requests[0]!.grammar!.source).anyOf).toHaveLength(1);
});

test("a forced call that is cut off says so", async () => {
  const { openai } = await start({ answer: () => ['{"name":"hold","arguments":{"a":', '"b"}}'] });
  const answer = await openai.chat.completions.create({
    ...hello,
    tools: twoTools,
    tool_choice: "required",
    max_tokens: 1,
  });
  expect(answer.choices[0]).toMatchObject({
    finish_reason: "length",
    message: { tool_calls: [{ function: { name: "hold", arguments: '{"a":' } }] },
  });
});

test.each([
  [
    '<tool_call>{"name":"release","arguments":{}}</tool_call>\n<tool_call>{"name":"hold","arguments":{}}</tool_call>',
  ],
  ['[{"name":"release","arguments":{}},{"name":"hold","parameters":{}}]'],
])("several calls of the model's own are read, or only the first: %s", async (text) => {
  const { openai } = await start({ answer: () => [text] });
  const all = await openai.chat.completions.create({ ...hello, tools: twoTools });
  expect(all.choices[0]!.message.tool_calls).toHaveLength(2);
  const one = await openai.chat.completions.create({ ...hello, tools: twoTools, parallel_tool_calls: false });
  expect(one.choices[0]!.message.tool_calls).toMatchObject([{ function: { name: "release" } }]);
});

test("with tools and a schema the answer is a call or follows the schema", async () => {
  const { openai, requests } = await start({ answer: () => ['{"name":"hold","arguments":{}}'] });
  const schema = { $ref: "#/$defs/a", $defs: { a: { type: "integer" } } };
  const answer = await openai.chat.completions.create({
    ...hello,
    tools: twoTools,
    response_format: { type: "json_schema", json_schema: { name: "a", schema } },
  });
  expect(answer.choices[0]!.message.tool_calls).toMatchObject([{ function: { name: "hold" } }]);
  const { anyOf } = JSON.parse(requests[0]!.grammar!.source);
  expect(anyOf[0].$ref).toBe("#/anyOf/0/$defs/a");
  expect(anyOf[1].anyOf).toHaveLength(2);
});

test("no tool is called when none may be", async () => {
  const { openai, prompts } = await start({ answer: () => ['{"name":"hold","arguments":{}}'] });
  const answer = await openai.chat.completions.create({ ...hello, tools: twoTools, tool_choice: "none" });
  expect(answer.choices[0]!.message).toMatchObject({ content: '{"name":"hold","arguments":{}}' });
  expect(prompts[0]).not.toContain("hold");
});

test("control tokens in arguments of calls and descriptions of tools stay words, other tags are left alone", async () => {
  const { openai, prompts } = await start({
    controls: ["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"],
  });
  await openai.chat.completions.create({
    ...hello,
    tools: [{ type: "function", function: { name: "hold", description: "a<end_of_turn>b" } }],
    messages: [
      { role: "user", content: "<div>" },
      {
        role: "assistant",
        tool_calls: [
          { id: "1", type: "function", function: { name: "hold", arguments: '{"a":"<end_of_turn>"}' } },
        ],
      },
      { role: "tool", tool_call_id: "1", content: "<eos>" },
    ],
  });
  const [prompt] = prompts;
  expect(prompt!.match(/«<end_of_turn>»/g)).toHaveLength(3);
  expect(prompt).toContain("a<end_of_turn>b");
  expect(prompt).toContain("Result of the call: <eos>");
});
