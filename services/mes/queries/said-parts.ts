/** As long as a name that a sentence holds may be, in signs, and as many parts of it as are looked up. */
const longest = 40;
const mostParts = 3_000;
const letter = /[\p{Script=Latin}\p{N}]/u;

/**
 * Parts of a sentence that may be a name, in small letters: between the ends of words where letters or figures stand, and
 * between any two signs of Chinese. They are looked up by an index, where all names would have to be read otherwise.
 */
export const saidParts = (sentence: string, least = 2): readonly string[] => {
  const text = sentence.normalize("NFKC").toLowerCase();
  // A name does not begin or end within a word.
  const inWord = (at: number) => letter.test(text[at - 1] ?? " ") && letter.test(text[at] ?? " ");
  const parts = new Set<string>();
  for (let from = 0; from < text.length; from += 1) {
    if (inWord(from) || text[from] === " ") continue;
    for (let to = from + least; to <= Math.min(text.length, from + longest); to += 1) {
      if (inWord(to) || text[to - 1] === " ") continue;
      parts.add(text.slice(from, to));
      if (parts.size === mostParts) return [...parts];
    }
  }
  return [...parts];
};
