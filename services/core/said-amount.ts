/**
 * How people read large amounts: 14,120 pieces. The house writes them without a mark, in which evidence is compared; who shows a text
 * turns them into what is said.
 */

/** What a number behind it counts off and does not amount to: versions, orders, standards (IEC 61000). */
const counter =
  "(?:[Vv]ersion|[Pp]roposal|[Ss]egment|[Oo]rder|[Nn]umber|[Rr]un|[Nn]o\\.|版本|提案|工序|工单|编号|第) ?|(?<![A-Za-z-])[A-Z]{2,}(?:/[A-Z]+)? ";
/** Alone, no part of an id, a date, a time or a quotation. */
const amount = new RegExp(
  `(?<![\\w.,:/#"“'-]|${counter})\\d{4,}(?![\\d:/]|,\\d|-\\w|[A-Za-z]|["”'])(?:\\.\\d+)?`,
  "g",
);
const counts =
  /^ ?(?:件|台|个|块|片|次|分钟|小时|单|pieces?|units?|boards?|orders?|of [A-Z]|h(?![a-z])|min|kWh|s(?![a-z]))/;
const isYear = (digits: string): boolean => /^(?:19|20)\d\d$/.test(digits);

/**
 * A text with its large amounts as they are said; years, ids and dates stay.
 *
 * @param ids That may be nothing but digits, as a plant's own are.
 */
export const amountsAsRead = (text: string, ids: ReadonlySet<string> = new Set()): string =>
  text.replace(amount, (found, ...rest) => {
    const [digits = "", decimals = ""] = found.split(/(?=\.)/);
    const at = rest.find((one): one is number => typeof one === "number")!;
    const isNone = isYear(digits) && !counts.test(text.slice(at + found.length));
    if (decimals === "" && (isNone || ids.has(digits))) return found;
    return digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ",") + decimals;
  });

/** A text with its amounts plain again: what is said is compared with what was found. */
export const amountsAsWritten = (text: string): string => text.replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "");
