import { glossary } from "./glossary.ts";
import { folded, queryTerms, stem, termsOf } from "./terms.ts";

/** What a word of the other language counts beside one that was said. */
const translatedWeight = 0.7;

interface Concept {
  readonly zh: readonly string[];
  readonly en: readonly string[];
  readonly words: readonly (readonly string[])[];
}

const concepts: readonly Concept[] = glossary.map(({ zh, en }) => ({
  zh,
  en: en.map(folded),
  words: en.map((phrase) =>
    folded(phrase)
      .split(/[\s-]+/)
      .map(stem),
  ),
}));

/** English words of a text in order, so that phrases can be found in it. */
const wordsIn = (text: string): string[] => (folded(text).match(/[a-z0-9]+/g) ?? []).map(stem);
const holds = (words: readonly string[], phrase: readonly string[]): boolean =>
  words.some((_, start) => phrase.every((word, index) => words[start + index] === word));

/** Concepts of the plant's language that a text speaks of, by their index. */
export const conceptsIn = (text: string): Set<number> => {
  const low = folded(text);
  const words = wordsIn(text);
  const found = new Set<number>();
  concepts.forEach(({ zh, words: phrases }, index) => {
    if (zh.some((word) => low.includes(word)) || phrases.some((phrase) => holds(words, phrase)))
      found.add(index);
  });
  return found;
};

/** The terms of a question with their weights, those of the other language's words among them. */
export const expand = (question: string): Map<string, number> => {
  const terms = new Map(queryTerms(question).map((term) => [term, 1]));
  for (const index of conceptsIn(question)) {
    const { zh, en } = concepts[index]!;
    for (const word of [...zh, ...en])
      for (const term of termsOf(word)) if (!terms.has(term)) terms.set(term, translatedWeight);
  }
  return terms;
};
