import { randomInt } from "node:crypto";
import { MillwrightError } from "../core/errors.ts";
import type { Grammar } from "./engine.ts";
import type { ChatRequest, Tool } from "./requests.ts";

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** References inside a schema are rooted in it; here they move under a larger one. */
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

/** Arguments are an object, also where the schema leaves that open. */
const argumentsSchema = ({ parameters }: Tool["function"], place: string) =>
  parameters
    ? { type: "object", ...(rebase(parameters, place) as object) }
    : { type: "object", properties: {} };

const callSchema = ({ function: tool }: Tool, place: string) => ({
  type: "object",
  properties: {
    name: { const: tool.name },
    arguments: argumentsSchema(tool, `${place}/properties/arguments`),
  },
  required: ["name", "arguments"],
  additionalProperties: false,
});

const anyCall = (tools: readonly Tool[], place: string) => ({
  anyOf: tools.map((tool, index) => callSchema(tool, `${place}/anyOf/${index}`)),
});

export interface ToolPlan {
  /** The tools that the model is shown. */
  readonly tools: readonly Tool[];
  /** Whether the answer has to be a call; then the grammar makes it one. */
  readonly forced: boolean;
  /** Whether there may be several calls. */
  readonly parallel: boolean;
  /** What the answer must follow: a call, what the request asks for, or either of them. */
  readonly grammar: Grammar | undefined;
}

const refuse = (problem: string) => new MillwrightError("INVALID_INPUT", { path: "tool_choice", problem });

/**
 * A schema made of the tools' own, and of what else the answer may be. Of a problem its place is told within the schema
 * that has it, as whoever asks wrote it.
 */
const schemaGrammar = (
  schema: unknown,
  tools: readonly Tool[],
  chosen: readonly Tool[],
  asked?: Grammar,
): Grammar => ({
  kind: "schema",
  source: JSON.stringify(schema),
  fault: (problem) => {
    const [place, index] = /#[^\s]*?\/anyOf\/(\d+)\/properties\/arguments/.exec(problem) ?? [];
    if (place === undefined || index === undefined)
      return asked?.fault(problem.replace("#/anyOf/0", "#")) ?? { path: "tools", problem };
    const tool = chosen[Number(index)]!;
    const path = `tools.${tools.indexOf(tool)}.function.parameters`;
    return { path, problem: `${problem.replace(place, "#")} (${tool.function.name})` };
  },
});

/**
 * @param asked the grammar of the answer that is no call
 * @throws MillwrightError INVALID_INPUT when the choice names no tool of the list.
 */
export const planTools = (request: ChatRequest, asked: Grammar | undefined): ToolPlan => {
  const { tool_choice: choice, parallel_tool_calls: parallel } = request;
  const tools = request.tools ?? [];
  if (tools.length === 0 || choice === "none") {
    if (choice === "required" || typeof choice === "object")
      throw refuse("there are no tools to choose from");
    return { tools: [], forced: false, parallel: false, grammar: asked };
  }
  if (choice == null || choice === "auto") {
    // Free text is the model's own; where there is a schema, an answer is a call or follows it.
    const grammar =
      asked?.kind === "schema"
        ? schemaGrammar(
            { anyOf: [rebase(JSON.parse(asked.source), "/anyOf/0"), anyCall(tools, "/anyOf/1")] },
            tools,
            tools,
            asked,
          )
        : asked;
    return { tools, forced: false, parallel: parallel !== false, grammar };
  }
  const chosen =
    typeof choice === "object" ? tools.filter((tool) => tool.function.name === choice.function.name) : tools;
  if (chosen.length === 0) throw refuse("it names a tool that is not in the list");
  // A grammar cannot tell how many calls are wanted: several only for who says so.
  const schema =
    parallel === true
      ? { type: "array", items: anyCall(chosen, "/items"), minItems: 1, maxItems: 16 }
      : anyCall(chosen, "");
  return { tools, forced: true, parallel: parallel === true, grammar: schemaGrammar(schema, tools, chosen) };
};

/** Nine letters and digits: Mistral's templates take no other. */
export const newCallId = (): string =>
  randomInt(36 ** 9)
    .toString(36)
    .padStart(9, "0");

export const toWireCall = ({ id, name, arguments: args }: ToolCall) => ({
  id,
  type: "function" as const,
  function: { name, arguments: args },
});

/** A further part of one of the calls that an answer has to consist of. */
export interface CallPart {
  readonly index: number;
  /** When the call begins: its name. */
  readonly name?: string;
  /** More of its arguments. */
  readonly arguments: string;
}

/** Splits the growing text of forced calls, {"name":"x","arguments":…} or a list of these, as the grammar writes them. */
export const createCallSplitter = () => {
  let index = -1;
  let head = "";
  let inside = false;
  let depth = 0;
  let quoted = false;
  let escaped = false;
  /** Whether the character closes the call around the arguments. */
  const closes = (char: string): boolean => {
    if (quoted) {
      quoted = escaped || char !== '"';
      escaped = !escaped && char === "\\";
      return false;
    }
    if (char === "}" && depth === 0) return true;
    if (char === '"') quoted = true;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    return false;
  };
  return {
    push: (piece: string): CallPart[] => {
      const parts: CallPart[] = [];
      let from = 0;
      for (let at = 0; at < piece.length; at += 1) {
        if (inside) {
          if (!closes(piece[at]!)) continue;
          if (at > from) parts.push({ index, arguments: piece.slice(from, at) });
          inside = false;
          head = "";
          continue;
        }
        head += piece[at];
        const start = /^[[,]?\{"name":("(?:[^"\\]|\\.)*"),"arguments":$/.exec(head);
        if (!start) continue;
        inside = true;
        index += 1;
        from = at + 1;
        parts.push({ index, name: JSON.parse(start[1]!) as string, arguments: "" });
      }
      if (inside && from < piece.length) parts.push({ index, arguments: piece.slice(from) });
      return parts;
    },
  };
};

/** The calls of a forced answer; the last one may be cut off. */
export const readForcedCalls = (text: string): readonly ToolCall[] => {
  const calls: { id: string; name: string; arguments: string }[] = [];
  for (const part of createCallSplitter().push(text)) {
    if (part.name !== undefined) calls.push({ id: newCallId(), name: part.name, arguments: "" });
    calls[part.index]!.arguments += part.arguments;
  }
  return calls;
};
