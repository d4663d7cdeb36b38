import { createHash } from "node:crypto";
import { isTooDeep } from "./nesting.ts";
import type { ChatMessage, Tool } from "./requests.ts";

/** A conversation in the shapes that chat templates take. */

const textOf = (content: ChatMessage["content"]): string => {
  if (!content) return "";
  return typeof content === "string" ? content : content.map((part) => part.text).join("");
};

/** The instruction for models whose template knows nothing of tools. */
export const toolInstruction = (tools: readonly Tool[]): string =>
  [
    "You can call these functions. To call one, answer with nothing but",
    '{"name":"<function>","arguments":{...}}',
    ...tools.map(({ function: tool }) => JSON.stringify(tool)),
  ].join("\n");

export interface TemplateMessage {
  readonly role: string;
  readonly content: string;
  readonly tool_calls?: readonly unknown[];
  readonly tool_call_id?: string;
}

export const toTemplateMessage = (message: ChatMessage): TemplateMessage => {
  const base = {
    role: message.role === "developer" ? "system" : message.role,
    content: textOf(message.content),
  };
  if (message.role === "tool") return { ...base, tool_call_id: callId(message.tool_call_id) };
  if (message.role !== "assistant" || !message.tool_calls) return base;
  const calls = message.tool_calls.map((call) => ({
    ...call,
    id: callId(call.id),
    function: { ...call.function, arguments: parseArguments(call.function.arguments) },
  }));
  return { ...base, tool_calls: calls };
};

/** Mistral's templates take no other ids than nine letters and digits, such as this server's own. */
const callId = (id: string): string =>
  /^[a-zA-Z0-9]{9}$/.test(id) ? id : createHash("sha256").update(id).digest("hex").slice(0, 9);

/** As a template wants them: values, unless they are none, or none that anybody could write out again. */
const parseArguments = (text: string): unknown => {
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(value) ? text : value;
  } catch {
    return text;
  }
};

/** Written out for templates that know only users and assistants. */
export const flattenTools = (message: TemplateMessage): TemplateMessage => {
  if (message.role === "tool") return { role: "user", content: `Result of the call: ${message.content}` };
  if (!message.tool_calls) return message;
  const calls = message.tool_calls.map((call) => JSON.stringify((call as { function: unknown }).function));
  return { role: message.role, content: [message.content, ...calls].filter(Boolean).join("\n") };
};

const roleIs = (role: string) => (message: TemplateMessage) => message.role === role;

/** All that the system says as one message in front, with what else it has to say. */
export const gatherSystem = (
  messages: readonly TemplateMessage[],
  ...more: readonly string[]
): readonly TemplateMessage[] => {
  const said = [...more, ...messages.filter(roleIs("system")).map(({ content }) => content)];
  const rest = messages.filter(({ role }) => role !== "system");
  return said.length > 0 ? [{ role: "system", content: said.join("\n\n") }, ...rest] : rest;
};

/** What one side says in several messages after one another, as one. */
export const joinTurns = (messages: readonly TemplateMessage[]): readonly TemplateMessage[] => {
  const out: TemplateMessage[] = [];
  for (const message of messages) {
    const last = out.at(-1);
    const joins =
      last?.role === message.role && message.role !== "tool" && !last.tool_calls && !message.tool_calls;
    if (joins) out[out.length - 1] = { ...last, content: `${last.content}\n\n${message.content}` };
    else out.push(message);
  }
  return out;
};

/** Without a system role, what it would say goes in front of the first user message. */
export const foldSystem = (messages: readonly TemplateMessage[]): readonly TemplateMessage[] => {
  const [system, ...rest] = gatherSystem(messages);
  if (system?.role !== "system") return messages;
  const first = rest.findIndex(roleIs("user"));
  const folded = [system.content, ...(first >= 0 ? [rest[first]!.content] : [])].join("\n\n");
  return first >= 0
    ? rest.map((message, index) => (index === first ? { ...message, content: folded } : message))
    : [{ role: "user", content: folded }, ...rest];
};
