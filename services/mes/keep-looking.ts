import { type Listener, listen } from "./listen.ts";

interface KeepLookingOptions {
  readonly databaseUrl: string;
  /** Notifications after which there may be something to see. */
  readonly channels: readonly string[];
  /** Wall time in ms between two looks when nothing is notified. */
  readonly everyMs: number;
  /** @param closed Given when the looking ends: a long look may stop early. */
  readonly look: (closed: AbortSignal) => Promise<void>;
  /** A look that failed; the next one comes all the same. */
  readonly failed: (error: Error) => void;
}

/** Looks at once, whenever it is notified, and every so often; one look at a time, and whatever comes during one makes another. */
export const keepLooking = async ({
  databaseUrl,
  channels,
  everyMs,
  look,
  failed,
}: KeepLookingOptions): Promise<Listener> => {
  const closing = new AbortController();
  const closed = closing.signal;
  let isAsked = false;
  let running: Promise<void> = Promise.resolve();
  const wake = () => {
    if (closed.aborted || isAsked) return;
    isAsked = true;
    running = running.then(async () => {
      isAsked = false;
      if (!closed.aborted) await look(closed).catch(failed);
    });
  };
  const listener = await listen(databaseUrl, channels, wake, wake);
  const timer = setInterval(wake, everyMs);
  wake();
  return {
    close: async () => {
      closing.abort();
      clearInterval(timer);
      await listener.close();
      await running;
    },
  };
};
