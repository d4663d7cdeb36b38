import type { ChatEvent } from "./events.ts";

/** What one asking brings: a page of the events after a number, and whether more come after it. */
export interface EventPage {
  readonly events: readonly ChatEvent[];
  readonly more: boolean;
}

/**
 * Hands on a conversation's events in order, each once: those that are told as they happen, and page after page those that were
 * missed. An asking that fails is made good by the next one.
 */
export const createFollower = (
  ask: (afterSeq: number) => Promise<EventPage>,
  handOn: (event: ChatEvent) => void,
) => {
  let lastSeq = 0;
  let isAsking = false;
  let isWanted = false;
  let isClosed = false;

  const put = (event: ChatEvent) => {
    if (event.seq <= lastSeq) return;
    lastSeq = event.seq;
    handOn(event);
  };
  /** Asks for everything after what is known. */
  const catchUp = async (): Promise<void> => {
    isWanted = true;
    if (isAsking) return;
    isAsking = true;
    try {
      while (isWanted && !isClosed) {
        isWanted = false;
        const { events, more } = await ask(lastSeq);
        if (isClosed) return;
        events.forEach(put);
        isWanted ||= more;
      }
    } catch {
      // Whatever is told next shows that something is missing, and so does the next connection.
    } finally {
      isAsking = false;
    }
  };
  return {
    catchUp,
    take: (event: ChatEvent): void => {
      // A gap means that something was missed.
      if (event.seq > lastSeq + 1) void catchUp();
      else put(event);
    },
    close: (): void => {
      isClosed = true;
    },
  };
};
