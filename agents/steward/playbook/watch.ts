import { sql } from "kysely";
import type { PlantClock } from "../../../services/core/clock.ts";
import type { Logger } from "../../../services/core/log.ts";
import type { Db, Tx } from "../../../services/mes/database.ts";
import { createEventReader } from "../../../services/mes/event-reader.ts";
import { eventChannel, eventColumns, type StoredEvent } from "../../../services/mes/events.ts";
import { keepLooking } from "../../../services/mes/keep-looking.ts";
import type { Listener } from "../../../services/mes/listen.ts";
import { takeAnswers } from "./answers.ts";
import { createMemory, type Memory } from "./memory.ts";
import { activeOf, takeDue, takeEvent, takeTimes } from "./starts.ts";

/** What a playbook that was turned on, or a step that began to wait, just missed is looked at again so far back; it counts once all the same. */
const lookBack = 300;
const pageSize = 500;

/** What is new for whoever stands there, with what was looked at just before, in the order of their numbers. */
const eventsFrom = async (tx: Tx, cursor: string) => {
  const reader = createEventReader(tx, cursor);
  const top = reader.position();
  const before = await tx
    .selectFrom("event")
    .select(eventColumns)
    .where("seq", ">", String(top - BigInt(lookBack)))
    .where("seq", "<=", String(top))
    .execute();
  const page = await reader.read(pageSize);
  const events = new Map<string, StoredEvent>([...before, ...page].map((event) => [event.seq, event]));
  return {
    events: [...events.values()].sort((a, b) => Number(BigInt(a.seq) - BigInt(b.seq))),
    cursor: reader.cursor(),
    isMore: page.length === pageSize,
  };
};

/**
 * Looks at what happened since the last look, once: starts what is to start, and answers what waits. The place in the
 * stream is stored with it, so that after a kill nothing is missed, nor what a long transaction writes beside others; a
 * cause that is seen twice starts once. Gives whether more is waiting. Of several workers one looks at a time.
 *
 * @param memory What this worker has looked at before.
 */
export const lookAtStream = async (db: Db, now: Date, memory: Memory = createMemory()): Promise<boolean> => {
  const look = async (tx: Tx) => {
    const newest = tx
      .selectFrom("event")
      .select((fields) => sql<string>`coalesce(${fields.fn.max("seq")}, 0)::text`.as("cursor"));
    await tx
      .insertInto("playbook_position")
      .values({ id: true, cursor: newest as never })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const position = await tx
      .selectFrom("playbook_position")
      .select("cursor")
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!position) return { isMore: false };
    const { events, cursor, isMore } = await eventsFrom(tx, position.cursor);
    const active = await activeOf(tx);
    memory.begin(events);
    for (const event of events) for (const one of active) await takeEvent(tx, one, event, now, memory);
    await takeDue(tx, now);
    await takeTimes(tx, active, now);
    await takeAnswers(tx, events, now);
    if (cursor !== position.cursor) await tx.updateTable("playbook_position").set({ cursor }).execute();
    return {
      isMore,
      looked: () =>
        memory.looked(
          events,
          active.map(({ row }) => row),
        ),
    };
  };
  try {
    const { isMore, looked } = await db.transaction().execute(look);
    looked?.();
    return isMore;
  } catch (error) {
    memory.forget();
    throw error;
  }
};

/** Reaches the workflow of a run: starts it where there is none, and wakes it. May be repeated without effect. */
export type HandOn = (run: {
  readonly id: string;
  readonly playbookId: string;
  readonly cause: string;
}) => Promise<void>;

/**
 * Hands on what was started or answered, also by a process that was killed while it did. The note comes last, and only on what was
 * read: what was answered meanwhile asks for another handing on. One that fails keeps no other from its turn.
 */
export const handOnRuns = async (db: Db, handOn: HandOn): Promise<void> => {
  const runs = await db
    .selectFrom("playbook_run")
    .select(["id", "playbook_id", "cause", sql<string>`xmin::text`.as("written")])
    .where("status", "=", "Running")
    .where("is_handed_on", "=", false)
    .execute();
  const failures: Error[] = [];
  for (const { id, playbook_id: playbookId, cause, written } of runs)
    try {
      await handOn({ id, playbookId, cause });
      await db
        .updateTable("playbook_run")
        .set({ is_handed_on: true })
        .where("id", "=", id)
        .where(sql<boolean>`xmin::text = ${written}`)
        .execute();
    } catch (error) {
      failures.push(error as Error);
    }
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ stack }) => stack).join("\n"));
};

/**
 * Has every run that is not over handed on once more. One whose workflow is gone, as with a Temporal server that lost its store, or by
 * a kill in an earlier version, would else be taken for one that goes on, and keep others from beginning; it goes on where it stood.
 */
export const handOnAnew = async (db: Db): Promise<void> => {
  await db.updateTable("playbook_run").set({ is_handed_on: false }).where("status", "=", "Running").execute();
};

/** Wall time between two looks at the clock; events are looked at as they come. */
const everyMs = 2_000;

interface WatchDeps {
  readonly db: Db;
  readonly clock: PlantClock;
  readonly databaseUrl: string;
  readonly handOn: HandOn;
  readonly log: Logger;
}

/** Watches the event stream and the clock for all playbooks, as long as the house runs. */
export const watchPlaybooks = async ({
  db,
  clock,
  databaseUrl,
  handOn,
  log,
}: WatchDeps): Promise<Listener> => {
  const memory = createMemory();
  let isFirst = true;
  const look = async (closed: AbortSignal) => {
    if (isFirst) await handOnAnew(db);
    isFirst = false;
    while (!closed.aborted && (await lookAtStream(db, clock.now(), memory)));
    if (!closed.aborted) await handOnRuns(db, handOn);
  };
  return keepLooking({
    databaseUrl,
    channels: [eventChannel],
    everyMs,
    look,
    failed: (error) => log.error({ error: error.stack }, "playbooks not looked at"),
  });
};
