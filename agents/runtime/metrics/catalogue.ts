import { inspection } from "./inspection.ts";
import { lines } from "./lines.ts";
import { maintenance } from "./maintenance.ts";
import {
  type Combination,
  type Dimension,
  type Measure,
  type Metric,
  type MetricId,
  measures,
  metricIds,
  type Source,
  type Sums,
  sources,
} from "./metric.ts";
import { orders } from "./orders.ts";
import { production } from "./production.ts";
import { resources } from "./resources.ts";

const all = [...production, ...lines, ...maintenance, ...orders, ...resources, ...inspection];
const byId = new Map(all.map((metric) => [metric.id, metric]));

/** The governed metrics: all that the plant is asked in figures, each with one formula, in the order of their ids. */
export const metrics: readonly Metric[] = metricIds.map((id) => byId.get(id)!);

export const metricOf = (id: MetricId): Metric => byId.get(id)!;
export const isMetric = (id: string): id is MetricId => byId.has(id as MetricId);

/** What a combination of amounts adds up to. */
export const totalOf = (sums: Sums, combination: Combination): number =>
  Object.entries(combination).reduce((sum, [name, factor]) => sum + factor * (sums[name as Measure] ?? 0), 0);

/** A metric's value of the amounts; undefined where nothing can be divided by. */
export const figureFrom = ({ of, factors }: Metric, sums: Sums): number | undefined => {
  if (factors) {
    const values = factors.map((id) => figureFrom(metricOf(id), sums));
    if (values.includes(undefined)) return undefined;
    return values.reduce<number>((product, value) => (product * value!) / 100, 100);
  }
  const { part, whole, scale = 1, unknownWith } = of!;
  if (unknownWith && sums[unknownWith]) return undefined;
  if (!whole) return totalOf(sums, part) * scale;
  const divisor = totalOf(sums, whole);
  return divisor > 0 ? (totalOf(sums, part) / divisor) * scale : undefined;
};

/** A metric as it is reckoned of lines of so many kinds. */
export const metricOver = (metric: Metric, kinds: number): Metric =>
  metric.ofSteps && kinds > 1 ? { ...metric, of: metric.ofSteps } : metric;

/** The amounts that a metric needs. */
export const measuresOf = ({ of, ofSteps, factors = [] }: Metric): readonly Measure[] => [
  ...new Set([
    ...(Object.keys({ ...of?.part, ...of?.whole, ...ofSteps?.part, ...ofSteps?.whole }) as Measure[]),
    ...factors.flatMap((id) => measuresOf(metricOf(id))),
  ]),
];

export const sourcesOf = (metric: Metric): readonly Source[] => [
  ...new Set(measuresOf(metric).map((measure) => measures[measure])),
];

/** What a metric can be split by: what all of its amounts are known by. */
export const dimensionsOf = (metric: Metric): readonly Dimension[] => {
  const [first = [], ...others] = sourcesOf(metric).map((source): readonly Dimension[] => sources[source]);
  return first.filter((dimension) => others.every((known) => known.includes(dimension)));
};
