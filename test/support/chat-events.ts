import { amountsAsWritten } from "../../services/core/said-amount.ts";
import type { ChatEvent } from "../../services/launcher/chat-client.ts";

/** The turn has ended. */
export const finished = (event: ChatEvent): boolean => event.type === "RUN_FINISHED";
/** It waits for an approval. */
export const proposed = (event: ChatEvent): boolean => event.type === "APPROVAL_REQUESTED";
const isMeanwhile = (event: ChatEvent): boolean => String(event["messageId"]).endsWith("/meanwhile");
const said = (events: readonly ChatEvent[], accept: (event: ChatEvent) => boolean): string =>
  events
    .filter((event) => event.type === "TEXT_MESSAGE_CONTENT" && accept(event))
    .map((event) => event["delta"])
    .join("");
/** What was said, in one piece and with plain amounts, but for what was said while it was worked out. */
export const answerOf = (events: readonly ChatEvent[]): string =>
  amountsAsWritten(said(events, (event) => !isMeanwhile(event)));
/** What was said while the answer was worked out. */
export const meanwhileOf = (events: readonly ChatEvent[]): string => said(events, isMeanwhile);
