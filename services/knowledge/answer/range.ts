import { convert, leadingUnit, numberOf } from "../../core/units.ts";
import type { Quantity } from "./quantity.ts";

/** A stretch of figures that a text speaks of: "超过 30 分钟", "10 to 20 %", "三天以内". */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly unit: string;
}

const figure = String.raw`([-+−]?\d+(?:,\d{3})*(?:\.\d+)?)`;

const most =
  "不超过|不大于|不高于|不多于|不得超过|小于|低于|少于|短于|不足|不满|不到|未满|至多|最多|[≤<]|less than|fewer than|under|below|up to|within|at most|(?:no|not) more than|not exceed(?:ing)?";
const atMost = new RegExp(`(?:${most})\\s*$`, "i");
const atLeast =
  /(?:不少于|不低于|不小于|超过|超出|大于|高于|多于|长于|至少|满|达到?|[≥>]|more than|over|above|exceed(?:s|ing)?|at least|longer than|greater than|higher than)\s*$/i;
const andMore = /^(?:及?以上|以外|或以上|or more|and more|and above)/i;
const andLess = /^(?:及?以[下内]|之?内|or less|and below)/i;
const between = /(?:between|介于|在)\s*$/i;
/** The other end behind the first one: "10 to 20", "between 3 and 4", "more than 5 and up to 10", 满 10 年不满 20 年. */
const behindFirst = new RegExp(`^(?:[-–~～至到]|to\\b)\\s*${figure}`, "iu");
const behindBetween = new RegExp(`^(?:and\\b|[与和])\\s*${figure}`, "iu");
const behindLeast = new RegExp(`^(?:,|，|and|but|且|而)?\\s*(?:${most})\\s*${figure}`, "iu");

const withUnit = (behind: string): { readonly unit: string; readonly rest: string } => {
  const text = behind.trimStart();
  const found = leadingUnit(text);
  return { unit: found, rest: text.slice(found.length).trimStart() };
};

/** Letters before and behind a figure that are looked at. */
const near = 24;

/** A stretch with the letters of the text that tell it. */
interface ToldRange extends Range {
  readonly start: number;
  readonly end: number;
}

/** Both ends in one unit: "30 minutes to 4 hours" is half an hour to four. */
const inOneUnit = (first: Quantity, last: Quantity): Range | undefined => {
  if (!first.unit || !last.unit || first.unit === last.unit)
    return { from: first.value, to: last.value, unit: first.unit || last.unit };
  const from = convert(first.value, first.unit, last.unit);
  return from === undefined ? undefined : { from, to: last.value, unit: last.unit };
};

const toldRanges = (text: string): readonly ToldRange[] => {
  const ranges: ToldRange[] = [];
  let done = 0;
  for (const match of text.matchAll(new RegExp(`(?<![A-Za-z\\d.])${figure}(?![\\d.]\\d)`, "gu"))) {
    if (match.index < done) continue;
    const value = numberOf(match[1]!);
    const before = text.slice(Math.max(0, match.index - near), match.index);
    const behind = text.slice(match.index + match[0].length, match.index + match[0].length + 2 * near);
    const { unit, rest } = withUnit(behind);
    const restAt = match.index + match[0].length + behind.length - rest.length;
    const [least, largest, amid] = [atLeast.exec(before), atMost.exec(before), between.exec(before)];
    const other =
      behindFirst.exec(rest) ?? (amid && behindBetween.exec(rest)) ?? (least && behindLeast.exec(rest));
    const start = match.index - ((other ? (amid ?? least) : (largest ?? least))?.[0].length ?? 0);
    if (other) {
      const last = withUnit(rest.slice(other[0].length));
      const end = restAt + rest.length - last.rest.length;
      const range = inOneUnit({ value, unit }, { value: numberOf(other[1]!), unit: last.unit });
      done = end;
      if (range) ranges.push({ ...range, start, end });
      continue;
    }
    const [more, less] = [andMore.exec(rest), andLess.exec(rest)];
    const end = restAt + ((largest ? undefined : (less ?? more))?.[0].length ?? 0);
    if (largest || less) ranges.push({ from: Number.NEGATIVE_INFINITY, to: value, unit, start, end });
    else if (least || more) ranges.push({ from: value, to: Number.POSITIVE_INFINITY, unit, start, end });
  }
  return ranges;
};

/** Stretches that a text names by their ends; a bare figure is none. */
export const rangesIn = (text: string): readonly Range[] => toldRanges(text);

/** What a cell holds that is a stretch and nothing else: "1.4 to 2.0", "25～120", "up to 1.4"; undefined where it is none. */
export const rangeOf = (text: string): Range | undefined => {
  const cell = text.trim();
  const [range, ...more] = toldRanges(cell);
  return range && more.length === 0 && range.start === 0 && range.end === cell.length ? range : undefined;
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
