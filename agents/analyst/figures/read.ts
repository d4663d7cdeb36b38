import { MillwrightError } from "../../../services/core/errors.ts";
import { namesOfPlant } from "../../../services/mes/queries/names.ts";
import type { ToolContext } from "../../runtime/context.ts";
import { plantDayTime } from "../../runtime/format.ts";
import { dimensionsOf, isMetric, metricOf } from "../../runtime/metrics/catalogue.ts";
import type { Metric, MetricId } from "../../runtime/metrics/metric.ts";
import { type Condition, conditionIn } from "../../runtime/spoken/asked/condition.ts";
import { countsLate } from "../../runtime/spoken/asked/late.ts";
import { asksForBadShare, metricsNamed } from "../../runtime/spoken/asked/named-metrics.ts";
import { type AskedFigure, compareOf, readFigure } from "../../runtime/spoken/asked/question.ts";
import type { Period } from "../../runtime/spoken/periods/said.ts";
import { periodIn } from "../../runtime/spoken/times/period.ts";
import { namedLine } from "../../runtime/subject.ts";
import { type Unused, unusedTold } from "../unused-told.ts";
import type { FigureFilter, FigureQuery } from "./query.ts";

/** A question to the metrics: what the model chose, and what the words say beside. */
export interface FigureQuestion {
  readonly metric: Metric;
  /** The share of what is bad is asked for, where the metric tells that of what is good. */
  readonly isOfBad: boolean;
  readonly asked: AskedFigure;
  readonly filter: FigureFilter;
  /** What was said and could not be used, to be told with the answer. */
  readonly unused: Unused;
  /** Parts are told by how many of their orders were late, not by the rate. */
  readonly countsLate?: boolean;
  /** The limit that its parts are picked by. */
  readonly limit: Condition | undefined;
  /** Undefined where the words name none. */
  readonly period: Period | undefined;
  readonly compare: Period | undefined;
  readonly now: Date;
}

/**
 * What a sentence asks of a metric. A split that the metric is not known by, and that another clause says, is that one's: "the
 * yield of SMT-2, and which defect is most frequent?"
 */
const ofOwnClause = (id: MetricId, text: string, read: (words: string) => AskedFigure): AskedFigure => {
  const asked = read(text);
  if (!asked.split || dimensionsOf(metricOf(id)).includes(asked.split)) return asked;
  const own = text
    .split(/[，,；;。]/)
    .find((clause) => metricsNamed(clause).some((named) => named.id === id));
  if (own === undefined || own === text || read(own).split !== undefined) return asked;
  return { ...asked, split: undefined, ranking: undefined };
};

/**
 * What a call asks: the metric and the line that it names, and what the words narrow it to.
 *
 * @throws MillwrightError MISSING_ARGUMENT without a metric; UNKNOWN_LINE.
 */
export const questionIn = async (context: ToolContext): Promise<FigureQuestion> => {
  const { db, clock, args, text } = context;
  const now = clock.now();
  // A scrap rate is told of the quality ratio, which it is the rest of.
  const asksForBad = asksForBadShare(text);
  const id = args.metric === "scrap" && asksForBad ? "quality" : args.metric;
  if (!id || !isMetric(id)) throw new MillwrightError("MISSING_ARGUMENT", { argument: "metric" });
  const named = (await namedLine(context))?.id;
  const names = await namesOfPlant(db);
  const asked = ofOwnClause(id, text, (words) => readFigure(words, names, now, plantDayTime(now)));
  const { product, family, customer, without, shift, kind, defects } = asked;
  const reasons = defects.length > 0 ? defects : undefined;
  // A line that is left out was named, and is not what the figure is of.
  const line = named && without?.lines.includes(named) ? undefined : named;
  const several = asked.lines.length > 1 ? asked.lines : undefined;
  const lines = several ?? (line ? [line] : asked.lines);
  const period = asked.period ?? periodIn("", now);
  return {
    metric: metricOf(id),
    isOfBad: id === "quality" && asksForBad,
    asked,
    filter: {
      lines,
      kind: lines.length > 0 ? undefined : kind,
      product,
      family,
      customer,
      reasons,
      without,
      shift,
    },
    countsLate: id === "on_time" && countsLate(text),
    unused: unusedTold(text, names, now, id),
    limit: asked.limit === undefined ? undefined : conditionIn(asked.limit, metricOf(id).unit),
    period: asked.period,
    compare: compareOf(metricOf(id), asked, period),
    now,
  };
};

/** The query of a question over a period. */
export const queryOf = (
  { metric, filter }: Pick<FigureQuestion, "metric" | "filter">,
  { from, to }: Period,
): FigureQuery => ({
  metric: metric.id,
  filter,
  from,
  to,
});
