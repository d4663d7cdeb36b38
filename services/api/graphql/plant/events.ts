import { MillwrightError } from "../../../core/errors.ts";
import type { ReadEvent } from "../../../mes/event-reader.ts";
import { eventsAfter, recentEvents, type StoredEvent } from "../../../mes/events.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../connection.ts";

export const EventType = builder.objectRef<StoredEvent>("Event").implement({
  description: "One row of the append-only stream (OCEL 2.0).",
  fields: (t) => ({
    seq: t.exposeString("seq"),
    id: t.exposeID("id"),
    type: t.exposeString("type", {
      description: "OCEL event type, subject and verb, such as job.released or equipment.state.",
    }),
    time: t.expose("time", { type: "DateTime" }),
    source: t.exposeString("source", {
      description: "Who told it: a machine, or the part of the house that acted, such as api.",
    }),
    objects: t.field({ type: "JSON", resolve: (event) => event.objects }),
    attributes: t.field({ type: "JSON", resolve: (event) => event.attributes }),
    cursor: t.string({
      description: "Where a subscription goes on behind this event.",
      resolve: (event) => ("cursor" in event ? String(event.cursor) : event.seq),
    }),
  }),
});

builder.queryField("recentEvents", (t) =>
  t.field({
    type: [EventType],
    description: "The latest events of the stream, the oldest of them first.",
    args: {
      limit: t.arg.int({ defaultValue: 100, description: "How many at most, 1 to 1,000." }),
      objectId: t.arg.string(),
      types: t.arg.stringList(),
    },
    resolve: (_root, { limit, objectId, types }, { db }) =>
      recentEvents(db, Math.min(Math.max(limit ?? 100, 1), 1_000), {
        objectId: objectId ?? undefined,
        types: types ?? undefined,
      }),
  }),
);

builder.queryField("eventsAfter", (t) =>
  t.field({
    type: [EventType],
    description:
      "Events behind a seq, the oldest first: how a reader that was away catches up. Writers end out of order, so begin some hundred before the last seq you have, and drop the ids that you know.",
    args: {
      seq: t.arg.id({ required: true, description: "0 for the whole stream." }),
      first: t.arg.int(),
      objectId: t.arg.string(),
      types: t.arg.stringList(),
    },
    resolve: (_root, { seq, first, objectId, types }, { db }) => {
      const from = String(seq);
      if (!/^\d{1,18}$/.test(from))
        throw new MillwrightError("INVALID_INPUT", {
          path: "seq",
          problem: "must be the seq of an event, or 0",
        });
      return eventsAfter(db, from, pageSize({ first }), {
        objectId: objectId ?? undefined,
        types: types ?? undefined,
      });
    },
  }),
);

/** Whether an event is asked for. */
const wanted = (
  { type, objects }: StoredEvent,
  types: readonly string[] | null | undefined,
  objectId: string | null | undefined,
) => (!types || types.includes(type)) && (!objectId || objects.some(({ id }) => id === objectId));

async function* filtered(events: AsyncIterable<ReadEvent>, isWanted: (event: StoredEvent) => boolean) {
  for await (const event of events) if (isWanted(event)) yield event;
}

builder.subscriptionField("events", (t) =>
  t.field({
    type: EventType,
    description:
      "The stream as it grows, by server-sent events (docs/api.md). After a lost connection, subscribe again with the cursor of the last event that you have: nothing is left out and nothing told twice.",
    args: {
      types: t.arg.stringList({ description: "Only events of these types." }),
      objectId: t.arg.string({
        description: "Only events of this object, such as a work order's or line's id.",
      }),
      after: t.arg.string({
        description:
          "Cursor or seq of the last event that you have; 0 for the whole stream. Without: from now on.",
      }),
    },
    subscribe: async (_root, { types, objectId, after }, { events, ended }) => {
      const stream = await events(after ?? undefined, ended);
      return filtered(stream, (event) => wanted(event, types, objectId));
    },
    resolve: (event: ReadEvent) => event,
  }),
);
