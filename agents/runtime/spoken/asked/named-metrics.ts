import { metrics } from "../../metrics/catalogue.ts";
import type { MetricId } from "../../metrics/metric.ts";
import { literally } from "../marked.ts";

/** A metric that a sentence names, and the words that do. */
export interface NamedMetric {
  readonly id: MetricId;
  readonly words: string;
  readonly at: number;
}

const words = metrics.flatMap(({ id, name, synonyms }) =>
  [name.zh, name.en, id.replaceAll("_", " "), ...synonyms.zh, ...synonyms.en].map((word) => {
    const text = word.toLowerCase();
    const latin = /[a-z]/.test(text);
    const own = literally(text).replaceAll(" ", "[ -]");
    return { id, length: text.length, pattern: new RegExp(latin ? `(?<![a-z])${own}(?![a-z])` : own, "gi") };
  }),
);

/** The metrics that a sentence names, in its order; of names that lie in one another the longest. */
export const metricsNamed = (sentence: string): readonly NamedMetric[] => {
  const text = sentence.normalize("NFKC").toLowerCase();
  const found = words
    .flatMap(({ id, pattern }) =>
      [...text.matchAll(pattern)].map(({ 0: said, index }) => ({ id, words: said, at: index })),
    )
    .sort((a, b) => b.words.length - a.words.length || a.at - b.at);
  const kept: NamedMetric[] = [];
  for (const one of found)
    if (!kept.some(({ at, words: said }) => one.at < at + said.length && at < one.at + one.words.length))
      kept.push(one);
  const first = new Map(kept.sort((a, b) => b.at - a.at).map((one) => [one.id, one]));
  return [...first.values()].sort((a, b) => a.at - b.at);
};

/** A share of what is bad asked for a metric that tells the share of what is good. */
export const asksForBadShare = (sentence: string): boolean =>
  /报废率|不良率|废品率|(?<![a-z])(?:scrap|defect|reject)(?: ratio| rate)(?![a-z])/i.test(sentence);
