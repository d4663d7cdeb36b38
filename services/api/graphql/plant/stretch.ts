import type { Db } from "../../../mes/database.ts";
import type { StoredEvent } from "../../../mes/events.ts";
import { busyLines, type LineBusy } from "../../../mes/queries/busy.ts";
import {
  countStretchEvents,
  eventsBefore,
  type Place,
  recordedRange,
  type StretchOfTime,
  stretchEvents,
  stretchOrders,
} from "../../../mes/queries/stretch.ts";
import { builder } from "../builder.ts";
import { decodeCursor, type Page, type PageArguments, pageOf, pageSize } from "../connection.ts";
import { PageInfo } from "../page-info.ts";
import { askedStretch } from "./asked-stretch.ts";
import { EventType } from "./events.ts";
import { BilingualText } from "./plant.ts";

/** Events of one page; without what a replay does not ask for, some 1 MB. */
const largestPage = 5_000;
const mostDays = 31;

/**
 * A stretch whose events are read.
 *
 * @throws MillwrightError INVALID_INPUT.
 */
export const stretchOf = (from: Date, to: Date): StretchOfTime => askedStretch(from, to, mostDays);

const cursorOfEvents = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)\|(\d{1,18})$/;

const placeOf = (cursor: string): Place => {
  const [time, seq] = decodeCursor(cursor, cursorOfEvents);
  return { time: new Date(time!), seq: seq! };
};

interface EventPage {
  readonly stretch: StretchOfTime;
  readonly page: Page<StoredEvent>;
}

const eventsPage = async (db: Db, stretch: StretchOfTime, page: PageArguments): Promise<EventPage> => {
  const size = pageSize(page, largestPage);
  const rows = await stretchEvents(db, stretch, size + 1, page.after ? placeOf(page.after) : undefined);
  return { stretch, page: pageOf(rows, size, ({ time, seq }) => `${time.toISOString()}|${seq}`) };
};

const EventPageType = builder.objectRef<EventPage>("StretchEvents").implement({
  description: "Events in the order of their time; those of one time in the order of their seq.",
  fields: (t) => ({
    nodes: t.field({ type: [EventType], resolve: ({ page }) => page.edges.map(({ node }) => node) }),
    pageInfo: t.field({ type: PageInfo, resolve: ({ page }) => page.pageInfo }),
    totalCount: t.int({
      description: "Of the whole stretch; it is counted only when it is asked for.",
      resolve: ({ stretch }, _args, { db }) => countStretchEvents(db, stretch),
    }),
  }),
});

type OrderRow = Awaited<ReturnType<typeof stretchOrders>>[number];
const StretchOrder = builder.objectRef<OrderRow>("StretchOrder").implement({
  description: "An order that was under way in the stretch, as it is entered now.",
  fields: (t) => ({
    id: t.exposeID("id"),
    productId: t.exposeString("product_id"),
    product: t.field({ type: BilingualText, resolve: (row) => ({ zh: row.name_zh, en: row.name_en }) }),
    quantity: t.exposeInt("quantity"),
    priority: t.exposeInt("priority"),
    dueTime: t.expose("due_time", { type: "DateTime" }),
    segments: t.field({ type: ["Int"], resolve: (row) => row.segments }),
  }),
});

const TimeWindow = builder.objectRef<StretchOfTime>("TimeWindow").implement({
  description: "A stretch of plant time.",
  fields: (t) => ({
    from: t.expose("from", { type: "DateTime" }),
    to: t.expose("to", { type: "DateTime" }),
  }),
});

const StretchLine = builder.objectRef<LineBusy>("StretchLine").implement({
  description: "A line with the time that it was meant to work.",
  fields: (t) => ({
    id: t.exposeID("id"),
    busy: t.field({
      type: [TimeWindow],
      description: "Planned busy time (ISO 22400-2 PBT): shifts of the calendar without planned stops.",
      resolve: (line) => [...line.busy],
    }),
  }),
});

const StretchType = builder.objectRef<StretchOfTime>("Stretch").implement({
  description: "A recorded stretch of plant time, to be replayed: fold `before`, then the events.",
  fields: (t) => ({
    from: t.expose("from", { type: "DateTime" }),
    to: t.expose("to", { type: "DateTime" }),
    before: t.field({
      type: [EventType],
      description: "Events that make up the plant at the stretch's beginning, in order.",
      resolve: (stretch, _args, { db }) => eventsBefore(db, stretch),
    }),
    events: t.field({
      type: EventPageType,
      description: "Its events, page by page.",
      args: { first: t.arg.int({ description: `At most ${largestPage}.` }), after: t.arg.string() },
      resolve: (stretch, args, { db }) => eventsPage(db, stretch, args),
    }),
    orders: t.field({
      type: [StretchOrder],
      description: "Orders that were under way in it.",
      resolve: (stretch, _args, { db }) => stretchOrders(db, stretch),
    }),
    lines: t.field({
      type: [StretchLine],
      description: "Lines with their planned busy time.",
      resolve: (stretch, _args, { db }) => busyLines(db, stretch),
    }),
  }),
});

builder.queryFields((t) => ({
  recorded: t.field({
    type: TimeWindow,
    nullable: true,
    description: "From when to when there are events; null while there is none.",
    resolve: async (_root, _args, { db }) => (await recordedRange(db)) ?? null,
  }),
  stretch: t.field({
    type: StretchType,
    description: `A stretch of at most ${mostDays} days. The same as an OCEL 2.0 file: GET /export/ocel.json?from=…&to=….`,
    args: {
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
    },
    resolve: (_root, { from, to }) => stretchOf(from, to),
  }),
}));
