import type { ToolResult } from "../runtime/context.ts";
import type { Metric } from "../runtime/metrics/metric.ts";
import type { Evidence, ToolArguments } from "../runtime/tool.ts";
import type { FigureFilter } from "./figures/query.ts";
import type { FigureQuestion } from "./figures/read.ts";
import { scopeText } from "./figures/tell.ts";

/** What an answer about a metric rests on: the metric, where it was looked at, and what was found. */
export const metricEvidence = (
  { metric, filter, now }: Pick<FigureQuestion, "metric" | "filter" | "now">,
  facts: Evidence["facts"],
): Evidence => ({
  kind: "figure",
  id: metric.id,
  label: scopeText(filter).en,
  facts,
  source: metric.standard ?? "event",
  at: now.toISOString(),
});

/** The line that a question is about, where it is about one alone. */
export const onlyLine = ({ lines }: FigureFilter): string | undefined =>
  lines?.length === 1 ? lines[0] : undefined;

/** What is asked next about a metric: the same of the same line, or of all. */
export const sameAgain = (metric: Metric, line: string | undefined): ToolArguments => ({
  metric: metric.id,
  line: line ?? "all",
});

/** What the conversation is about from now on, where that is one line: the one that was found, or asked about. */
export const mentionedBy = (filter: FigureFilter, found?: string): Pick<ToolResult, "mentioned"> => {
  const line = found ?? onlyLine(filter);
  return line === undefined ? {} : { mentioned: { line } };
};
