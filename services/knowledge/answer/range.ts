import { convert, leadingUnit, numberOf } from "../../core/units.ts";
import type { Quantity } from "./quantity.ts";

/** A stretch of figures that a text speaks of: "超过 30 分钟", "10 to 20 %", "三天以内". */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

const figure = String.raw`(\d+(?:,\d{3})*(?:\.\d+)?)`;

const atMost =
  /(?:不超过|不大于|不高于|不多于|不得超过|小于|低于|少于|短于|不足|不满|不到|未满|至多|最多|[≤<]|less than|fewer than|under|below|up to|within|at most|no more than|not exceed(?:ing)?)\s*$/i;
const atLeast =
  /(?:不少于|不低于|不小于|超过|超出|大于|高于|多于|长于|至少|满|达到?|[≥>]|more than|over|above|exceed(?:s|ing)?|at least|longer than|greater than|higher than)\s*$/i;
const andMore = /^(?:及?以上|以外|或以上|or more|and more|and above)/i;
const andLess = /^(?:及?以[下内]|之?内|or less|and below)/i;

const withUnit = (behind: string): { readonly unit: string; readonly rest: string } => {
  const text = behind.trimStart();
  const found = leadingUnit(text);
  return { unit: found, rest: text.slice(found.length).trimStart() };
};

/** Stretches that a text names by their ends; a bare figure is none. */
export const rangesIn = (text: string): readonly Range[] => {
  const ranges: Range[] = [];
  for (const match of text.matchAll(new RegExp(`(?<![A-Za-z\\d.])${figure}(?![\\d.]\\d)`, "gu"))) {
    const value = numberOf(match[1]!);
    const before = text.slice(Math.max(0, match.index - 16), match.index);
    const { unit: own, rest } = withUnit(
      text.slice(match.index + match[0].length, match.index + match[0].length + 24),
    );
    const end = new RegExp(`^(?:[-–~～至到]|to\\b)\\s*${figure}(.{0,12})`, "iu").exec(rest);
    if (end) {
      const behind = withUnit(end[2]!);
      ranges.push({ from: value, to: numberOf(end[1]!), unit: own || behind.unit });
    } else if (atMost.test(before) || andLess.test(rest))
      ranges.push({ from: Number.NEGATIVE_INFINITY, to: value, unit: own });
    else if (atLeast.test(before) || andMore.test(rest))
      ranges.push({ from: value, to: Number.POSITIVE_INFINITY, unit: own });
  }
  return ranges;
};

/** How far a figure lies from the end of a stretch that it is told from: of "over 30 min" and "over 2 h" the second is meant for 3 h. */
const nearness = (value: number, { from, to }: { readonly from: number; readonly to: number }): number => {
  const [low, high] = [Math.abs(value), Math.abs(Number.isFinite(from) ? from : to)].sort((a, b) => a - b);
  return Number.isFinite(from) && Number.isFinite(to) ? 1 : high === 0 ? 1 : low! / high!;
};

/** What a figure without a unit is worth at the least: it may measure anything. */
const bareFigure = 0.3;

/** What a figure of a question is worth to a text that holds stretches: 0 where it lies in none of its kind, towards 1 the tighter one is. */
export const worthInRanges = ({ value, unit: said }: Quantity, ranges: readonly Range[]): number =>
  ranges.reduce((best, { from, to, unit: own }) => {
    const factor = said === own ? 1 : said && own ? convert(1, own, said) : undefined;
    if (factor === undefined) return best;
    const range = { from: from * factor, to: to * factor };
    if (value < range.from || value > range.to) return best;
    return Math.max(best, (said ? 0.8 : bareFigure) + 0.2 * nearness(value, range));
  }, 0);

/** Whether a text has a figure just so: in its unit, or in none that is known. */
export const holdsQuantity = (text: string, { value, unit: said }: Quantity): boolean =>
  [...text.matchAll(new RegExp(`(?<![\\d.,])${figure}(?![\\d]|\\.\\d)`, "gu"))].some((match) => {
    const behind = text.slice(match.index + match[0].length, match.index + match[0].length + 16);
    const { unit: own } = withUnit(behind);
    const one = numberOf(match[1]!);
    // Three minutes are no three moulds.
    if (said && !own) return one === value && !/^\s*\p{L}/u.test(behind);
    if (!said || !own) return one === value;
    const converted = convert(one, own, said);
    return converted !== undefined && Math.abs(converted - value) <= 1e-9 * Math.abs(value);
  });
