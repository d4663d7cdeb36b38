/** Okapi BM25 over an inverted index held in memory (Robertson and Zaragoza 2009; k1 and b as there). */
const k1 = 1.2;
const b = 0.75;

export interface Bm25 {
  readonly size: number;
  knows(term: string): boolean;
  /** log(1 + (N - n + 0.5) / (n + 0.5)); of a term that no text holds, the largest. */
  idf(term: string): number;
  /** Score of each text that holds a term; those that `allowed` refuses are not looked at. */
  score(terms: ReadonlyMap<string, number>, allowed: (index: number) => boolean): Map<number, number>;
}

/** @param texts The terms of each text. */
export const createBm25 = (texts: readonly (readonly string[])[]): Bm25 => {
  const postings = new Map<string, number[]>();
  const lengths = texts.map((terms) => terms.length);
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  texts.forEach((terms, index) => {
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const [term, count] of counts) {
      const list = postings.get(term);
      if (list) list.push(index, count);
      else postings.set(term, [index, count]);
    }
  });
  const idf = (term: string) => {
    const found = (postings.get(term)?.length ?? 0) / 2;
    return Math.log(1 + (texts.length - found + 0.5) / (found + 0.5));
  };
  return {
    size: texts.length,
    knows: (term) => postings.has(term),
    idf,
    score: (terms, allowed) => {
      const scores = new Map<number, number>();
      for (const [term, weight] of terms) {
        const list = postings.get(term);
        if (!list) continue;
        const rarity = idf(term) * weight;
        for (let at = 0; at < list.length; at += 2) {
          const index = list[at]!;
          if (!allowed(index)) continue;
          const count = list[at + 1]!;
          const part = (count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[index]!) / average));
          scores.set(index, (scores.get(index) ?? 0) + rarity * part);
        }
      }
      return scores;
    },
  };
};
