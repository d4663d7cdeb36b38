import { leadingUnit } from "../../../services/core/units.ts";
import { numeralsIn } from "../../runtime/spoken/numbers/numerals.ts";

/**
 * A sentence with the figures of what is measured in digits: full-width ones (２５０ ℃), and those in words before a unit (二百五十度,
 * twelve N·m). In digits they have a source, limits, and can be held against the other language.
 */
export const inDigits = (text: string): string => {
  const narrow = text
    .replace(
      /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]|(?<=[\d\uff10-\uff19])．(?=[\d\uff10-\uff19])/g,
      (wide) => wide.normalize("NFKC"),
    )
    .replace(/−(?=\d)/g, "-");
  return numeralsIn(narrow).reduceRight((rest, { start, end, values, about }) => {
    const [value] = values;
    const words = rest.slice(start, end);
    const measured =
      values.length === 1 && !about && !/\d/.test(words) && leadingUnit(rest.slice(end).trimStart());
    return measured ? rest.slice(0, start) + String(value) + rest.slice(end) : rest;
  }, narrow);
};
