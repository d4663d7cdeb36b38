import { Context } from "@temporalio/activity";
import { schemaOf, type ToolCall } from "../runtime/call-schema.ts";
import type { LanguageModel } from "../runtime/llm.ts";
import { buildMessages, type ChatMessage } from "../runtime/prompt.ts";
import type { Teller } from "../runtime/teller.ts";
import type { Understanding } from "./understand.ts";

/** What a sentence was answered with, before it is checked. */
export interface ModelAnswer {
  readonly model: string;
  readonly prompt: readonly ChatMessage[];
  readonly text: string;
  readonly json: unknown;
  readonly confidence: number | null;
}

/** Our own model writes nothing but the call; others may, under a schema too, put as many blanks and lines into it as JSON admits. */
const maxTokens = { "closed-set": 64, described: 512 } as const;
/** Streamed pieces are gathered this long before they are shown, to spare rows. */
const gatherMs = 60;

/** Shows the model's tokens as they come, in few rows; the keys make a repeated attempt tell nothing twice. */
const createArgumentStream = (teller: Teller, toolCallId: string, attempt: number) => {
  let waiting = "";
  let index = 0;
  let last = 0;
  let tail: Promise<unknown> = Promise.resolve();
  const flush = () => {
    if (!waiting) return;
    const [delta, key] = [waiting, `args/${attempt}/${index++}`];
    waiting = "";
    last = Date.now();
    tail = tail.then(() => teller.tell(key, "TOOL_CALL_ARGS", { toolCallId, delta }));
  };
  return {
    add: (delta: string) => {
      waiting += delta;
      if (Date.now() - last >= gatherMs) flush();
    },
    end: () => {
      flush();
      return tail;
    },
  };
};

/** The call that a sentence comes to without doubt, in place of a model's answer. */
export const withoutModel = (call: ToolCall): ModelAnswer => ({
  model: "none",
  prompt: [],
  text: JSON.stringify(call),
  json: call,
  confidence: null,
});

/** Has the model choose a call within what the sentence says, and shows its tokens as they come. */
export const askModel = async (
  model: LanguageModel,
  { asked }: Understanding,
  teller: Teller,
  toolCallId: string,
): Promise<ModelAnswer> => {
  const { info, cancellationSignal } = Context.current();
  const { model: name, promptStyle } = await model.describe();
  const messages = buildMessages(asked.text, asked.mentioned, promptStyle);
  const stream = createArgumentStream(teller, toolCallId, info.attempt);
  const answer = await model.chatJson({
    messages,
    schema: schemaOf(asked.candidates),
    maxTokens: maxTokens[promptStyle],
    seed: 1,
    signal: cancellationSignal,
    // What stands in for an id may come in parts: it is shown when it is whole.
    onDelta: asked.any ? () => {} : stream.add,
  });
  const text = asked.original.text(answer.text);
  if (asked.any) stream.add(text);
  await stream.end();
  return {
    model: name,
    prompt: messages.map((one) =>
      one.role === "user" ? { ...one, content: asked.original.text(one.content) } : one,
    ),
    text,
    json: asked.original.json(answer.json),
    confidence: answer.confidence,
  };
};
