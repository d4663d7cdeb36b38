import type { Dimension, Metric } from "../../metrics/metric.ts";
import { processCalled } from "../ids/lines.ts";
import { inDigits } from "../periods/figures.ts";
import type { Period, SaidPeriod } from "../periods/said.ts";
import { familyOf, type PlantNames, readSentence } from "../reading.ts";
import { asMuchOf } from "../times/period.ts";
import { comparedWith, periodsIn } from "./compare.ts";
import { metricsNamed, type NamedMetric } from "./named-metrics.ts";
import { type Ranking, rankIn } from "./rank.ts";
import { type ShiftName, shiftNamed } from "./shift.ts";
import { asksWhichFault, splitIn } from "./split.ts";

/** What a sentence asks of a figure, beside which figure it is. */
export interface AskedFigure {
  readonly metrics: readonly NamedMetric[];
  /** Undefined where the sentence names none. */
  readonly period: SaidPeriod | undefined;
  readonly compare: ReturnType<typeof periodsIn>["compare"];
  readonly lines: readonly string[];
  /** Lines of one kind: SMT, ASM, BI, FT. */
  readonly kind: string | undefined;
  readonly product: string | undefined;
  readonly family: string | undefined;
  readonly shift: ShiftName | undefined;
  readonly split: Dimension | undefined;
  readonly ranking: Ranking | undefined;
}

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
/** The test stations' kind, where a sentence speaks of those and the plant has them. */
const testersIn = (text: string, { lines }: PlantNames): string | undefined =>
  testers.test(text) ? lines.find(({ process }) => process === "FT")?.process : undefined;

/** What people call the families of this trade beside their letters; a plant without such letters has none of them. */
const familyWords: Readonly<Record<string, RegExp>> = {
  SRV: /服务器|主板|(?<![a-z])(?:servers?|main ?boards?)(?![a-z])/i,
  RRU: /射频拉远|拉远单元|射频单元|(?<![a-z])(?:remote radio(?: unit)?s?|radios?|radio units?)(?![a-z])/i,
  AAU: /有源天线|天线单元|天线阵|(?<![a-z])(?:active antennas?|antenna (?:units?|arrays?))(?![a-z])/i,
};

/** Families of products that a sentence names by their letters, or by what they are called. */
const familiesIn = (text: string, { products }: PlantNames): string[] => {
  const families = new Set(products.map(familyOf));
  return [...families].filter(
    (family) =>
      family &&
      (new RegExp(`(?<![a-z])${family}s?(?![a-z]|-?\\d)`, "i").test(text) || familyWords[family]?.test(text)),
  );
};

/** A blank between Chinese and Latin letters is set for the eye: "哪条 SMT 线" is 哪条SMT线. */
const closed = (sentence: string): string =>
  sentence.replaceAll(/(?<=\p{Script=Han}) +(?=[a-z])|(?<=[a-z]) +(?=\p{Script=Han})/giu, "");

/** Reads all that a sentence says of a figure: period, comparison, lines, products, shift, split and ranking. */
export const readFigure = (
  written: string,
  plant: PlantNames,
  now: Date,
  clock: { readonly day: string; readonly time: string },
): AskedFigure => {
  const sentence = closed(written);
  const metrics = metricsNamed(sentence);
  const { period, compare, rest } = periodsIn(sentence, now);
  const shift = shiftNamed(sentence);
  // What names the metric splits it by nothing: "energy per unit"; nor does the shift that it is narrowed to.
  const plain = metrics
    .reduce((text, { words }) => text.replace(inDigits(words), " # "), rest)
    .replaceAll(/(?:night|day|morning|evening|late|early)[ -]shifts?|[夜晚白早日中]班/g, " ");
  const ranking = rankIn(plain, rest);
  // "三条产线" counts lines and names none.
  const uncounted = rest.replaceAll(
    /\d{1,2} ?(?:[条个种款]|(?=(?:worst|best|highest|lowest|lines|products)))/g,
    " ",
  );
  const reading = readSentence(uncounted, plant, clock);
  const lines = [...new Set(reading.lines)];
  const split = splitIn(plain) ?? (asksWhichFault(rest) ? "reason" : lines.length > 1 ? "line" : undefined);
  const unclear = reading.numberedLines.length > 0 ? [] : reading.unclear.lines;
  const [product, ...others] = reading.products;
  const [family] = product ? [] : familiesIn(rest, plant);
  return {
    metrics,
    period,
    compare,
    lines,
    kind:
      lines.length > 0
        ? undefined
        : (kindOf(unclear, plant) ?? testersIn(rest, plant) ?? kindAlone(rest, plant)),
    product: others.length === 0 ? product : undefined,
    family,
    shift,
    split,
    ranking: split ? ranking : undefined,
  };
};

/**
 * The period that a question's own is held against, where it asks for one: of an amount as much as there is of its own; what is
 * divided by something is told of whole stretches.
 */
export const compareOf = ({ of }: Metric, { compare }: AskedFigure, period: Period): Period | undefined => {
  if (!compare) return undefined;
  const other = comparedWith(period, compare);
  const isAmount = of !== undefined && of.whole === undefined;
  return isAmount ? asMuchOf(other, period) : other;
};
