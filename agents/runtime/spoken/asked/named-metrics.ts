import { measuresOf, metricOf, metrics } from "../../metrics/catalogue.ts";
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
    return { id, pattern: new RegExp(latin ? `(?<![a-z])${own}(?![a-z])` : own, "gi") };
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
  for (const one of found) {
    const covers = ({ at, words: said }: NamedMetric) =>
      one.at < at + said.length && at < one.at + one.words.length && said !== one.words;
    if (!kept.some(covers)) kept.push(one);
  }
  const first = new Map(kept.sort((a, b) => b.at - a.at).map((one) => [one.id, one]));
  return [...first.values()].sort((a, b) => a.at - b.at);
};

/** Words of a subject more than of one metric: "energy per board" is about energy and asks for another metric of it. */
const loose =
  /^(?:故障|停机|停线|停工时间|停得|换[线型]|返修|维修数|用电|耗电|电耗|在制|energy|electricity|kwh|breakdowns?|faults?|repairs?|reworks?|yield|quality|good (?:units|pieces)|speed|performance|rejects|defects|(?:broke|break|broken)[ -]down|outages?|(?:was|were) down|(?:were|was|got) repaired|stoppages?|on[ -]time|availability|setups|changeovers?)$/;
/** Whether the words that name a metric may as well speak of something beside it. */
export const isLoose = (said: string): boolean => loose.test(said);
const besides: Readonly<Partial<Record<MetricId, readonly MetricId[]>>> = {
  repairs: ["mttr", "fpy"],
  failures: ["mttr"],
  quality: ["fpy"],
  scrap: ["quality", "fpy"],
  output: ["quality", "fpy"],
};

/** Metrics of the same amounts, and those next to one in the tree. */
const relatives = (id: MetricId): readonly MetricId[] => {
  const own = new Set(measuresOf(metricOf(id)));
  return metrics
    .filter(
      (other) =>
        measuresOf(other).some((measure) => own.has(measure)) ||
        other.children.includes(id) ||
        metricOf(id).children.includes(other.id) ||
        besides[id]?.includes(other.id),
    )
    .map((other) => other.id);
};

/** The metrics that a sentence may mean by those that it names, which come first. */
export const metricsMeant = (named: readonly NamedMetric[]): readonly MetricId[] => {
  const near = named.filter(({ words: said }) => loose.test(said)).flatMap(({ id }) => relatives(id));
  return [...new Set([...named.map(({ id }) => id), ...near])];
};

/** A share of what is bad asked for a metric that tells the share of what is good. */
export const asksForBadShare = (sentence: string): boolean =>
  /报废率|不良率|废品率|报废比例|(?<![a-z])(?:scrap|defect|reject)(?: ratio| rate| percentage)(?![a-z])/i.test(
    sentence,
  );
