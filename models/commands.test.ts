import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseToolCall, type ToolCall } from "../agents/runtime/call-schema.ts";
import type { SaidArgument } from "../agents/runtime/candidates.ts";
import { linePrefixes } from "../agents/runtime/spoken/ids/lines.ts";
import { ownIdsIn } from "../agents/runtime/spoken/ids/own-ids.ts";
import { familyOf } from "../agents/runtime/spoken/reading.ts";
import { unsupportedArguments } from "../agents/runtime/support.ts";
import { isToolName, type ToolArguments, toolNamed } from "../agents/runtime/tool.ts";
import { demoIds, demoNames, readCommand } from "./demo-plant.ts";

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

test.each(files)("every command of %s means a call that the agents take", (file) => {
  const refused = read(file).flatMap((record) => {
    const parsed = parseToolCall(callOf(record));
    return "problem" in parsed ? [`${record.text}: ${parsed.problem}`] : [];
  });
  expect(refused).toEqual([]);
});

test.each(files)("no id of %s is taken for one of a plant's own form", (file) => {
  const ids = {
    order: [...demoIds.orders],
    material: [...demoIds.materials].filter((id) => !demoNames.products.includes(id)),
    product: demoNames.products,
  };
  const taken = [...linePrefixes(demoNames.lines), ...demoNames.products.map(familyOf)];
  const found = read(file).flatMap(({ text }) => ownIdsIn(text, ids, taken));
  expect(found).toEqual([]);
});

// Not the held-out ones: how sentences are read must not be fitted to those.
const ours = files.filter((file) => !file.includes("held-out"));

test.each(ours)("every command of %s is read so that its call is among the candidates", (file) => {
  const refused: string[] = [];
  for (const record of read(file)) {
    const parsed = parseToolCall(callOf(record));
    if ("problem" in parsed) continue;
    const { candidates } = readCommand(record.text, record.context);
    // A number without a kind of line is settled by the order, or asked about.
    const { line, tool, ...rest } = parsed.call satisfies ToolCall;
    const numbered = candidates.numberedLines.some((id) => id === line);
    const missing = Object.entries({ line, ...rest }).filter(
      ([name, value]) => value === null && candidates.named.has(name as SaidArgument),
    );
    const problem = [
      ...unsupportedArguments(parsed.call, candidates).filter((name) => !(name === "line" && numbered)),
      ...missing.map(([name]) => `${name} is said`),
    ].join(", ");
    if (problem) refused.push(`${record.text}: ${problem}`);
  }
  expect(refused).toEqual([]);
});
