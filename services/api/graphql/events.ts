import { recentEvents, type StoredEvent } from "../../mes/events.ts";
import { builder } from "./builder.ts";

const EventType = builder.objectRef<StoredEvent>("Event").implement({
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
