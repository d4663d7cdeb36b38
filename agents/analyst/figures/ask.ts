import { MillwrightError } from "../../../services/core/errors.ts";
import { refreshFigures } from "../../../services/mes/figures/refresh.ts";
import { customersOfOrders } from "../../../services/mes/queries/sales-orders.ts";
import {
  dimensionsOf,
  figureFrom,
  measuresOf,
  metricOf,
  metricOver,
  sourcesOf,
} from "../../runtime/metrics/catalogue.ts";
import { type Dimension, isTime, type Metric, type Source, type Sums } from "../../runtime/metrics/metric.ts";
import { nothingLeftOut } from "../../runtime/spoken/asked/left-out.ts";
import { dimensionNames } from "./dimension-names.ts";
import { gridOf, secondsSince } from "./grid.ts";
import { linesOf, saysLines } from "./lines.ts";
import { add, type FigureFilter, type FigureQuery, type Scope, type Table } from "./query.ts";
import { type FigureSource, type Reading, readingOf } from "./reading.ts";
import { recordedSince } from "./record.ts";
import { shiftsOf } from "./shifts.ts";
import { called, inspected } from "./sources/inspected.ts";
import { made } from "./sources/made.ts";
import { done, inProcess } from "./sources/orders.ts";
import { energy, planned, repairs } from "./sources/resources.ts";
import { stops } from "./sources/stops.ts";
import { time, work } from "./sources/time.ts";
import { type Standing, standingsOf } from "./standing.ts";

const readers: Readonly<Record<Source, (reading: Reading, scope: Scope, table: Table) => Promise<void>>> = {
  made,
  time,
  work,
  stops,
  done,
  inProcess,
  energy,
  repairs,
  planned,
  inspected,
  called,
};

/** One part of a figure that is split. */
export interface Part {
  readonly key: string;
  readonly value: number | undefined;
  readonly sums: Sums;
  /** Of a split by time. */
  readonly standing?: Standing;
}

/** A part of a split by time that says something beside others: all of it is known, and work was planned in it. */
export const isComparable = ({ value, standing }: Part): boolean =>
  value !== undefined && !standing?.isPartial && !standing?.isIdle;

/** A figure, the amounts that it is made of, and its parts. */
export interface Figure {
  /** As it is reckoned of the lines that were asked about. */
  readonly metric: Metric;
  readonly value: number | undefined;
  readonly sums: Sums;
  /** When the record begins, where that is within the stretch. */
  readonly recordedFrom?: Date;
  /** Parts by time are in its order, others by their value, the highest first. */
  readonly parts: readonly Part[];
}

/** Dimensions that a filter needs the amounts to be known by. */
const filteredBy = ({
  lines = [],
  kind,
  product,
  family,
  shift,
  order,
  customer,
  reasons,
  without = nothingLeftOut,
}: FigureFilter): Dimension[] => [
  ...(reasons ? (["reason"] as const) : []),
  ...(lines.length + without.lines.length > 0 ? (["line"] as const) : []),
  ...(kind || without.kinds.length > 0 ? (["kind"] as const) : []),
  ...(product || without.products.length > 0 ? (["product"] as const) : []),
  ...(family || without.families.length > 0 ? (["family"] as const) : []),
  ...(customer || without.customers.length > 0 ? (["customer"] as const) : []),
  ...(shift ? (["shift"] as const) : []),
  ...(order ? (["order"] as const) : []),
];

/** @throws MillwrightError FIGURE_NOT_KEPT where a metric is not known by what it is narrowed to or split by. */
export const checkKept = (metric: Metric, { filter, split }: Pick<FigureQuery, "filter" | "split">): void => {
  const known = dimensionsOf(metric);
  for (const dimension of [...filteredBy(filter), ...(split ? [split] : [])])
    if (!known.includes(dimension)) {
      const names = (language: "zh" | "en") => known.map((one) => dimensionNames[one][language]);
      throw new MillwrightError("FIGURE_NOT_KEPT", {
        metric: metric.name,
        dimension: dimensionNames[dimension],
        known: { zh: names("zh").join("、"), en: names("en").join(", ") },
      });
    }
};

/** Brings what figures are summed from up to date, once a question. */
export const refreshed = (reading: Reading): Promise<number> => reading.once("refresh", refreshFigures);

/** What a source has for a scope. Figures of one question are often made of the same amounts. */
const amountsOf = (reading: Reading, source: Source, scope: Scope): Promise<Table> => {
  const { from, to, filter, split, eachShift, since } = scope;
  return reading.once(JSON.stringify([source, from, to, filter, split, eachShift, since]), async () => {
    const table: Table = new Map();
    await readers[source](reading, scope, table);
    return table;
  });
};

const total = (table: Table): Sums => {
  const all: Table = new Map();
  for (const sums of table.values()) add(all, "", sums);
  return all.get("") ?? {};
};

/**
 * Tells a figure of the amounts of the data store, exactly: sums over the lines, products and time that are asked about,
 * and the metric's formula over them, for the whole and for each part.
 *
 * @throws MillwrightError FIGURE_NOT_KEPT.
 */
export const askFigure = async (source: FigureSource, query: FigureQuery): Promise<Figure> => {
  const metric = metricOf(query.metric);
  checkKept(metric, query);
  const reading = readingOf(source);
  await refreshed(reading);
  return readFigure(reading, query, metric);
};

/** The same of amounts that are up to date. */
const readFigure = async (reading: Reading, query: FigureQuery, metric: Metric): Promise<Figure> => {
  const { filter, split, from, to, eachShift = false } = query;
  const byTime = split !== undefined && isTime(split) ? split : undefined;
  const isOfCustomers = filter.customer ?? (split === "customer" || filter.without?.customers.length);
  const [kindOf, shifts, customerOf] = await Promise.all([
    linesOf(reading, filter),
    reading.once("shifts", shiftsOf),
    isOfCustomers ? reading.once("customers", customersOfOrders) : new Map<string, string>(),
  ]);
  const cells = gridOf({ from, to, by: byTime, shift: filter.shift, shifts, eachShift });
  const since = await recordedSince(reading, metric, new Set(kindOf.keys()));
  const scope: Scope = {
    ...query,
    kindOf,
    isOfLines: saysLines(filter),
    customerOf,
    cells,
    since,
  };
  const tables = await Promise.all(sourcesOf(metric).map((source) => amountsOf(reading, source, scope)));
  const table: Table = new Map();
  for (const one of tables) for (const [key, sums] of one) add(table, key, sums);
  const sums = total(table);
  // Orders in process are looked at over one time, however they are split.
  if (sums.clockSeconds !== undefined)
    sums.clockSeconds = cells.reduce((all, cell) => all + secondsSince(cell, since), 0);
  const whole = metricOver(metric, new Set(kindOf.values()).size);
  const each = split === "line" || split === "kind" ? metric : whole;
  const needed = measuresOf(metric);
  // What a calendar or a clock tells is no record.
  const isUntold = (own: Sums) =>
    needed.every((name) => name === "pbt" || name === "clockSeconds" || !own[name]);
  const standingOf = byTime ? await standingsOf(reading, scope, shifts, since) : undefined;
  const parts =
    split === undefined
      ? []
      : (byTime ? [...new Set(cells.map(({ key }) => key))] : [...table.keys()]).flatMap((key): Part[] => {
          const own = table.get(key) ?? {};
          if (!byTime && needed.every((name) => !own[name])) return [];
          const standing = standingOf?.(key);
          const value = standing?.isBefore && isUntold(own) ? undefined : figureFrom(each, own);
          return [{ key, value, sums: own, ...(standing ? { standing } : {}) }];
        });
  if (!byTime) parts.sort((a, b) => (b.value ?? -1) - (a.value ?? -1) || (a.key < b.key ? -1 : 1));
  const isEmpty = needed.every((name) => !sums[name]);
  const isUnknown = (to.getTime() <= since && isUntold(sums)) || (isEmpty && metric.type !== "simple");
  const isCut = since > from.getTime() && since < to.getTime();
  return {
    metric: whole,
    value: isUnknown ? undefined : figureFrom(whole, sums),
    sums,
    ...(isCut ? { recordedFrom: new Date(since) } : {}),
    parts,
  };
};
