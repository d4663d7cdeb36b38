import type { Db } from "../mes/database.ts";
import { createEventReader, liveCursor, type ReadEvent } from "../mes/event-reader.ts";

const pageSize = 500;

/**
 * The live stream for those who subscribe: each reads at its own pace from where it stands, so that a slow one, or one that
 * comes back with its last cursor, loses nothing.
 */
export const createSubscriptions = (db: Db) => {
  const wakers = new Set<() => void>();
  /**
   * Events behind `after`, or from now on, until the signal is given, also while nothing comes.
   * @throws MillwrightError INVALID_INPUT for what is no cursor.
   */
  async function* events(after?: string, signal?: AbortSignal): AsyncGenerator<ReadEvent> {
    let grown = true;
    let wake = () => {};
    const waker = () => {
      grown = true;
      wake();
    };
    wakers.add(waker);
    signal?.addEventListener("abort", waker);
    try {
      const reader = createEventReader(db, after ?? (await liveCursor(db)));
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
    events,
    /** The stream has grown. */
    wake: () => {
      for (const waker of wakers) waker();
    },
  };
};
