import { glossary } from "./glossary.ts";
import { folded, queryTerms, stem, termsOf } from "./terms.ts";

/** What a word of the other language counts beside one that was said. */
const translatedWeight = 0.7;

interface Concept {
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

const concepts: readonly Concept[] = glossary.map(({ zh, en }) => ({
  zh: zh.map(folded),
  en: en.map(folded),
}));

interface Phrase {
  readonly concept: number;
  readonly words: readonly string[];
}

/** English phrases by their first word, the longest first; Chinese words in one pattern, the longest first. */
const phrases = new Map<string, Phrase[]>();
concepts.forEach(({ en }, concept) => {
  for (const phrase of en) {
    const words = phrase.split(/[\s-]+/).map(stem);
    const list = phrases.get(words[0]!) ?? [];
    list.push({ concept, words });
    phrases.set(words[0]!, list);
  }
});
for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length);
const conceptsOfWord = new Map<string, number[]>();
concepts.forEach(({ zh }, concept) => {
  for (const word of zh) conceptsOfWord.set(word, [...(conceptsOfWord.get(word) ?? []), concept]);
});
const chinese = new RegExp([...conceptsOfWord.keys()].sort((a, b) => b.length - a.length).join("|"), "g");

/**
 * Terms of the plant's language in a text, the longest where one holds another, and what is left of the text without them.
 * A word that stands for several concepts gives them together.
 */
export const conceptSpans = (
  text: string,
): { readonly groups: readonly (readonly number[])[]; readonly rest: string } => {
  const groups = new Map<string, readonly number[]>();
  const add = (concepts: readonly number[]) => groups.set(concepts.join(), concepts);
  let rest = folded(text).replace(chinese, (word) => {
    add(conceptsOfWord.get(word)!);
    return " ";
  });
  const words = [...rest.matchAll(/[a-z0-9]+/g)].map((match) => ({
    stem: stem(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }));
  const taken: [number, number][] = [];
  for (let at = 0; at < words.length; at++) {
    const match = (phrases.get(words[at]!.stem) ?? []).filter(({ words: phrase }) =>
      phrase.every((word, index) => words[at + index]?.stem === word),
    );
    const longest = match[0]?.words.length ?? 0;
    if (longest === 0) continue;
    add([
      ...new Set(
        match.filter(({ words: phrase }) => phrase.length === longest).map(({ concept }) => concept),
      ),
    ]);
    taken.push([words[at]!.from, words[at + longest - 1]!.to]);
    at += longest - 1;
  }
  for (const [from, to] of taken.reverse()) rest = `${rest.slice(0, from)} ${rest.slice(to)}`;
  return { groups: [...groups.values()], rest };
};

export const conceptsIn = (text: string): Set<number> => new Set(conceptSpans(text).groups.flat());

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
