import { type LineName, linePrefixes, takeLines } from "./lines.ts";
import { C, Marked, N, S, taken } from "./marked.ts";
import { type Moment, takeMoments } from "./moments.ts";
import { markSpans } from "./spans.ts";

/** The names that a plant's people use, and that a sentence is read with. */
export interface PlantNames {
  readonly lines: readonly LineName[];
  readonly products: readonly string[];
}

/** Ids that a sentence may hold: written as such, called so by the word beside the number, or only a number. */
export interface SaidIds {
  readonly written: readonly string[];
  readonly called: readonly string[];
  readonly bare: readonly string[];
}

/** Everything that a sentence says and a call could be about. */
export interface Reading {
  readonly orders: SaidIds;
  readonly materials: SaidIds;
  readonly lines: readonly string[];
  readonly products: readonly string[];
  readonly quantities: readonly number[];
  /** Hours of each span of time. */
  readonly spans: readonly number[];
  /** Until when something is asked for. */
  readonly moments: readonly Moment[];
  /** What it may mean where it leaves that open: "两三百台", "the second line". */
  readonly unclear: {
    readonly lines: readonly string[];
    readonly quantities: readonly number[];
    readonly spans: readonly number[];
  };
}

const piecesZh = "[台套片块件只颗枚板部架](?!线|测|机)|个(?!工?单|星期|月)";
const piecesEn =
  "units?|pcs|pieces?|boards?|sets?|radios?|antennas?|servers?|more\\b(?! thing)|of\\b(?! [a-z]*(?: )?lines?)|odd\\b|x\\b";
const pieces = new RegExp(`^(?: ?(?:${piecesZh})|[ -]?(?:${piecesEn}))`, "i");
/** Measures of what no call counts. */
const otherMeasures =
  /^ ?(?:[单张批次条道班位家种号线期轮年%％折楼级岁页号]|部分|半|%|(?:orders?|batch(?:es)?|lots?|lines?|shifts?|customers?|people|percent|times?|shots?|go|days?|jobs?|ones?|guys?)\b)/i;

const orderZh = "(?:工单|订单|单号|单子|任务单)(?:编号|号|尾号)?(?:是|为)?";
const orderEn = "(?<![a-z])(?:work ?order|order|wo|job|ticket)(?: (?:number|num|no\\.?|id))?";
const materialZh = "(?:物料|料号|材料|元器件|器件|元件|芯片)(?:编号|编码|号)?(?:是|为)?";
const materialEn = "(?<![a-z])(?:material|part|component|item|mat|reel)(?: (?:number|num|no\\.?|code|id))?";
const calledBefore = (zh: string, en: string) => `(?:${zh}|${en}) ?[#:：]?(?<n>${N})`;

const none = { written: [], called: [], bare: [] };

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
  const families = new Set(plant.products.map((id) => id.replace(/-?\d+$/, "")));
  const marked = new Marked(text, ["WO", "MAT", ...linePrefixes(plant.lines), ...families]);
  const orders = { written: new Set<string>(), called: new Set<string>(), bare: new Set<string>() };
  const materials = { written: new Set<string>(), called: new Set<string>(), bare: new Set<string>() };
  const products = new Set<string>();
  const quantities = new Set<number>();
  const unclear = new Set<number>();
  const orderOf = (number: number) => `WO-${number}`;
  const materialOf = (number: number) => `MAT-${String(number).padStart(5, "0")}`;
  const isMaterial = (number: number) => number >= 1 && number < 100_000;

  markSpans(marked);
  const named = takeLines(marked, plant.lines);
  const moments = takeMoments(marked, clock.day, clock.time);
  marked.take(C, ([sign]) => {
    const { prefix, number, digits } = marked.code(sign!);
    if (prefix === "WO") orders.written.add(orderOf(number));
    else if (prefix === "MAT" && isMaterial(number)) materials.written.add(materialOf(number));
    else if (families.has(prefix)) products.add(`${prefix}-${digits}`);
    return taken;
  });

  // Ids that a word beside them tells.
  const call = (into: Set<string>, of: (number: number) => string) => (match: RegExpMatchArray) => {
    const sign = match.groups!["n"]!;
    const number = marked.numeral(sign)?.id;
    const said = marked.said[sign.charCodeAt(0) - 0xe000] ?? "";
    if (number === undefined || number < 1 || /^[两俩仨]$/.test(said)) return undefined;
    into.add(of(number));
    return taken;
  };
  marked.take(calledBefore(materialZh, materialEn), call(materials.called, materialOf));
  marked.take(
    `(?<n>${N})(?:号|编号|(?:号|编号)?[这那]?[颗种])(?:物料|材料|元器件|器件|元件|芯片|料)`,
    call(materials.called, materialOf),
  );
  marked.take(
    `${calledBefore(orderZh, orderEn)}(?! ?(?:${piecesZh}|${piecesEn}))`,
    call(orders.called, orderOf),
  );
  marked.take(
    `(?<n>${N})(?:号|这|那|的|这[张个一]|那[张个一])*(?:工单|订单|单)`,
    call(orders.called, orderOf),
  );

  // Pieces: a range of two first.
  const follows = `(?= ?(?:${piecesZh}|${piecesEn}|${taken}|$))`;
  marked.take(`(?<n>${N}) ?(?:或者?|到|至|or|to|~|–|-) ?(?<to>${N})${follows}`, ({ groups = {} }) => {
    const low = marked.numeral(groups["n"])?.values ?? [];
    const high = marked.numeral(groups["to"])?.values ?? [];
    const [a, b] = [low[0], high[0]];
    if (low.length !== 1 || high.length !== 1 || a === undefined || b === undefined) return undefined;
    // "two or three hundred": the scale is said once.
    const scale = a < 10 && b >= 100 ? 10 ** Math.floor(Math.log10(b)) : 1;
    if (a * scale >= b || b / (a * scale) > 10) return undefined;
    for (const value of [a * scale, b]) unclear.add(value);
    return taken;
  });
  const rest = [...marked.left(N)].map(({ sign, before, after }) => ({
    before,
    after,
    numeral: marked.numeral(sign)!,
  }));
  const byNumber = (number: number | undefined) =>
    plant.products.filter((id) => Number(/\d+$/.exec(id)?.[0]) === number);
  const isCount = (after: string) => pieces.test(after);
  const countable = rest.filter(
    ({ numeral, after }) => numeral.values.length > 0 && (isCount(after) || !otherMeasures.test(after)),
  );
  const counted = countable.filter(({ after }) => isCount(after));
  // A number that is a product's, with no word for pieces behind it, names the product.
  const naming =
    products.size === 0
      ? rest.filter(({ numeral, after }) => !isCount(after) && byNumber(numeral.id).length > 0)
      : [];
  for (const { numeral } of naming) for (const id of byNumber(numeral.id)) products.add(id);
  for (const { numeral } of counted.length > 0 ? counted : countable) {
    if (counted.length === 0 && naming.some((other) => other.numeral === numeral)) continue;
    const [value, ...others] = numeral.values;
    if (others.length > 0) for (const open of numeral.values) unclear.add(open);
    else if (Number.isInteger(value) && value! >= 1) quantities.add(value!);
  }
  for (const { numeral, after } of rest) {
    const { id } = numeral;
    if (id === undefined || id < 1 || (isCount(after) && !numeral.spelled)) continue;
    orders.bare.add(orderOf(id));
    if (isMaterial(id)) materials.bare.add(materialOf(id));
  }

  const spans = [...marked.left(S)].map(({ sign }) => marked.span(sign).hours);
  const list = ({ written, called, bare }: typeof orders): SaidIds => ({
    written: [...written],
    called: [...called],
    bare: [...bare],
  });
  return {
    orders: list(orders),
    materials: list(materials),
    lines: [...named.coded, ...named.lines],
    products: [...products],
    quantities: [...quantities],
    spans: spans.filter((hours) => hours.length === 1).flat(),
    moments,
    unclear: {
      lines: named.unclear,
      quantities: [...unclear],
      spans: spans.filter((hours) => hours.length > 1).flat(),
    },
  };
};

export const nothingSaid: Reading = {
  orders: none,
  materials: none,
  lines: [],
  products: [],
  quantities: [],
  spans: [],
  moments: [],
  unclear: { lines: [], quantities: [], spans: [] },
};
