import type { Db } from "../mes/database.ts";
import { eventChannel, eventsAfter, type StoredEvent } from "../mes/events.ts";
import { listen } from "../mes/listen.ts";
import { chatChannel } from "../mes/queries/conversations.ts";
import { sessionChannel } from "./session.ts";

export interface Followed {
  readonly onEvents: (events: readonly StoredEvent[]) => void;
  /** A conversation has grown. */
  readonly onChat: (conversationId: string) => void;
  /** Somebody has signed out; an empty id: it is not known who. */
  readonly onSessionEnd: (id: string) => void;
}

const pageSize = 500;
/** A transaction that took an earlier number may commit later: the reader looks back this far and drops what it has seen. */
const lookBack = 300n;
/** Bursts of notifications are answered by one reading. */
const gatherMs = 40;

/** Follows the event stream and the conversations by the database's notifications. */
export const follow = async (db: Db, databaseUrl: string, { onEvents, onChat, onSessionEnd }: Followed) => {
  const newest = await db
    .selectFrom("event")
    .select((fields) => fields.fn.max("seq").as("seq"))
    .executeTakeFirst();
  let position = BigInt(newest?.seq ?? "0");
  const seen = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();
  let closed = false;

  const prime = async () => {
    const from = position > lookBack ? position - lookBack : 0n;
    for (const event of await eventsAfter(db, from.toString(), pageSize)) seen.add(event.seq);
  };
  const read = async () => {
    for (;;) {
      const from = position > lookBack ? position - lookBack : 0n;
      const page = await eventsAfter(db, from.toString(), pageSize);
      const fresh = page.filter((event) => !seen.has(event.seq));
      for (const event of fresh) {
        seen.add(event.seq);
        if (BigInt(event.seq) > position) position = BigInt(event.seq);
      }
      for (const seq of seen) {
        if (BigInt(seq) >= position - 2n * lookBack) break;
        seen.delete(seq);
      }
      if (fresh.length > 0) onEvents(fresh);
      if (page.length < pageSize) return;
    }
  };
  const wake = () => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      // A failed reading is made good by the next one: the position has not moved.
      reading = reading.then(read).catch(() => {});
    }, gatherMs);
  };
  await prime();
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
