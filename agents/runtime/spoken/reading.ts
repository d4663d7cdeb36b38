import type { MetricId } from "../metrics/metric.ts";
import { asksAboutOutput } from "./about/output.ts";
import { metricsMeant, metricsNamed } from "./asked/named-metrics.ts";
import { asksMore } from "./asks-more.ts";
import { saysEveryOrder } from "./every-order.ts";
import { type LineName, linePrefixes, takeLines } from "./ids/lines.ts";
import { type SaidIds, serialPrefix, takeIds } from "./ids/said.ts";
import { literally, Marked, S } from "./marked.ts";
import { pieces, readPieces } from "./numbers/pieces.ts";
import { type Holiday, holidayIn } from "./times/holidays.ts";
import type { Moment } from "./times/moment.ts";
import { takeMoments } from "./times/moments.ts";
import { markSpans } from "./times/spans.ts";
import type { Wish } from "./wish.ts";

/** The names that a plant's people use, and that a sentence is read with. */
export interface PlantNames {
  readonly lines: readonly LineName[];
  /** Those that are asked about most first. */
  readonly products: readonly string[];
  readonly customers?: readonly string[];
}

/** Everything that a sentence says and a call could be about. */
export interface Reading {
  readonly orders: SaidIds;
  readonly materials: SaidIds;
  readonly lines: readonly string[];
  /** Lines of a number that is said without their kind. */
  readonly numberedLines: readonly string[];
  readonly products: readonly string[];
  /** Serial numbers. */
  readonly units: readonly string[];
  /** Governed metrics that it may mean by the names in it; none where it holds no name. */
  readonly metrics: readonly MetricId[];
  readonly quantities: readonly number[];
  /** Every number that may be an amount of pieces, also where it may be an id. */
  readonly amounts: readonly number[];
  /** A word for pieces stands with them. */
  readonly counted: boolean;
  /** Hours of each span of time. */
  readonly spans: readonly number[];
  /** What is asked for where the words leave no doubt; undefined when nothing of the kind is said. */
  readonly wish: Wish | undefined;
  /** It names a line and no order, nor points back to one: "when will SMT-4 be repaired?" */
  readonly aboutLine: boolean;
  /** It speaks of every order, not of one. */
  readonly everyOrder: boolean;
  /** Until when something is asked for. */
  readonly moments: readonly Moment[];
  /** A holiday that is named in place of a date. */
  readonly holiday: Holiday | undefined;
  /** What it may mean where it leaves that open: "两三百台", "the second line", "RRU". */
  readonly unclear: {
    readonly lines: readonly string[];
    readonly products: readonly string[];
    readonly quantities: readonly number[];
    readonly spans: readonly number[];
  };
}

/** What the letters before a product's number are: those that differ in the number only are a family. */
export const familyOf = (product: string): string => product.replace(/-?\d+$/, "");

/** Words for the order that was talked about. */
const pointsBack =
  /它|[这那该此]一?[单张个批]|(?<![a-z])(?:it|this|that|the)(?: (?:one|order|job|batch))?(?![a-z])(?! (?:line|machine|smt|asm))/i;

/** Products of the families that a sentence names without a number. */
const ofNamedFamilies = (marked: Marked, products: readonly string[]): string[] =>
  products.filter((id) => {
    const family = familyOf(id);
    return family && new RegExp(`(?<![a-z])${literally(family)}s?(?![a-z])`, "i").test(marked.text);
  });

/** "AAU 40台" is a family and how many of it, unless there is an AAU-40. */
const apartFromAmounts = (text: string, products: readonly string[], families: ReadonlySet<string>): string =>
  text.replaceAll(
    new RegExp(`(?<![A-Za-z\\d])([A-Za-z]{2,5}) ?(\\d{1,5})(?=${pieces})`, "gi"),
    (said, family: string, number: string) => {
      const known = [...families].some((one) => one.toLowerCase() === family.toLowerCase());
      const isProduct = products.some((id) => id.toLowerCase() === `${family}-${number}`.toLowerCase());
      return known && !isProduct ? `${family}，${number}` : said;
    },
  );

/**
 * Reads what a sentence says: ids, lines, products, pieces, spans of time and dates, each number for one thing only, in
 * digits or words of Chinese or English. Nothing is guessed; what the words leave open is given as such.
 *
 * @param clock Day and time of the plant: "2026-11-27", "15:00".
 */
export const readSentence = (
  text: string,
  plant: PlantNames,
  clock: { readonly day: string; readonly time: string },
): Reading => {
  const families = new Set(plant.products.map(familyOf));
  const marked = new Marked(apartFromAmounts(text, plant.products, families), [
    "WO",
    "MAT",
    serialPrefix,
    ...linePrefixes(plant.lines),
    ...families,
  ]);
  // Each step takes out what it has used, so the order of the steps says which reading goes first.
  markSpans(marked);
  const lines = takeLines(marked, plant.lines);
  const moments = takeMoments(marked, clock.day, clock.time);
  const ids = takeIds(marked, families);
  const counted = readPieces(marked, plant.products, ids.products.size > 0);
  for (const id of counted.ids) ids.addBare(id);
  const spans = [...marked.left(S)].map(({ sign }) => marked.span(sign).hours);
  const products = [...new Set([...ids.products, ...counted.products])];
  const materials = ids.materials();
  const orders = ids.orders();
  const namesNone = orders.written.length + orders.called.length === 0;
  const saysNoOrder = namesNone && orders.bare.length === 0;
  const isAboutLines =
    saysNoOrder &&
    !counted.counted &&
    products.length + materials.written.length + materials.called.length === 0;
  const metrics = metricsNamed(text);
  const figures = metrics.map(({ id }) => id);
  /** Amounts of pieces, as `output` tells them; any other figure is one of the metrics. */
  const isAboutPieces = figures.every((id) => id === "output" || id === "scrap");
  const isOutput = isAboutLines && isAboutPieces && !asksMore(text) && asksAboutOutput(text);
  return {
    orders,
    materials,
    lines: [...lines.coded, ...lines.lines],
    numberedLines: lines.numbered,
    products,
    units: [...ids.units],
    metrics: metricsMeant(metrics),
    quantities: counted.quantities,
    amounts: counted.amounts,
    wish: isOutput ? "output" : undefined,
    aboutLine: lines.coded.length + lines.lines.length > 0 && saysNoOrder && !pointsBack.test(text),
    everyOrder: saysEveryOrder(text),
    counted: counted.counted,
    spans: spans.filter((hours) => hours.length === 1).flat(),
    moments,
    holiday: holidayIn(text),
    unclear: {
      lines: lines.unclear,
      products: products.length > 0 ? [] : ofNamedFamilies(marked, plant.products),
      quantities: counted.unclear,
      spans: spans.filter((hours) => hours.length > 1).flat(),
    },
  };
};
