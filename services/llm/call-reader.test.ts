import fc from "fast-check";
import { expect, test } from "vitest";
import { createCallReader, readCalls } from "./call-reader.ts";

const tools = ["release", "hold"].map((name) => ({ type: "function" as const, function: { name } }));
const plan = { tools, parallel: true };

const release = '{"name":"release","arguments":{"order":"W"}}';
const called = { name: "release", arguments: '{"order":"W"}' };

test.each([
  ["bare JSON", release, ""],
  ["fenced JSON", `\`\`\`json\n${release}\n\`\`\``, ""],
  ["an element", `<tool_call>\n${release}\n</tool_call>`, ""],
  ["an element that is not closed", `<tool_call>${release}`, ""],
  ["an element after words", `Let me check.\n<tool_call>${release}</tool_call>`, "Let me check."],
  [
    "an element after thoughts",
    `<think>a < b</think>\n\n<tool_call>${release}</tool_call>`,
    "<think>a < b</think>",
  ],
  ["an element before words", `<tool_call>${release}</tool_call>\nDone.`, "Done."],
])("a call is read out of %s", (_name, answer, said) => {
  expect(readCalls(answer, plan)).toMatchObject({ calls: [called], text: said });
});

test.each([
  ["has a tool's name and no arguments", '{"name":"release"}'],
  ["has a tool's name and members of its own", '{"name":"release","arguments":{},"state":"new"}'],
  ["has arguments that are no object", '{"name":"release","arguments":5}'],
  ["names another tool", '{"name":"scrap","arguments":{}}'],
  ["is code", "```python\nprint(1)\n```"],
  ["has a tag that is none of a call", "<tool_calls> and <tool_call>nothing</tool_call> \n"],
])("an answer that %s is an answer", (_name, answer) => {
  expect(readCalls(answer, plan)).toEqual({ calls: [], text: answer });
});

test("ids are what every template takes: nine letters and digits", () => {
  for (let round = 0; round < 50; round += 1)
    expect(readCalls(release, plan).calls[0]!.id).toMatch(/^[a-z0-9]{9}$/);
});

test("text goes out as soon as it is certain to be no call", () => {
  const pushed = (...pieces: string[]) => {
    const reader = createCallReader(plan);
    return pieces.flatMap((piece) => reader.push(piece));
  };
  expect(pushed("Hello", " wor", "ld <to")).toEqual([{ text: "Hello" }, { text: " wor" }, { text: "ld" }]);
  expect(pushed("[1] says", " so")).toEqual([{ text: "[1] says" }, { text: " so" }]);
  expect(pushed('{"na', 'me":')).toEqual([]);
  expect(pushed('{"na', 'tion":"x"')).toEqual([{ text: '{"nation":"x"' }]);
  expect(pushed("```", "js", "on\n{")).toEqual([]);
  expect(pushed("```", "js\nlet")).toEqual([{ text: "```js\nlet" }]);
});

test("however an answer is cut, the same is read out of it", () => {
  const bits = [
    "Let me see. ",
    "\n",
    " <",
    "<tool",
    "<tool_call>",
    "</tool_call>",
    release,
    "```",
    "{",
    "[",
    "好",
  ];
  const answer = fc.array(fc.constantFrom(...bits), { maxLength: 8 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(answer, fc.array(fc.nat(12)), fc.boolean(), (text, cuts, parallel) => {
      const reader = createCallReader({ tools, parallel });
      const parts = [];
      let rest = text;
      for (const size of cuts) {
        parts.push(...reader.push(rest.slice(0, size)));
        rest = rest.slice(size);
      }
      parts.push(...reader.push(rest), ...reader.end());
      const calls = parts.flatMap((part) => ("call" in part ? [part.call] : []));
      const said = parts.map((part) => ("text" in part ? part.text : "")).join("");
      const whole = readCalls(text, { tools, parallel });
      expect(calls.map(({ name }) => name)).toEqual(whole.calls.map(({ name }) => name));
      expect(calls.length > 0 ? said.trim() : said).toBe(whole.text);
      if (calls.length === 0) expect(said).toBe(text);
    }),
    { numRuns: 2000, seed: 7 },
  );
});
