import type { ReplayEvent } from "../../../replay/event.ts";
import { query } from "../lib/graphql.ts";
import type { Bilingual } from "../lib/language.ts";
import type { Range } from "./stretch.ts";

/** An order that was under way in the stretch. */
export interface StretchOrder {
  readonly id: string;
  readonly productId: string;
  readonly product: Bilingual;
  readonly quantity: number;
  readonly dueTime: string;
  readonly segments: readonly number[];
}

export interface StretchLine {
  readonly id: string;
  readonly name: Bilingual;
  readonly area: string;
}

export interface LoadedStretch {
  readonly before: readonly ReplayEvent[];
  readonly events: readonly ReplayEvent[];
  readonly orders: readonly StretchOrder[];
  readonly lines: readonly StretchLine[];
  /** Planned busy time of each line. */
  readonly busy: ReadonlyMap<string, readonly Range[]>;
}

type RawEvent = Omit<ReplayEvent, "time"> & { readonly time: string };
interface Page {
  readonly nodes: readonly RawEvent[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const pageSize = 2_000;
/** A page of the browser holds and folds so many without a pause that a person minds. */
const mostEvents = 200_000;

const event = "seq type time objects attributes";
const page = `nodes { ${event} } pageInfo { hasNextPage endCursor }`;
const firstQuery = `query Stretch($from: DateTime!, $to: DateTime!) {
  lines { id name { zh en } area }
  stretch(from: $from, to: $to) {
    before { ${event} }
    orders { id productId product { zh en } quantity dueTime segments }
    lines { id busy { from to } }
    events(first: ${pageSize}) { totalCount ${page} }
  }
}`;
const nextQuery = `query StretchPage($from: DateTime!, $to: DateTime!, $after: String) {
  stretch(from: $from, to: $to) { events(first: ${pageSize}, after: $after) { ${page} } }
}`;

interface First {
  readonly lines: readonly StretchLine[];
  readonly stretch: {
    readonly before: readonly RawEvent[];
    readonly orders: readonly StretchOrder[];
    readonly lines: readonly { id: string; busy: readonly { from: string; to: string }[] }[];
    readonly events: Page & { readonly totalCount: number };
  };
}

const taken = (events: readonly RawEvent[]): ReplayEvent[] =>
  events.map((raw) => ({ ...raw, time: Date.parse(raw.time) }));

/** More events than a page can replay. */
export class TooLong extends Error {}

/**
 * Loads all of a stretch.
 *
 * @param onShare Told how much of it is there, from 0 to 1.
 * @throws TooLong; AbortError when the signal says so.
 */
export const loadStretch = async (
  { from, to }: Range,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<LoadedStretch> => {
  const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  const { lines, stretch } = await query<First>(firstQuery, range);
  const { totalCount } = stretch.events;
  if (totalCount > mostEvents) throw new TooLong();
  const events = taken(stretch.events.nodes);
  let { pageInfo } = stretch.events;
  while (pageInfo.hasNextPage) {
    signal.throwIfAborted();
    onShare(events.length / totalCount);
    const more = await query<{ stretch: { events: Page } }>(nextQuery, {
      ...range,
      after: pageInfo.endCursor,
    });
    events.push(...taken(more.stretch.events.nodes));
    pageInfo = more.stretch.events.pageInfo;
  }
  signal.throwIfAborted();
  return {
    before: taken(stretch.before),
    events,
    orders: stretch.orders,
    lines,
    busy: new Map(
      stretch.lines.map(({ id, busy }) => [
        id,
        busy.map((window) => ({ from: Date.parse(window.from), to: Date.parse(window.to) })),
      ]),
    ),
  };
};
