import type { Bilingual } from "../../../services/core/errors.ts";
import type { Db } from "../../../services/mes/database.ts";
import { dimensionsOf, metrics } from "../../runtime/metrics/catalogue.ts";
import type { Metric, MetricId } from "../../runtime/metrics/metric.ts";
import { chanceOf, discoveries, rankCorrelation } from "../statistics/association.ts";
import { askFigure } from "./ask.ts";
import type { FigureFilter, Stretch } from "./query.ts";

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

/** What a metric is made of says nothing beside it: availability falls where downtime rises. */
const related = (metric: Metric): ReadonlySet<MetricId> => {
  const own = new Set<MetricId>([metric.id, ...metric.children, ...(metric.factors ?? [])]);
  for (const { id, children, factors = [] } of metrics)
    if (children.includes(metric.id) || factors.includes(metric.id)) own.add(id);
  return own;
};

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const serie = async (
  db: Db,
  metric: Metric,
  filter: FigureFilter,
  stretch: Stretch,
): Promise<Map<string, number>> => {
  const { parts } = await askFigure(db, { metric: metric.id, filter, split: "day", ...stretch });
  return new Map(parts.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]])));
};

/**
 * Which other figures moved with one over the days of a stretch, at the same time or up to three days before it: rank
 * correlation over at least fourteen days, and of all that were looked at those that Benjamini and Hochberg let stand at 5 %.
 * Days follow on each other, so that the chances are somewhat too small; and moving together is no cause.
 */
export const companionsOf = async (
  db: Db,
  metric: Metric,
  filter: FigureFilter,
  stretch: Stretch,
): Promise<Companion[]> => {
  const own = await serie(db, metric, filter, stretch);
  const skipped = related(metric);
  const narrowed: FigureFilter = { lines: filter.lines, kind: filter.kind };
  const isOfLines = (filter.lines?.length ?? 0) > 0 || filter.kind !== undefined;
  const looked: Companion[] = [];
  for (const other of metrics) {
    if (skipped.has(other.id)) continue;
    const theirs = await serie(
      db,
      other,
      dimensionsOf(other).includes("line") && isOfLines ? narrowed : {},
      stretch,
    );
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
