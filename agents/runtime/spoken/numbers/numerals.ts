import { chineseNumerals } from "./chinese.ts";
import { englishNumerals } from "./english.ts";
import type { Numeral } from "./numeral.ts";

/** Every number of a sentence in the order of its words, in digits or in words of either language. */
export const numeralsIn = (text: string): Numeral[] => {
  const chinese = chineseNumerals(text);
  // What holds Chinese signs is read as Chinese alone.
  const plain = chinese.reduce(
    (rest, { start, end }) => rest.slice(0, start) + "|".repeat(end - start) + rest.slice(end),
    text,
  );
  return [...chinese, ...englishNumerals(plain)].sort((a, b) => a.start - b.start);
};
