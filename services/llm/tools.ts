import { randomUUID } from "node:crypto";
import { MillwrightError } from "../core/errors.ts";
import type { ChatRequest, Tool } from "./requests.ts";

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

const callSchema = ({ function: tool }: Tool) => ({
  type: "object",
  properties: {
    name: { const: tool.name },
    arguments: tool.parameters ?? { type: "object", properties: {} },
  },
  required: ["name", "arguments"],
  additionalProperties: false,
});

/** References inside a tool's parameters are rooted there; here they move under the whole schema. */
const rebase = (value: unknown, prefix: string): unknown => {
  if (Array.isArray(value)) return value.map((item) => rebase(item, prefix));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      key === "$ref" && typeof item === "string" && item.startsWith("#")
        ? [key, `#${prefix}${item.slice(1)}`]
        : [key, rebase(item, prefix)],
    ),
  );
};

export interface ToolPlan {
  /** The tools that the model is shown. */
  readonly tools: readonly Tool[];
  /** Set when the answer has to be a call: the schema of {"name":…,"arguments":…}. */
  readonly schema?: string;
}

/** @throws MillwrightError INVALID_INPUT when the choice names no tool of the list. */
export const planTools = ({ tools = [], tool_choice: choice }: ChatRequest): ToolPlan => {
  if (tools.length === 0 || choice === "none") {
    if (choice === "required" || typeof choice === "object")
      throw new MillwrightError("INVALID_INPUT", {
        path: "tool_choice",
        problem: "there are no tools to choose from",
      });
    return { tools: [] };
  }
  if (choice === undefined || choice === "auto") return { tools };
  const chosen =
    typeof choice === "object" ? tools.filter((tool) => tool.function.name === choice.function.name) : tools;
  if (chosen.length === 0)
    throw new MillwrightError("INVALID_INPUT", {
      path: "tool_choice",
      problem: "it names a tool that is not in the list",
    });
  const anyOf = chosen.map((tool, index) => rebase(callSchema(tool), `/anyOf/${index}/properties/arguments`));
  return { tools, schema: JSON.stringify({ anyOf }) };
};

export const newCallId = () => `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`;

const asCall = (text: string, names: ReadonlySet<string>): ToolCall | undefined => {
  try {
    const value = JSON.parse(text) as { name?: unknown; arguments?: unknown; parameters?: unknown };
    if (typeof value?.name !== "string" || !names.has(value.name)) return undefined;
    const args = value.arguments ?? value.parameters ?? {};
    return {
      id: newCallId(),
      name: value.name,
      arguments: typeof args === "string" ? args : JSON.stringify(args),
    };
  } catch {
    return undefined;
  }
};

/** Whether text that begins so may turn out to be a call, so that it must not be shown yet. */
export const mayBeCall = (text: string): boolean => {
  const start = text.trimStart();
  return (
    start === "" ||
    start.startsWith("{") ||
    start.startsWith("```") ||
    "<tool_call>".startsWith(start.slice(0, 11))
  );
};

/**
 * Reads the calls out of an answer: bare JSON, fenced JSON, or <tool_call> elements as Qwen and Hermes write them.
 *
 * @returns the calls, and the text around them.
 */
export const readCalls = (
  text: string,
  tools: readonly Tool[],
): { readonly calls: readonly ToolCall[]; readonly text: string } => {
  const names = new Set(tools.map((tool) => tool.function.name));
  const calls: ToolCall[] = [];
  const rest = text.replace(/<tool_call>([\s\S]*?)(?:<\/tool_call>|$)/g, (whole, inner: string) => {
    const call = asCall(inner.trim(), names);
    if (call) calls.push(call);
    return call ? "" : whole;
  });
  if (calls.length > 0) return { calls, text: rest.trim() };
  const bare = text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1");
  const call = asCall(bare, names);
  return call ? { calls: [call], text: "" } : { calls: [], text };
};

/** Splits the growing text of a forced call, {"name":"x","arguments":…}, into its name and its arguments. */
export const createCallSplitter = () => {
  let text = "";
  let from = -1;
  return {
    /** @returns the name when it is first known, and the further part of the arguments. */
    push: (piece: string): { readonly name?: string; readonly arguments: string } => {
      text += piece;
      let name: string | undefined;
      if (from < 0) {
        const head = /^\{"name":("(?:[^"\\]|\\.)*"),"arguments":/.exec(text);
        if (!head) return { arguments: "" };
        name = JSON.parse(head[1]!) as string;
        from = head[0].length;
      }
      // The last bracket closes the call itself; it is one character behind the arguments.
      const ready = text.slice(from, -1);
      if (text.length - 1 > from) from = text.length - 1;
      return name === undefined ? { arguments: ready } : { name, arguments: ready };
    },
  };
};
