import { conceptsOfPassage, type Library, type LibraryPassage } from "../library.ts";
import { conceptsIn, expand } from "./expand.ts";
import { fuse } from "./fuse.ts";
import { isExact, queryTerms } from "./terms.ts";

/** What speaks for a passage; each from 0 to 1. */
export interface Features {
  /** Cosine of the encoder, spread over the range that it uses. */
  readonly meaning: number;
  /** BM25 beside the best of this question. */
  readonly words: number;
  /** Share of the question's terms, by their rarity, that stand in the passage or above it. */
  readonly coverage: number;
  /** The same for the headings above it alone. */
  readonly headings: number;
  /** Share of the ids and figures of the question that it holds. */
  readonly exact: number;
  /** Share of the plant's terms of the question that it speaks of, in whichever language. */
  readonly concepts: number;
}

export interface Ranked {
  readonly passage: LibraryPassage;
  readonly index: number;
  readonly features: Features;
  /** The meaning of each of its sentences, as of the whole; empty where it has one only, or without an encoder. */
  readonly meanings: readonly (number | undefined)[];
  readonly score: number;
}

/** Weights of the features, fitted on the development questions of test/bench/knowledge. */
const weights: Features = {
  meaning: 0.3,
  words: 0.22,
  coverage: 0.2,
  headings: 0.08,
  exact: 0.1,
  concepts: 0.1,
};

/** E5's cosines of unlike texts lie about the first, of like ones towards the second: higher in Chinese, lower from one language to another. */
const spreads = {
  zh: { zh: [0.8, 0.94], en: [0.72, 0.85] },
  en: { en: [0.76, 0.9], zh: [0.72, 0.85] },
} as const;
/** How far words stand for meaning where there is no encoder. */
const wordsForMeaning = 0.6;
/** How many of each ranking are looked at again. */
const candidates = 60;

const share = (
  terms: readonly string[],
  idf: (term: string) => number,
  has: (term: string) => boolean,
): number => {
  let all = 0;
  let found = 0;
  for (const term of terms) {
    const weight = idf(term);
    all += weight;
    if (has(term)) found += weight;
  }
  return all > 0 ? found / all : 0;
};

/**
 * Passages for a question, the best first: found by words and by meaning, fused, and ranked again by what speaks for each.
 *
 * @param query Vector of the question; without one words alone find.
 * @param allowed Which passages may be looked at at all.
 */
export const rank = (
  { passages, lexical, dense }: Library,
  question: string,
  query: Float32Array | undefined,
  allowed: (index: number) => boolean,
): Ranked[] => {
  const expanded = expand(question);
  const byWords = lexical.score(expanded, allowed);
  const byMeaning = query ? dense.score(query, allowed) : new Map<number, number>();
  const fused = fuse(byMeaning.size > 0 ? [byWords, byMeaning] : [byWords], candidates);
  const most = Math.max(1e-9, ...byWords.values());
  const terms = queryTerms(question);
  const language = /\p{Script=Han}/u.test(question) ? "zh" : "en";
  const exact = terms.filter(isExact);
  const concepts = [...conceptsIn(question)];
  const usable = {
    meaning: byMeaning.size > 0,
    exact: exact.length > 0,
    concepts: concepts.length > 0,
  };
  const total = Object.entries(weights).reduce(
    (sum, [name, weight]) => sum + ((usable as Record<string, boolean>)[name] === false ? 0 : weight),
    0,
  );
  return [...fused.keys()]
    .map((index): Ranked => {
      const passage = passages[index]!;
      const has = (term: string) => passage.terms.has(term) || passage.headTerms.has(term);
      const [unlike, alike] = spreads[language][passage.document.language];
      const spoken = conceptsOfPassage(passage);
      const words = (byWords.get(index) ?? 0) / most;
      const spread = (cosine: number) => Math.max(0, (cosine - unlike) / (alike - unlike));
      const features: Features = {
        // Without an encoder words have to stand for it.
        meaning: usable.meaning ? Math.min(1, spread(byMeaning.get(index) ?? 0)) : words * wordsForMeaning,
        words,
        coverage: share(terms, lexical.idf, has),
        headings: share(terms, lexical.idf, (term) => passage.headTerms.has(term)),
        exact: exact.length > 0 ? exact.filter(has).length / exact.length : 0,
        concepts:
          concepts.length > 0 ? concepts.filter((one) => spoken.has(one)).length / concepts.length : 0,
      };
      const score =
        (Object.keys(weights) as (keyof Features)[]).reduce(
          (sum, name) => sum + weights[name] * features[name],
          0,
        ) / total;
      const parts = query && usable.meaning ? dense.parts(query, index) : [];
      const meanings = parts.map((cosine) => cosine && spread(cosine));
      return { passage, index, features, meanings, score };
    })
    .sort((a, b) => b.score - a.score || a.index - b.index);
};
