import { customersIn } from "../../../../services/core/customer-names.ts";
import { type NamedReason, reasonsNamedIn } from "../../../../services/core/stop-reasons.ts";
import { dimensionsOf, metricOf } from "../../metrics/catalogue.ts";
import { addsUp, type Dimension, type Metric, type MetricId } from "../../metrics/metric.ts";
import { wantedOfFigure } from "../goes-on.ts";
import { kindsSaid, processCalled } from "../ids/lines.ts";
import { testKinds } from "../ids/testing.ts";
import { inDigits } from "../periods/figures.ts";
import type { Period, SaidPeriod } from "../periods/said.ts";
import { type PlantNames, readSentence } from "../reading.ts";
import { asMuchOf } from "../times/period.ts";
import { comparedWith, periodsIn } from "./compare.ts";
import { inPlainDigits, less, limitWords } from "./condition.ts";
import { defectKindsIn } from "./defects.ts";
import { asksEachReason, withoutEachReason } from "./each-reason.ts";
import { familiesIn, type LeftOut, leftOutIn } from "./left-out.ts";
import { asksWhetherMoved } from "./moved.ts";
import type { NamedMetric } from "./named-metrics.ts";
import { type Ranking, rankIn, ranksChange } from "./rank.ts";
import { type ShiftName, shiftsNamed } from "./shift.ts";
import { asksForTopKinds, asksWhichFault, countedIn, splitIn } from "./split.ts";
import { metricsSaid } from "./spoken-metrics.ts";

/** What a sentence asks of a figure, beside which figure it is. */
export interface AskedFigure {
  readonly metrics: readonly NamedMetric[];
  /** Undefined where the sentence names none. */
  readonly period: SaidPeriod | undefined;
  readonly compare: ReturnType<typeof periodsIn>["compare"];
  readonly lines: readonly string[];
  /** Lines of one kind, by the process that they run. */
  readonly kind: string | undefined;
  readonly product: string | undefined;
  readonly family: string | undefined;
  readonly customer: string | undefined;
  /** What is asked for without some of it. */
  readonly without: LeftOut | undefined;
  readonly shift: ShiftName | undefined;
  readonly split: Dimension | undefined;
  readonly ranking: Ranking | undefined;
  /** The words of a limit that its parts are picked by: 低于60%, "more than 2 hours". */
  readonly limit: string | undefined;
  /** Kinds of defects alone, where it is split by anything else. */
  readonly defects: readonly string[];
  /** Reasons of stops that it asks of by name. */
  readonly stopReasons: readonly NamedReason[];
  /** Of what it is split by only these, which it holds against each other: products, families, kinds of lines. */
  readonly among: readonly string[];
}

/** Whether parts are asked for by their rank: which one it is comes before why it is so. */
export const ranksParts = ({ ranking, split }: Pick<AskedFigure, "ranking" | "split">): boolean =>
  ranking !== undefined && split !== undefined;

/** The one kind that all of the lines are of. */
const kindOf = (ids: readonly string[], { lines }: PlantNames): string | undefined => {
  const kinds = new Set(ids.map((id) => lines.find((line) => line.id === id)?.process));
  const [kind] = kinds;
  return kinds.size === 1 && kind ? kind : undefined;
};

/** A kind of lines and nothing else, as who goes on says it: 只看SMT的, "just assembly". */
const alone =
  /^(?:(?:那么?|只|就|仅|和|换成?)(?:看|要|算|说)?|(?:and|only|just|but|what about|how about|same for|for)(?: the)?)? ?(?<kind>[\p{Script=Han}a-z-]{2,12}?)(?: ?的|线|产线|车间|那边|部分| lines?| only)*呢?[?？。.]?$/iu;
/** The same behind a whole question, as it is put together with the one before. */
const narrowed = / (?<kind>[\p{Script=Han}a-z-]{2,12}) ?(?:产线|lines)$/iu;
const kindAlone = (text: string, { lines }: PlantNames): string | undefined => {
  const said = text.trim();
  const kind = (alone.exec(said) ?? narrowed.exec(said))?.groups?.["kind"];
  return kind ? processCalled(kind, lines) : undefined;
};

const testers = /测试[仪台机]|测试工位|(?<![a-z])(?:testers?|test stations?)(?![a-z])/i;
/** The test stations' kind, where a sentence speaks of those and the plant has one of them. */
const testersIn = (text: string, { lines }: PlantNames): string | undefined => {
  const [kind, ...others] = testers.test(text) ? testKinds(lines) : [];
  return others.length === 0 ? kind : undefined;
};

/** A blank between Chinese and Latin letters is set for the eye: "哪条 SMT 线" is 哪条SMT线. */
const closed = (sentence: string): string =>
  sentence.replaceAll(/(?<=\p{Script=Han}) +(?=[a-z])|(?<=[a-z]) +(?=\p{Script=Han})/giu, "");

/** One of several is wanted, and not each of those that are held against each other: 哪个高 of two tells both. */
const superlative =
  /最|垫底|拖后腿|倒数|排|[前后]\d|(?<![a-z])(?:most|least|top|bottom|worst|rank\w*|[a-z]+est)(?![a-z])/;

const isByReason = ({ id }: NamedMetric): boolean => dimensionsOf(metricOf(id)).includes("reason");

/** One of them is wanted, of which the noun stands before: 老化房利用率多少，哪个更闲. */
const picksOne = /哪1?[个条台间](?:更|最|比较)/;
/** Lines and machines are counted so, and nothing else that a figure is known by: 误报率哪台最高. */
const picksLine = /哪1?[条台](?:更|最|比较)/;

/** Figures of stops, of which machines tell the reasons. */
const ofStops: ReadonlySet<MetricId> = new Set(["downtime", "failures"]);

/** Figures that count things of several kinds. */
const byKind: ReadonlySet<MetricId> = new Set(["aoi_defects", "repairs"]);

/** Reads all that a sentence says of a figure: period, comparison, lines, products, shift, split and ranking. */
export const readFigure = (
  written: string,
  plant: PlantNames,
  now: Date,
  clock: { readonly day: string; readonly time: string },
): AskedFigure => {
  const ofEach = asksEachReason(written);
  const whole = closed(ofEach ? withoutEachReason(written) : written);
  const { without, rest: said } = leftOutIn(whole, plant, clock);
  // The hours of a limit are no stretch: "more than 2 hours down".
  const set = limitWords(said);
  const isWatch = wantedOfFigure(said) === "set_alert";
  const limit =
    set !== undefined && !isWatch && (splitIn(inDigits(said)) ?? countedIn(inDigits(said))) ? set : undefined;
  const sentence = limit === undefined ? said : less(inPlainDigits(said), limit);
  const metrics = metricsSaid(sentence);
  const { period, compare, rest } = periodsIn(sentence, now);
  const shifts = shiftsNamed(sentence);
  const [shift, ...otherShifts] = shifts;
  // What names the metric splits it by nothing: "energy per unit"; nor does the shift that it is narrowed to.
  const plain = metrics
    .reduce((text, { words }) => text.replace(inDigits(words), " # "), rest)
    .replaceAll(/(?:night|day|morning|evening|late|early)[ -]shifts?|[夜晚白早日中]班/g, " ")
    .replaceAll(/ {2,}/g, " ");
  const ranking = rankIn(plain, rest);
  const stopReasons = metrics.some(({ id }) => ofStops.has(id)) ? reasonsNamedIn(plain) : [];
  const own = splitIn(plain) ?? (limit === undefined ? undefined : countedIn(plain));
  // "三条产线" counts lines and names none.
  const uncounted = rest.replaceAll(
    /\d{1,2} ?(?:[条个种款]|(?=(?:worst|best|highest|lowest|lines|products)))/g,
    " ",
  );
  const reading = readSentence(uncounted, plant, clock);
  const lines = [...new Set(reading.lines)];
  const unclear = reading.numberedLines.length > 0 ? [] : reading.unclear.lines;
  const { products } = reading;
  const [product] = products;
  const families = product ? [] : familiesIn(rest, plant);
  const customers = customersIn(plant.customers ?? [], said);
  const kinds = lines.length > 0 ? [] : kindsSaid(plain, plant.lines);
  // Several of a kind are held against each other.
  const several: readonly (readonly [Dimension, readonly string[]])[] = [
    ["line", lines],
    ["shift", otherShifts],
    ["product", products.slice(1)],
    ["family", families.slice(1)],
    ["customer", customers.slice(1)],
    ["kind", kinds.slice(1)],
  ];
  const held = several.find(([dimension, ids]) => ids.length > (dimension === "line" ? 1 : 0))?.[0];
  const defects = metrics.some(({ id }) => id === "aoi_defects") ? defectKindsIn(rest) : [];
  const isOfKinds = metrics.some(({ id }) => byKind.has(id)) && asksForTopKinds(plain);
  const split =
    own ??
    (asksWhichFault(rest) || defects.length + stopReasons.length > 0 || isOfKinds
      ? "reason"
      : (held ??
        (kinds.length === 1 && picksOne.test(plain) ? "line" : undefined) ??
        (picksLine.test(plain) ? "line" : undefined) ??
        (ofEach && metrics.some(isByReason) ? "reason" : undefined)));
  const named: Partial<Record<Dimension, readonly string[]>> = {
    product: products,
    family: families,
    customer: customers,
    kind: kinds,
    shift: shifts,
  };
  const among = split === "reason" ? defects : (split && split === held && named[split]) || [];
  return {
    metrics,
    period,
    // How much something fell is told beside the stretch before.
    compare:
      compare ??
      ((split && ranking && ranksChange(ranking)) || asksWhetherMoved(rest) ? "before" : undefined),
    lines,
    kind:
      lines.length > 0
        ? undefined
        : (kindOf(unclear, plant) ??
          testersIn(rest, plant) ??
          kindAlone(rest, plant) ??
          (kinds.length === 1 ? kinds[0] : undefined)),
    product: products.length === 1 ? product : undefined,
    family: families.length === 1 ? families[0] : undefined,
    customer: customers.length === 1 ? customers[0] : undefined,
    without,
    shift: otherShifts.length === 0 ? shift : undefined,
    split,
    ranking: split && !(held && !superlative.test(plain)) ? ranking : undefined,
    limit: split ? limit : undefined,
    defects: split === "reason" ? [] : defects,
    stopReasons,
    among,
  };
};

/**
 * The period that a question's own is held against, where it asks for one: of an amount as much as there is of its own; what is
 * divided by something is told of whole stretches.
 */
export const compareOf = (metric: Metric, { compare }: AskedFigure, period: Period): Period | undefined => {
  // What adds up has no usual level but that of as long a stretch.
  if (!compare || (compare === "usual" && addsUp(metric))) return undefined;
  const other = comparedWith(period, compare);
  return addsUp(metric) ? asMuchOf(other, period) : other;
};
