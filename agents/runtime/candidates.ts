import type { Mentioned } from "./mentioned.ts";
import { metricIds } from "./metrics/metric.ts";
import { orderOf, type SaidIds } from "./spoken/ids/said.ts";
import type { Reading } from "./spoken/reading.ts";
import type { Moment } from "./spoken/times/moment.ts";
import type { Wish } from "./spoken/wish.ts";
import { mostDays, mostHours, mostMinutesDown, mostPieces, type ToolArguments } from "./tool.ts";

/** Ids of those asked about that the plant has. */
export interface KnownIds {
  readonly orders: ReadonlySet<string>;
  readonly materials: ReadonlySet<string>;
}

/** Arguments that a sentence can say. */
export type SaidArgument = Exclude<keyof ToolArguments, "proposal" | "run" | "by" | "words" | "orders">;

/** All that each argument of a call may be: what the sentence says, and what the conversation mentioned last. */
export type Candidates = { readonly [Name in SaidArgument]: readonly NonNullable<ToolArguments[Name]>[] } & {
  /** Arguments that the sentence names beyond doubt: a call that takes one has one of its candidates. */
  readonly named: ReadonlySet<SaidArgument>;
  /** What the sentence asks for beyond doubt, where one tool alone does it. */
  readonly wish: Wish | undefined;
  /** The sentence is about a line, so that a call of an order only is not what it says. */
  readonly aboutLine: boolean;
  /** Pieces that an order may be changed to: any number that is no order's. */
  readonly amounts: readonly number[];
  /** Lines that a person may mean who says a number without a kind; only what a person approves may take one. */
  readonly numberedLines: readonly string[];
};

/** What an argument may mean where the sentence leaves it open; the person is asked. */
export type Unclear = { readonly [Name in SaidArgument]?: readonly NonNullable<ToolArguments[Name]>[] };

/** Hours and days are said and told with two decimals at most. */
const rounded = (value: number) => Math.round(value * 100) / 100;
const within = (values: readonly number[], most: number) => [
  ...new Set(values.map(rounded).filter((value) => value > 0 && value <= most)),
];
const hoursPerDay = 24;
const minutesPerHour = 60;

/** Those written as ids, or called so; else the numbers that are ids here; else any number, to be told it is none. */
const chosen = ({ written, called, bare }: SaidIds, known: ReadonlySet<string>): readonly string[] => {
  const existing = (ids: readonly string[]) => ids.filter((id) => known.has(id));
  if (written.length > 0) return written;
  for (const ids of [existing(called), called, existing(bare)]) if (ids.length > 0) return ids;
  return bare;
};

const isNamed = ({ written, called }: SaidIds) => written.length + called.length > 0;

export const candidatesOf = (reading: Reading, mentioned: Mentioned, known: KnownIds): Candidates => {
  const { orders, materials, lines, products, moments } = reading;
  const said = chosen(orders, known.orders);
  // What is named is what is meant, whatever was talked about before: an order that there is not, too.
  const order = isNamed(orders)
    ? said
    : [...new Set([...said, ...(mentioned.order ? [mentioned.order] : [])])];
  /** The number of the one order that it may be about. */
  const isOrder = (value: number): boolean => {
    const id = orderOf(value);
    return order.length === 1 && order[0] === id && (isNamed(orders) || known.orders.has(id));
  };
  const quantity = reading.quantities.filter((value) => value <= mostPieces);
  // A span that tells a moment may still be the one that is asked about: "comes in two days after its date".
  const asked = reading.spans.length > 0 ? reading.spans : moments.flatMap((moment) => moment.hours ?? []);
  const hours = within(asked, mostHours);
  const days = within(
    asked.map((span) => span / hoursPerDay),
    mostDays,
  );
  const minutes = within(
    asked.map((span) => Math.round(span * minutesPerHour)),
    mostMinutesDown,
  );
  const named: readonly (readonly [SaidArgument, boolean])[] = [
    ["metric", reading.metrics.length > 0],
    ["order", isNamed(orders)],
    ["line", lines.length > 0],
    ["material", isNamed(materials)],
    ["product", products.length > 0],
    ["unit", reading.units.length > 0],
    ["thing", false],
    ["quantity", reading.counted && quantity.length > 0],
    ["hours", reading.spans.length > 0 && hours.length > 0],
    ["days", reading.spans.length > 0 && days.length > 0],
  ];
  return {
    // A model may know a metric by words that are none of its names.
    metric: reading.metrics.length > 0 ? reading.metrics : metricIds,
    order,
    line: lines.length > 0 ? lines : mentioned.line ? [mentioned.line] : [],
    wish: reading.wish,
    aboutLine: reading.aboutLine,
    numberedLines: reading.numberedLines,
    amounts: reading.amounts.filter(
      (value) => value <= mostPieces && ((reading.counted && quantity.includes(value)) || !isOrder(value)),
    ),
    material: chosen(materials, known.materials),
    product: products,
    unit: reading.units,
    thing: [],
    quantity,
    hours,
    days,
    minutes,
    named: new Set(named.flatMap(([name, is]) => (is ? [name] : []))),
  };
};

/** The same for a sentence that asks about things which it names by an id or name that the plant knows. */
export const aboutThings = (candidates: Candidates, things: readonly string[]): Candidates => ({
  ...candidates,
  thing: things,
  wish: "thing",
  named: new Set([...candidates.named, "thing"]),
});

/** The same for a sentence that names these products of robot cells, and so many of them. */
export const namingCellProducts = (
  candidates: Candidates,
  products: readonly string[],
  quantities: readonly number[],
): Candidates => ({
  ...candidates,
  product: products,
  quantity: quantities,
  named: new Set([...candidates.named, "product", ...(quantities.length > 0 ? (["quantity"] as const) : [])]),
});

/**
 * The same for one that calls a product by its number alone: 5204缺料 is of RRU-5204 where no other product, and no order, has that number.
 */
export const namingByNumber = (
  candidates: Candidates,
  products: readonly string[],
  known: KnownIds,
): Candidates => {
  const { named, order, product: said, quantity } = candidates;
  if (named.has("material") || named.has("unit")) return candidates;
  if (named.has("order") && (order.length > 1 || order.some((id) => known.orders.has(id)))) return candidates;
  const found = order.flatMap((id) => {
    const number = /^WO-(\d{3,6})$/.exec(id)?.[1];
    if (!number || known.orders.has(id)) return [];
    const ofNumber = (all: readonly string[]) => all.filter((one) => one.endsWith(`-${number}`));
    if (named.has("product")) return ofNumber(said).map((product) => ({ id, product }));
    if (named.has("quantity") && quantity.includes(Number(number))) return [];
    const [product, ...others] = ofNumber(products);
    return product && others.length === 0 ? [{ id, product }] : [];
  });
  const [only, ...more] = found;
  if (!only || more.length > 0) return candidates;
  return {
    ...candidates,
    order: order.filter((id) => id !== only.id),
    product: named.has("product") ? said : [only.product],
    named: new Set([...[...named].filter((name) => name !== "order"), "product"]),
  };
};

/** The same for one that wants units of them to go through a cell. */
export const aboutCell = (candidates: Candidates): Candidates => ({
  ...candidates,
  wish: "cell",
  aboutLine: false,
});

/** Choices for an argument that the sentence does not settle; an amount beyond what is answered stands as the most. */
export const unclearOf = ({ unclear, spans, quantities }: Reading): Unclear => {
  const settle = (open: readonly number[], said: readonly number[], most: number) => {
    const values = within(open, most);
    if (values.length > 0) return values;
    return said.length > 0 && said.every((value) => value > most) ? [most] : [];
  };
  const days = (hours: readonly number[]) => hours.map((value) => value / hoursPerDay);
  const minutes = (hours: readonly number[]) => hours.map((value) => value * minutesPerHour);
  return {
    line: unclear.lines,
    product: unclear.products,
    quantity: settle(unclear.quantities, quantities, mostPieces),
    hours: settle(unclear.spans, spans, mostHours),
    days: settle(days(unclear.spans), days(spans), mostDays),
    minutes: settle(minutes(unclear.spans), minutes(spans), mostMinutesDown),
  };
};

const only = ([moment, ...others]: readonly Moment[]): string | undefined => {
  if (!moment || others.length > 0) return undefined;
  return moment.time ? `${moment.day}T${moment.time}` : moment.day;
};

/** Until when something is asked for, where the sentence names one moment. */
export const deadlineOf = ({ moments }: Reading): string | undefined => only(moments);

/** Until when something lasts or does not come, where the sentence names one end, and no span beside. */
export const endOf = ({ moments, spans, unclear }: Reading): string | undefined =>
  spans.length + unclear.spans.length > 0 ? undefined : only(moments.filter(({ end }) => end));
