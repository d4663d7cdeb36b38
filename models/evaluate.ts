/**
 * Accuracy of a model server on the hand-written test commands, as users meet it: through the OpenAI-compatible
 * endpoint, decoded under the agents' own schema.
 *
 *   node models/evaluate.ts --url http://127.0.0.1:7320/v1 [--data models/evaluation/held-out.jsonl]
 *                           [--model NAME] [--style closed-set|described] [--json FILE] [--errors]
 */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseToolCall, schemaOf, type ToolCall } from "../agents/runtime/call-schema.ts";
import { type Candidates, deadlineOf } from "../agents/runtime/candidates.ts";
import type { Mentioned } from "../agents/runtime/mentioned.ts";
import { buildMessages, type PromptStyle } from "../agents/runtime/prompt.ts";
import { unsupportedArguments } from "../agents/runtime/support.ts";
import type { ToolArguments } from "../agents/runtime/tool.ts";
import { readCommand } from "./demo-plant.ts";

/** A hand-written command and the call it means. Arguments that the tool does not take are null or not there. */
interface CommandRecord extends ToolArguments {
  readonly text: string;
  readonly context: string;
  readonly tool: string;
}

interface Outcome {
  readonly record: CommandRecord;
  /** The agents would not act on the answer: it is no call, or names what nobody said. */
  readonly doubted: boolean;
  readonly answer: string;
  readonly rightTool: boolean;
  readonly right: boolean;
  readonly milliseconds: number;
}

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:7320/v1" },
    data: {
      type: "string",
      default: fileURLToPath(new URL("evaluation/held-out.jsonl", import.meta.url)),
    },
    model: { type: "string", default: "millwright-270m" },
    style: { type: "string", default: "closed-set" },
    json: { type: "string" },
    errors: { type: "boolean", default: false },
  },
});

const argumentNames = [
  "metric",
  "order",
  "line",
  "material",
  "product",
  "unit",
  "quantity",
  "hours",
  "days",
] as const;

const language = (text: string) => (/\p{Script=Han}/u.test(text) ? "zh" : "en");

const mentionedIn = ({ context }: CommandRecord): Mentioned => {
  const ids = context.split(" ").filter(Boolean);
  return {
    order: ids.find((id) => id.startsWith("WO-")),
    line: ids.find((id) => !id.startsWith("WO-")),
  };
};

const ask = async (record: CommandRecord, candidates: Candidates): Promise<string> => {
  const messages = buildMessages(record.text, mentionedIn(record), options.style as PromptStyle);
  const response = await fetch(`${options.url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: options.model,
      messages,
      temperature: 0,
      max_tokens: 64,
      response_format: {
        type: "json_schema",
        json_schema: { name: "tool_call", strict: true, schema: schemaOf(candidates) },
      },
    }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const body = (await response.json()) as { choices: { message: { content: string } }[] };
  return body.choices[0]?.message.content ?? "";
};

const judge = async (record: CommandRecord): Promise<Outcome> => {
  const started = performance.now();
  const { reading, candidates } = readCommand(record.text, record.context);
  const answer = await ask(record, candidates);
  const milliseconds = performance.now() - started;
  let call: Partial<ToolCall> = {};
  try {
    call = JSON.parse(answer) as Partial<ToolCall>;
  } catch {
    // An answer that is no JSON is a wrong answer.
  }
  const parsed = parseToolCall(call);
  const doubted = "problem" in parsed || unsupportedArguments(parsed.call, candidates).length > 0;
  const rightTool = call.tool === record.tool;
  const right =
    rightTool &&
    argumentNames.every((name) => (call[name] ?? null) === (record[name] ?? null)) &&
    (record.by === undefined || record.by === deadlineOf(reading));
  return { record, answer, doubted, rightTool, right, milliseconds };
};

const tally = (outcomes: readonly Outcome[]) => ({
  count: outcomes.length,
  rightTool: outcomes.filter(({ rightTool }) => rightTool).length,
  right: outcomes.filter(({ right }) => right).length,
  asked: outcomes.filter(({ right, doubted }) => !right && doubted).length,
});

const records = (await readFile(options.data, "utf8"))
  .split("\n")
  .filter(Boolean)
  .map((line) => JSON.parse(line) as CommandRecord);

const outcomes: Outcome[] = [];
for (const record of records) outcomes.push(await judge(record));

const groups = new Map<string, Outcome[]>([["all", outcomes]]);
for (const outcome of outcomes)
  for (const key of [language(outcome.record.text), outcome.record.tool])
    groups.set(key, [...(groups.get(key) ?? []), outcome]);

const report = Object.fromEntries([...groups].map(([key, members]) => [key, tally(members)]));
for (const [key, { count, rightTool, right, asked }] of Object.entries(report)) {
  const percent = ((100 * right) / count).toFixed(1);
  console.log(
    `${key.padEnd(20)} ${percent.padStart(5)} % right (${right}/${count}), tool ${rightTool}/${count}${asked > 0 ? `, ${asked} of the others would be asked about` : ""}`,
  );
}
const times = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
console.log(`median ${times[times.length >> 1]?.toFixed(0)} ms a command`);
if (options.errors)
  for (const { record, answer } of outcomes.filter(({ right }) => !right))
    console.log(`${record.context ? `[${record.context}] ` : ""}${record.text}\n  ${answer}`);
if (options.json) await writeFile(options.json, JSON.stringify({ data: options.data, ...report }, null, 2));
