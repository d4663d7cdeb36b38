import { MillwrightError } from "../../core/errors.ts";
import { eventsAfter, recentEvents, type StoredEvent } from "../../mes/events.ts";
import { builder } from "./builder.ts";
import { pageSize } from "./connection.ts";

export const EventType = builder.objectRef<StoredEvent>("Event").implement({
  description: "One row of the append-only stream (OCEL 2.0).",
  fields: (t) => ({
    seq: t.exposeString("seq"),
    id: t.exposeID("id"),
    type: t.exposeString("type"),
    time: t.expose("time", { type: "DateTime" }),
    source: t.exposeString("source"),
    objects: t.field({ type: "JSON", resolve: (event) => event.objects }),
    attributes: t.field({ type: "JSON", resolve: (event) => event.attributes }),
  }),
});

builder.queryField("recentEvents", (t) =>
  t.field({
    type: [EventType],
    args: { limit: t.arg.int({ defaultValue: 100 }), objectId: t.arg.string(), types: t.arg.stringList() },
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

/** The stream, flattened and filtered. */
async function* filtered(
  pages: AsyncIterable<readonly StoredEvent[]>,
  types: readonly string[] | null | undefined,
) {
  for await (const page of pages)
    for (const event of page) if (!types || types.includes(event.type)) yield event;
}

builder.subscriptionField("events", (t) =>
  t.field({
    type: EventType,
    args: { types: t.arg.stringList() },
    subscribe: (_root, { types }, { events }) => filtered(events(), types),
    resolve: (event: StoredEvent) => event,
  }),
);
