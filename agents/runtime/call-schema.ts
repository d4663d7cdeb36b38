import { z } from "zod";
import { spokenTools, type ToolArguments, type ToolDefinition, type ToolName } from "./tool.ts";

/** One decision of the model: the tool and its flat arguments. */
export interface ToolCall extends ToolArguments {
  readonly tool: ToolName;
}

type JsonSchema = Readonly<Record<string, unknown>>;

const branch = (tool: ToolDefinition): JsonSchema => {
  const { properties, required } = z.toJSONSchema(tool.arguments) as {
    properties: object;
    required?: string[];
  };
  return {
    type: "object",
    properties: { tool: { const: tool.name }, ...properties },
    required: ["tool", ...(required ?? [])],
    additionalProperties: false,
  };
};

/** JSON schema that the model's output is decoded under: one branch a tool, keys in this order, no spaces. */
export const toolCallSchema: JsonSchema = { anyOf: spokenTools.map(branch) };

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
