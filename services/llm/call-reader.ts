import { newCallId, type ToolCall, type ToolPlan } from "./tools.ts";

/** What a model says of its own accord, read as it grows: text, and calls of tools in it. */
export type AnswerPart = { readonly text: string } | { readonly call: ToolCall };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Some models write the object of their arguments as a text. */
const argumentsOf = (value: unknown): string | undefined => {
  if (isObject(value)) return JSON.stringify(value);
  return typeof value === "string" && isObject(parse(value)) ? value : undefined;
};

/** Members of a call as models write them; what has others is an answer that happens to have a name. */
const members = ["name", "arguments", "parameters", "id", "type"];

/** @param marked as a call, which then needs no arguments to be known for one */
const asCall = (value: unknown, names: ReadonlySet<string>, marked: boolean): ToolCall | undefined => {
  if (!isObject(value) || !Object.keys(value).every((key) => members.includes(key))) return undefined;
  const { name } = value;
  const args = argumentsOf(value["arguments"] ?? value["parameters"] ?? (marked ? {} : undefined));
  if (typeof name !== "string" || !names.has(name) || args === undefined) return undefined;
  return { id: newCallId(), name, arguments: args };
};

/** The calls of a JSON text: one, or a list of nothing else. */
const asCalls = (text: string, names: ReadonlySet<string>, marked: boolean): readonly ToolCall[] => {
  const value = parse(text);
  const calls = (Array.isArray(value) ? value : [value]).map((item) => asCall(item, names, marked));
  return calls.every((call) => call !== undefined) ? calls : [];
};

const unfenced = (text: string): string => text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, "$1");

/** Whether text that begins so may turn out to be nothing but calls in JSON, so that it must not be shown yet. */
const mayBeCalls = (text: string): boolean => {
  const head = text.trimStart();
  if ("```json".startsWith(head)) return true;
  const json = head.replace(/^(?:```(?:json)?\s*)?\[?\s*/, "");
  if (json === "") return true;
  const begin = /^\{\s*(?:"(\w*)("?)|$)/.exec(json);
  if (!begin) return false;
  const [, key = "", closed] = begin;
  return members.some((member) => (closed ? member === key : member.startsWith(key)));
};

const opening = "<tool_call>";
const closing = "</tool_call>";

/** How much of the end of a text is white or may become the tag: it is certain only with what follows. */
const uncertain = (text: string): number => {
  let begin = text.length;
  for (let size = Math.min(opening.length - 1, text.length); size > 0; size -= 1)
    if (text.endsWith(opening.slice(0, size))) {
      begin -= size;
      break;
    }
  return text.length - text.slice(0, begin).trimEnd().length;
};

/**
 * Calls are bare JSON, fenced JSON, or <tool_call> elements as Qwen and Hermes write them, anywhere in the text. When
 * there may be only one, it is the first.
 */
export const createCallReader = ({ tools, parallel }: Pick<ToolPlan, "tools" | "parallel">) => {
  const names = new Set(tools.map((tool) => tool.function.name));
  let held = "";
  let begun = false;
  let called = false;

  const take = (calls: readonly ToolCall[]): AnswerPart[] => {
    const all = parallel ? calls : calls.slice(0, called ? 0 : 1);
    called ||= calls.length > 0;
    return all.map((call) => ({ call }));
  };
  const say = (text: string): AnswerPart[] => (text ? [{ text }] : []);
  /** An element's content; what is no call was text. */
  const element = (whole: string, inner: string): AnswerPart[] => {
    const calls = asCalls(inner.trim(), names, true);
    return calls.length > 0 ? take(calls) : say(whole);
  };
  /** What is certain of the text so far; at its end all of it. */
  const read = (ended: boolean): AnswerPart[] => {
    const out: AnswerPart[] = [];
    for (;;) {
      const start = held.indexOf(opening);
      if (start < 0) break;
      const end = held.indexOf(closing, start);
      if (end < 0 && !ended) break;
      const stop = end < 0 ? held.length : end + closing.length;
      const parts = element(
        held.slice(start, stop),
        held.slice(start + opening.length, end < 0 ? undefined : end),
      );
      // Around calls space is no text.
      const before = held.slice(0, start);
      const calls = parts.some((part) => "call" in part);
      out.push(...say(calls ? before.trimEnd() : before), ...parts);
      held = calls ? held.slice(stop).trimStart() : held.slice(stop);
    }
    const start = held.indexOf(opening);
    const sure = start >= 0 ? held.slice(0, start).trimEnd().length : held.length - uncertain(held);
    const until = ended ? held.length : sure;
    const text = held.slice(0, until);
    out.push(...say(ended && called ? text.trimEnd() : text));
    held = held.slice(until);
    return out;
  };
  return {
    push: (text: string): readonly AnswerPart[] => {
      held += text;
      begun ||= !mayBeCalls(held);
      return begun ? read(false) : [];
    },
    end: (): readonly AnswerPart[] => {
      if (!begun) {
        const calls = asCalls(unfenced(held), names, false);
        if (calls.length > 0) return take(calls);
      }
      return read(true);
    },
  };
};

export interface ReadAnswer {
  readonly calls: readonly ToolCall[];
  /** The text around the calls. */
  readonly text: string;
}

/** The calls of a whole answer. */
export const readCalls = (text: string, plan: Pick<ToolPlan, "tools" | "parallel">): ReadAnswer => {
  const reader = createCallReader(plan);
  const parts = [...reader.push(text), ...reader.end()];
  const calls = parts.flatMap((part) => ("call" in part ? [part.call] : []));
  const said = parts.map((part) => ("text" in part ? part.text : "")).join("");
  return { calls, text: calls.length > 0 ? said.trim() : said };
};
