import type { MetricId } from "../../metrics/metric.ts";
import { asksForBadShare } from "./named-metrics.ts";
import { metricsSaid } from "./spoken-metrics.ts";

/** One of the questions that a call asks at once. */
export interface OneQuestion {
  readonly metric: MetricId;
  readonly words: string;
}

/** Several questions as the words of one call, which `questionsWritten` reads. */
export const writtenTogether = (questions: readonly string[], language: "zh" | "en"): string =>
  questions.join(language === "zh" ? "；" : "; ");

/** The questions that the words of a call hold, each with the figure that it names; one, where they are of one question. */
export const questionsWritten = (words: string, metric: MetricId): readonly OneQuestion[] => {
  const parts = words.split(/[；;]\s*/).filter((part) => part.trim() !== "");
  const questions = parts.flatMap((part): OneQuestion[] => {
    const [first] = metricsSaid(part);
    // A scrap rate is told of the quality ratio, and names scrap.
    return first
      ? [{ metric: first.id === "scrap" && asksForBadShare(part) ? "quality" : first.id, words: part }]
      : [];
  });
  return questions.length > 1 && questions.length === parts.length ? questions : [{ metric, words }];
};
