/** What is written of one message that was set aside, before it is sent. */
export interface Mending {
  readonly id: string;
  readonly text: string;
}

interface Mendable {
  readonly id: string;
  readonly content: string | null;
}

/**
 * Of messages with one fault the one that is shown, with its text and what of it is to be sent. One that is being mended stays, however
 * many come meanwhile: what was written of it is of no other.
 */
export const shownOf = <T extends Mendable>(messages: readonly [T, ...T[]], mending: Mending | undefined) => {
  const message = messages.find(({ id }) => id === mending?.id) ?? messages[0];
  const text = mending?.id === message.id ? mending.text : message.content;
  const isChanged = text !== message.content;
  const send = isChanged ? { ids: [message.id], content: text ?? "" } : { ids: messages.map(({ id }) => id) };
  return { message, text, isChanged, send };
};
