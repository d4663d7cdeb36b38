import type { Db } from "../mes/database.ts";
import { createEventReader, type EventReader, liveCursor, type ReadEvent } from "../mes/event-reader.ts";

const pageSize = 500;

/**
 * The live stream for those who subscribe: each reads at its own pace from where it stands, so that a slow one, or one that
 * comes back with its last cursor, loses nothing.
 */
export const createSubscriptions = (db: Db) => {
  const wakers = new Set<() => void>();
  async function* followed(reader: EventReader, signal?: AbortSignal): AsyncGenerator<ReadEvent> {
    let grown = true;
    let wake = () => {};
    const waker = () => {
      grown = true;
      wake();
    };
    wakers.add(waker);
    signal?.addEventListener("abort", waker);
    try {
      while (!signal?.aborted) {
        grown = false;
        for (let page = await reader.read(pageSize); page.length > 0; page = await reader.read(pageSize))
          yield* page;
        if (!grown)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      wakers.delete(waker);
      signal?.removeEventListener("abort", waker);
    }
  }
  return {
    /**
     * Events behind `after`, or from the moment this resolves, until the signal is given, also while nothing comes.
     * @throws MillwrightError INVALID_INPUT for what is no cursor.
     */
    events: async (after?: string, signal?: AbortSignal): Promise<AsyncIterable<ReadEvent>> =>
      followed(createEventReader(db, after ?? (await liveCursor(db))), signal),
    /** The stream has grown. */
    wake: () => {
      for (const waker of wakers) waker();
    },
  };
};
