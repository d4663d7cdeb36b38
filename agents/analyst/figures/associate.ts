import type { Bilingual } from "../../../services/core/errors.ts";
import { dayMs } from "../../../services/core/zone.ts";
import { dimensionsOf, measuresOf, metricOf, metrics } from "../../runtime/metrics/catalogue.ts";
import type { Metric, MetricId } from "../../runtime/metrics/metric.ts";
import { dayOf, momentOfDay } from "../../runtime/spoken/periods/calendar.ts";
import { chanceOf, discoveries, rankCorrelation } from "../statistics/association.ts";
import { askFigure, isComparable } from "./ask.ts";
import { saysLines } from "./lines.ts";
import type { FigureFilter, Stretch } from "./query.ts";
import { type FigureSource, type Reading, readingOf } from "./reading.ts";

/** Another figure that moved with the one that is asked about. */
export interface Companion {
  readonly metric: MetricId;
  readonly name: Bilingual;
  /** Spearman's rank correlation. */
  readonly rho: number;
  /** Days by which it moves before the other; 0 on the same day. */
  readonly lead: number;
  /** Days that both are known for. */
  readonly days: number;
  readonly chance: number;
}

const leastDays = 14;
const mostLead = 3;
/** Days that are looked at. */
const lookedBack = 28;

/** What a metric comes of or is made of says nothing beside it: availability falls where downtime rises. */
const related = (metric: Metric): ReadonlySet<MetricId> => {
  const below = (id: MetricId): MetricId[] => [id, ...metricOf(id).children.flatMap(below)];
  const own = new Set(measuresOf(metric));
  return new Set([
    ...below(metric.id),
    ...metrics.filter(({ id }) => below(id).includes(metric.id)).map(({ id }) => id),
    ...metrics.filter((other) => measuresOf(other).some((measure) => own.has(measure))).map(({ id }) => id),
  ]);
};

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * dayMs).toISOString().slice(0, 10);

const serie = async (
  reading: Reading,
  metric: Metric,
  filter: FigureFilter,
  stretch: Stretch,
): Promise<Map<string, number>> => {
  const { parts } = await askFigure(reading, { metric: metric.id, filter, split: "day", ...stretch });
  return new Map(parts.filter(isComparable).map(({ key, value }) => [key, value!]));
};

/**
 * Which other figures moved with one over the four weeks before a moment, at the same time or up to three days before it: rank
 * correlation over at least fourteen days, and of all that were looked at those that Benjamini and Hochberg let stand at 5 %.
 * Days follow on each other, so that the chances are somewhat too small; and moving together is no cause.
 */
export const companionsOf = async (
  source: FigureSource,
  metric: Metric,
  filter: FigureFilter,
  until: Date,
): Promise<Companion[]> => {
  // Whole days: of what adds up, a day that is not over is low for all.
  const last = dayOf(until);
  const stretch: Stretch = { from: momentOfDay(last - lookedBack), to: momentOfDay(last) };
  const reading = readingOf(source);
  const skipped = related(metric);
  const narrowed: FigureFilter = { lines: filter.lines, kind: filter.kind };
  const isOfLines = saysLines(narrowed);
  const others = metrics.filter(({ id }) => !skipped.has(id));
  const [own, ...series] = await Promise.all([
    serie(reading, metric, filter, stretch),
    ...others.map((other) =>
      serie(reading, other, dimensionsOf(other).includes("line") && isOfLines ? narrowed : {}, stretch),
    ),
  ]);
  const looked: Companion[] = [];
  for (const [index, other] of others.entries()) {
    const theirs = series[index]!;
    for (let lead = 0; lead <= mostLead; lead += 1) {
      const pairs = [...theirs].flatMap(([day, value]): [number, number][] => {
        const later = own.get(dayAfter(day, lead));
        return later === undefined ? [] : [[value, later]];
      });
      if (pairs.length < leastDays) continue;
      const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
      if (new Set(a).size < 4 || new Set(b).size < 4) continue;
      const rho = rankCorrelation(a, b);
      looked.push({
        metric: other.id,
        name: other.name,
        rho,
        lead,
        days: pairs.length,
        chance: chanceOf(rho, pairs.length),
      });
    }
  }
  const held = discoveries(looked.map(({ chance }) => chance));
  const kept = looked.filter((_, index) => held[index]).sort((a, b) => a.chance - b.chance);
  // Of one figure the lead that fits best.
  return kept.filter(({ metric: id }, index) => kept.findIndex((one) => one.metric === id) === index);
};
