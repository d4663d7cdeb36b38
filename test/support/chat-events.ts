import type { ChatEvent } from "../../services/launcher/chat-client.ts";

/** The turn has ended. */
export const finished = (event: ChatEvent): boolean => event.type === "RUN_FINISHED";
/** It waits for an approval. */
export const proposed = (event: ChatEvent): boolean => event.type === "APPROVAL_REQUESTED";
/** What was said, in one piece. */
export const answerOf = (events: readonly ChatEvent[]): string =>
  events
    .filter((event) => event.type === "TEXT_MESSAGE_CONTENT")
    .map((event) => event["delta"])
    .join("");
