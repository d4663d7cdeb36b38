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
