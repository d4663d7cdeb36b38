import { answerOf, finished, meanwhileOf } from "./chat-events.ts";
import type { TestHouse } from "./planned-house.ts";

/** What a conversation shows after a sentence. */
export interface Shown {
  readonly text: string;
  readonly meanwhile: string;
  readonly rows: readonly { readonly label: { readonly en: string }; readonly value: string }[];
  readonly evidence: readonly { readonly kind: string; readonly id: string; readonly facts: object }[];
  readonly choices: readonly { readonly text: string }[];
  readonly error: string;
}

/** What the conversation shows after one sentence that the model answered with the call, if it was asked; without one, the words do for themselves. */
export const askIn = async (
  house: TestHouse,
  text: string,
  call: object | undefined,
  user?: string,
): Promise<Shown> => {
  const chat = await house.chat(user);
  if (call) house.model.answer(call);
  await chat.say(text);
  await chat.until(finished, "the end");
  house.model.forget();
  chat.close();
  const find = (type: string) => chat.events.find((event) => event.type === type);
  const card = (find("TOOL_CALL_RESULT")?.["card"] ?? {}) as Partial<Shown>;
  return {
    text: answerOf(chat.events),
    meanwhile: meanwhileOf(chat.events),
    rows: card.rows ?? [],
    evidence: card.evidence ?? [],
    choices: (find("CHOICES")?.["choices"] ?? []) as Shown["choices"],
    error: JSON.stringify(find("RUN_ERROR")?.["error"] ?? null),
  };
};

/** The same in one house. */
export type Ask = (text: string, call: object | undefined, user?: string) => Promise<Shown>;
