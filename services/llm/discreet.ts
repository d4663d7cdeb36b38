import { createDetector, createPseudonyms } from "../core/personal-data.ts";

interface Asked {
  readonly schema: Readonly<Record<string, unknown>>;
  readonly messages: readonly { readonly role: "system" | "user" | "assistant"; readonly content: string }[];
  readonly onDelta?: (text: string) => void;
}

/** What of a client sends texts away. */
interface Sending<Request extends Asked, Answer extends { readonly text: string; readonly json: unknown }> {
  chatJson(request: Request): Promise<Answer>;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** Whether a server is another machine: what is sent to it leaves this one. */
export const isElsewhere = (url: string): boolean =>
  !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/**
 * A client whose server learns nothing about people: names, numbers and addresses are sent as stand-ins, and put back in the answer.
 *
 * @param names People who are known.
 */
export const discreetClient = <
  Request extends Asked,
  Answer extends { readonly text: string; readonly json: unknown },
  Client extends Sending<Request, Answer>,
>(
  client: Client & Sending<Request, Answer>,
  names: () => Promise<readonly string[]>,
): Client => ({
  ...client,
  chatJson: async (request: Request) => {
    const { messages, onDelta } = request;
    const pseudonyms = createPseudonyms(createDetector(await names()));
    const hidden = messages.map((message) => ({ ...message, content: pseudonyms.hide(message.content) }));
    // The values that an answer may have hold the names that were said.
    const schema = changed(request.schema, pseudonyms.hide) as Request["schema"];
    // A stand-in may come in parts: what holds some is shown when it is whole.
    const { onDelta: _, ...whole } = request;
    const sent = (pseudonyms.used ? whole : request) as Request;
    const answer = await client.chatJson({ ...sent, messages: hidden, schema });
    if (!pseudonyms.used) return answer;
    const text = pseudonyms.restore(answer.text);
    onDelta?.(text);
    return { ...answer, text, json: changed(answer.json, pseudonyms.restore) };
  },
  embed: async (texts: readonly string[], signal?: AbortSignal) => {
    const pseudonyms = createPseudonyms(createDetector(await names()));
    return client.embed(texts.map(pseudonyms.hide), signal);
  },
});

/** A value with each of its texts changed. */
const changed = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => changed(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, changed(one, change)]));
};
