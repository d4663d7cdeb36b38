import { sql } from "kysely";
import type { Db, Tx } from "./database.ts";
import { inParts } from "./in-parts.ts";
import { originNow } from "./origin.ts";
import type { EventObject } from "./schema/event.ts";

/** One row of the stream; `id` makes a repeated append harmless. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  /** Plant time. */
  readonly time: Date;
  readonly source: string;
  readonly objects: readonly EventObject[];
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface StoredEvent {
  readonly seq: string;
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  readonly source: string;
  readonly objects: EventObject[];
  readonly attributes: Record<string, unknown>;
}

/** Channel that tells listeners that the stream has grown. */
export const eventChannel = "mw_event";

/** Rows of one statement. */
const mostRows = 5_000;

/**
 * Appends what is new of the batch and gives those ids; what was appended before is left out. Outside a transaction, a
 * batch of more than 5,000 is stored in parts, each of them wholly or not at all.
 */
export const appendEvents = (tx: Db | Tx, events: readonly NewEvent[]): Promise<string[]> =>
  // An id without its event would keep it out for ever.
  inParts(events, mostRows, (part) =>
    tx.isTransaction ? appendPart(tx, part) : tx.transaction().execute((inner) => appendPart(inner, part)),
  );

const appendPart = async (tx: Db | Tx, events: readonly NewEvent[]): Promise<string[]> => {
  const claimed = await tx
    .insertInto("event_id")
    // In one order everywhere: two writers of the same events must not wait for each other.
    .values([...new Set(events.map(({ id }) => id))].sort().map((id) => ({ id })))
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .execute();
  const fresh = new Set(claimed.map(({ id }) => id));
  const rows = events.filter(({ id }) => fresh.delete(id));
  if (rows.length === 0) return [];
  const hasPerson = ({ objects }: NewEvent) => objects.some(({ type }) => type === "person");
  const origin = rows.some(hasPerson) ? await originNow(tx) : undefined;
  await tx
    .insertInto("event")
    .values(
      rows.map((row) => ({
        id: row.id,
        type: row.type,
        time: row.time,
        source: row.source,
        objects: JSON.stringify(row.objects),
        attributes: JSON.stringify(
          origin && hasPerson(row) ? { ...row.attributes, origin } : (row.attributes ?? {}),
        ),
      })),
    )
    .execute();
  await sql`select pg_notify(${eventChannel}, '')`.execute(tx);
  return rows.map(({ id }) => id);
};

export interface EventFilter {
  readonly types?: readonly string[] | undefined;
  readonly objectId?: string | undefined;
}

/** Columns of a stored event. */
export const eventColumns = ["seq", "id", "type", "time", "source", "objects", "attributes"] as const;

/**
 * Events after a position, oldest first. A transaction that took an earlier number may commit later: whoever follows
 * the stream looks back a little and drops what it has seen.
 */
export const eventsAfter = async (
  db: Db,
  seq: string,
  limit: number,
  filter: EventFilter = {},
): Promise<StoredEvent[]> => {
  let query = db.selectFrom("event").select(eventColumns).where("seq", ">", seq).orderBy("seq").limit(limit);
  if (filter.types) query = query.where("type", "in", [...filter.types]);
  if (filter.objectId)
    query = query.where(sql<boolean>`objects @> ${JSON.stringify([{ id: filter.objectId }])}::jsonb`);
  return query.execute();
};

/** The latest events, of those before a seq where one is given, oldest first. */
export const recentEvents = async (
  db: Db,
  limit: number,
  filter: EventFilter & { readonly before?: string | undefined } = {},
): Promise<StoredEvent[]> => {
  let query = db.selectFrom("event").select(eventColumns).orderBy("seq", "desc").limit(limit);
  if (filter.before !== undefined) query = query.where("seq", "<", filter.before);
  if (filter.types) query = query.where("type", "in", [...filter.types]);
  if (filter.objectId)
    query = query.where(sql<boolean>`objects @> ${JSON.stringify([{ id: filter.objectId }])}::jsonb`);
  return (await query.execute()).reverse();
};
