import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseToolCall, type ToolCall } from "../agents/runtime/call-schema.ts";
import { unsupportedArguments } from "../agents/runtime/support.ts";
import { isToolName, type ToolArguments, toolNamed } from "../agents/runtime/tool.ts";

interface CommandRecord extends ToolArguments {
  readonly text: string;
  readonly context: string;
  readonly tool: string;
}

const files = ["data", "evaluation"].flatMap((folder) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => `${folder}/${name}`),
);

const read = (file: string): CommandRecord[] =>
  readFileSync(new URL(file, import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as CommandRecord);

/** The call that a record means, with the arguments that its tool takes. */
const callOf = (record: CommandRecord): object => {
  const names = isToolName(record.tool) ? Object.keys(toolNamed(record.tool).arguments.shape) : [];
  return {
    tool: record.tool,
    ...Object.fromEntries(names.map((name) => [name, record[name as keyof ToolArguments] ?? null])),
  };
};

test.each(files)("every command of %s means a call that the agents take, and says what is in it", (file) => {
  const refused: string[] = [];
  for (const record of read(file)) {
    const parsed = parseToolCall(callOf(record));
    const mentioned = record.context.split(" ");
    const context = {
      order: mentioned.find((id) => id.startsWith("WO-")),
      line: mentioned.find((id) => !id.startsWith("WO-")),
    };
    const problem =
      "problem" in parsed
        ? parsed.problem
        : unsupportedArguments(parsed.call satisfies ToolCall, record.text, context).join(", ");
    if (problem) refused.push(`${record.text}: ${problem}`);
  }
  expect(refused).toEqual([]);
});
