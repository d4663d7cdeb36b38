import type { Candidates, SaidArgument } from "./candidates.ts";
import { lineWords, spokenTools, type ToolArguments, type ToolDefinition, type ToolName } from "./tool.ts";

/** One decision of the model: the tool and its flat arguments. */
export interface ToolCall extends ToolArguments {
  readonly tool: ToolName;
}

type JsonSchema = Readonly<Record<string, unknown>>;

const branch = (tool: ToolDefinition, argument: (name: SaidArgument) => JsonSchema): JsonSchema => {
  const names = Object.keys(tool.arguments.shape) as SaidArgument[];
  return {
    type: "object",
    properties: {
      tool: { const: tool.name },
      ...Object.fromEntries(names.map((name) => [name, argument(name)])),
    },
    required: ["tool", ...names],
    additionalProperties: false,
  };
};

/** All that an argument of a tool may be, `null` beside: what was said, and the words that stand for lines. */
export const valuesOf = (
  tool: ToolDefinition,
  name: SaidArgument,
  candidates: Candidates,
): readonly unknown[] => {
  if (name === "quantity" && tool.anyAmount)
    return [...new Set([...candidates.amounts, ...(candidates.named.has(name) ? candidates[name] : [])])];
  if (name !== "line") return candidates[name];
  const word = lineWords[tool.name];
  const numbered =
    candidates.line.length === 0 && tool.policy.kind === "confirm" ? candidates.numberedLines : [];
  return [...candidates.line, ...numbered, ...(word ? [word] : [])];
};

/** Whether a call may be what a sentence about a line says: it takes the line, nothing, a unit that was tested there, or something that is named beside. */
const mayBeOfLine = (shape: object, { named }: Candidates): boolean => {
  const names = Object.keys(shape) as SaidArgument[];
  return names.length === 0 || names.some((name) => name === "line" || name === "unit" || named.has(name));
};

/**
 * JSON schema of the calls that a sentence may come to: one branch a tool, keys in this order, no spaces, each argument limited to
 * what the sentence says; `null` only where it does not name one. A wish that its words tell leaves one tool; a sentence about a line none that is about something else
 * which it does not name.
 */
export const schemaOf = (candidates: Candidates): JsonSchema => ({
  anyOf: spokenTools
    .filter((tool) => (candidates.wish ? tool.wish === candidates.wish : !tool.byWords))
    .filter(({ arguments: { shape } }) => !candidates.aboutLine || mayBeOfLine(shape, candidates))
    .map((tool) =>
      branch(tool, (name) => ({
        enum: [...valuesOf(tool, name, candidates), ...(candidates.named.has(name) ? [] : [null])],
      })),
    ),
});

/** A checked call, or what is wrong with the text. */
export const parseToolCall = (value: unknown): { call: ToolCall } | { problem: string } => {
  if (value === null || typeof value !== "object" || !("tool" in value))
    return { problem: "no tool was named" };
  const { tool, ...rest } = value;
  const definition = spokenTools.find(({ name }) => name === tool);
  if (!definition) return { problem: `there is no tool ${JSON.stringify(tool)}` };
  const parsed = definition.arguments.strict().safeParse(rest);
  if (parsed.success) return { call: { tool: tool as ToolName, ...(parsed.data as ToolArguments) } };
  const issue = parsed.error.issues[0];
  return { problem: `${tool}: ${issue?.path.join(".") || "arguments"}: ${issue?.message}` };
};
