import type { Db } from "../mes/database.ts";
import { createEventReader, liveCursor } from "../mes/event-reader.ts";
import { eventChannel, type StoredEvent } from "../mes/events.ts";
import { listen } from "../mes/listen.ts";
import { chatChannel } from "../mes/queries/conversations.ts";
import { sessionChannel } from "../mes/session-channel.ts";

export interface Followed {
  readonly onEvents: (events: readonly StoredEvent[]) => void;
  /** A conversation has grown. */
  readonly onChat: (conversationId: string) => void;
  /** Somebody has signed out; an empty id: it is not known who. */
  readonly onSessionEnd: (id: string) => void;
}

const pageSize = 500;
/** Bursts of notifications are answered by one reading. */
const gatherMs = 40;

/** Follows the event stream and the conversations by the database's notifications. */
export const follow = async (db: Db, databaseUrl: string, { onEvents, onChat, onSessionEnd }: Followed) => {
  const reader = createEventReader(db, await liveCursor(db));
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  let closed = false;

  const read = async () => {
    for (let page = await reader.read(pageSize); page.length > 0; page = await reader.read(pageSize))
      onEvents(page);
  };
  const wake = () => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      // A failed reading is made good by the next one: the position has not moved.
      reading = reading.then(read).catch(() => {});
    }, gatherMs);
  };
  const listener = await listen(
    databaseUrl,
    [eventChannel, chatChannel, sessionChannel],
    (channel, payload) => {
      if (channel === chatChannel) onChat(payload);
      else if (channel === sessionChannel) onSessionEnd(payload);
      else wake();
    },
    () => {
      wake();
      onChat("");
      onSessionEnd("");
    },
  );
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await listener.close();
      await reading;
    },
  };
};
