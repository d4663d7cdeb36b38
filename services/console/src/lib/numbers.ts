const plain = /^-?(?:0|[1-9]\d*)(?:\.\d*)?$/;
const grouped = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;

/** The number that a text is as a whole; undefined where it is none, or is not complete. "1,200" is 1200, "1,5" is none. */
export const numberIn = (text: string): number | undefined => {
  const said = text.trim().replace("−", "-");
  if (grouped.test(said)) return Number(said.replaceAll(",", ""));
  return plain.test(said) && !said.endsWith(".") ? Number(said) : undefined;
};

/** A whole number as people read it in both languages, whatever the browser's own is: 17,503. */
export const wholeNumber = (n: number): string => n.toLocaleString("en-GB");

/** A number with so many places as people read it in both languages: 17,503.20; a dash for none. */
export const decimal = (n: number | null | undefined, places: number): string =>
  n === null || n === undefined
    ? "–"
    : n.toLocaleString("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places });

/** So many days back every clock can tell; how many a question may reach back, the house says. */
const mostDays = 9_999;

/** The days that a text is; undefined where it is no whole number of some, so that a field waits for the rest of it. */
export const daysIn = (text: string): number | undefined => {
  const days = numberIn(text);
  return days !== undefined && Number.isInteger(days) && days >= 1 && days <= mostDays ? days : undefined;
};
