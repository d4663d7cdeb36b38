import { C, type Marked, N, taken } from "../marked.ts";
import type { Numeral } from "./numeral.ts";

const zh = "[台套片块件颗枚板部架](?!线|测|机)|只(?![要做剩有能需留给收用算够])|个(?!工?单|星期|月)";
const en =
  "units?|pcs|pieces?|boards?|sets?|radios?|antennas?|servers?|more\\b(?! (?:thing|early|late|urgent|important|time|often|line))|of\\b(?! [a-z]*(?: )?lines?)|odd\\b|x\\b";
/** The words for pieces, behind a number. */
export const pieces = `(?: ?(?:${zh})|[ -]?(?:${en}))`;
const startsWithPieces = new RegExp(`^${pieces}`, "i");
/** Measures of what no call counts. */
const otherMeasure =
  /^ ?(?:[单张批次条道班位家种号线期轮年%％折楼级岁页]|部分|半|(?:orders?|batch(?:es)?|lots?|lines?|shifts?|customers?|people|percent|times?|shots?|go|days?|jobs?|ones?|guys?)\b)/i;

/** A measure of physics behind a number: that is neither pieces nor anything's id. */
const physical =
  /^ ?(?:度|℃|°|摄氏|华氏|[千毫微]?(?:[米克伏瓦秒]|安(?![排装全置]))|毫[米克升]|牛|帕|(?:deg(?:rees?)?|celsius|mm|cm|kg|rpm|volts?|amps?|watts?|hz|[kmg]hz|db[mi]?|ppm|bar|n·?m|nm|k?pa|psi)(?![a-z]))/i;

/** Ids of orders have four digits at least. */
const leastId = 1000;

/** A number that is left, with what stands behind it. */
interface Left {
  readonly numeral: Numeral;
  readonly counted: boolean;
  readonly after: string;
}

/** Amounts of pieces, and numbers that are products' or may be ids. */
export interface Pieces {
  readonly quantities: readonly number[];
  /** Every number that may be one, also where it may be an id, a product's or one end of a range. */
  readonly amounts: readonly number[];
  /** A word for pieces stands with them. */
  readonly counted: boolean;
  /** How many it may be where the sentence leaves it open. */
  readonly unclear: readonly number[];
  readonly products: readonly string[];
  readonly ids: readonly number[];
}

/** "200到300台", "two or three hundred": either of two. */
const takeRanges = (marked: Marked): number[] => {
  const found = new Set<number>();
  const follows = `(?=${pieces}| ?(?:${taken}|$))`;
  marked.take(`(?<n>${N}) ?(?:或者?|到|至|or|to|~|–|-) ?(?<to>${N})${follows}`, ({ groups = {} }) => {
    const low = marked.numeral(groups["n"])?.values ?? [];
    const high = marked.numeral(groups["to"])?.values ?? [];
    const [a, b] = [low[0], high[0]];
    if (low.length !== 1 || high.length !== 1 || a === undefined || b === undefined) return undefined;
    // "two or three hundred": the scale is said once.
    const scale = a < 10 && b >= 100 ? 10 ** Math.floor(Math.log10(b)) : 1;
    if (a * scale >= b || b / (a * scale) > 10) return undefined;
    for (const value of [a * scale, b]) found.add(value);
    return taken;
  });
  return [...found];
};

/** "改成 -5 台": less than nothing is no amount, and is not read as its opposite; behind an order, "1074 -30 pcs", a dash stands between. */
const takeNegatives = (marked: Marked): void =>
  marked.take(
    `(?<!(?:${N}|${taken}) ?|${C}|[A-Za-z])(?:[-−–]|负|(?<![a-z])minus )${N}(?=${pieces}| ?(?:${taken}|$))`,
    () => taken,
  );

/** "第二急的": a place in a row is no amount and nothing's id. */
const takePlaces = (marked: Marked): void => marked.take(`第 ?${N}(?![\\dA-Za-z])`, () => taken);

/** Reads the numbers that nothing else has used. */
export const readPieces = (marked: Marked, products: readonly string[], productNamed: boolean): Pieces => {
  const ranged = takeRanges(marked);
  takeNegatives(marked);
  takePlaces(marked);
  const unclear = new Set(ranged);
  const left = [...marked.left(N)]
    .filter(({ after }) => !physical.test(after))
    .map(
      ({ sign, after }): Left => ({
        numeral: marked.numeral(sign)!,
        after,
        counted: startsWithPieces.test(after),
      }),
    );
  const byNumber = (number: number | undefined) =>
    products.filter((id) => Number(/\d+$/.exec(id)?.[0]) === number);
  // A number that is a product's, with no word for pieces behind it, names the product.
  const naming = productNamed
    ? []
    : left.filter(({ numeral, counted }) => !counted && byNumber(numeral.id).length > 0);
  const countable = left.filter(
    ({ numeral, counted, after }) => numeral.values.length > 0 && (counted || !otherMeasure.test(after)),
  );
  const counted = countable.filter((one) => one.counted);
  const quantities = new Set<number>();
  for (const one of counted.length > 0 ? counted : countable.filter((other) => !naming.includes(other))) {
    const { values } = one.numeral;
    const [value] = values;
    if (values.length > 1) for (const open of values) unclear.add(open);
    else if (Number.isInteger(value) && value! >= 1) quantities.add(value!);
  }
  const amounts = [...left.flatMap(({ numeral: { values } }) => values), ...ranged];
  return {
    quantities: [...quantities],
    amounts: [...new Set(amounts.filter((value) => Number.isInteger(value) && value >= 1))],
    counted: counted.length > 0,
    unclear: [...unclear],
    products: naming.flatMap(({ numeral }) => byNumber(numeral.id)),
    // "1087 to 1.5k": what a range begins with may be an id.
    ids: [
      ...left.flatMap(({ numeral, counted: isCount }) =>
        numeral.id !== undefined && (!isCount || numeral.spelled) ? [numeral.id] : [],
      ),
      ...ranged.filter((value) => value >= leastId),
    ],
  };
};
