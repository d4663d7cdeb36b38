import { askFigure, type Figure, type Part } from "../../../agents/analyst/figures/ask.ts";
import { type Companion, companionsOf } from "../../../agents/analyst/figures/associate.ts";
import { type Cause, type Explained, explainChange } from "../../../agents/analyst/figures/cause.ts";
import {
  longestStops,
  type Stop,
  type SuspectLot,
  suspectLots,
} from "../../../agents/analyst/figures/proof.ts";
import type { FigureFilter, FigureQuery } from "../../../agents/analyst/figures/query.ts";
import { amountText, partNames } from "../../../agents/analyst/figures/tell.ts";
import { type Trend, trendOf } from "../../../agents/analyst/figures/trend.ts";
import {
  dimensionsOf,
  isMetric,
  measuresOf,
  metricOf,
  metrics,
} from "../../../agents/runtime/metrics/catalogue.ts";
import { dimensions, type Metric } from "../../../agents/runtime/metrics/metric.ts";
import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { dayMs } from "../../core/zone.ts";
import { plantNow } from "../../mes/clock.ts";
import { builder } from "./builder.ts";
import { BilingualText } from "./plant.ts";

const DimensionType = builder.enumType("FigureDimension", { values: dimensions });

const MetricType = builder.objectRef<Metric>("Metric").implement({
  description: "A governed metric: one formula, whoever asks.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    meaning: t.expose("meaning", { type: BilingualText }),
    synonyms: t.field({ type: ["String"], resolve: ({ synonyms: { zh, en } }) => [...zh, ...en] }),
    unit: t.exposeString("unit"),
    digits: t.int({ nullable: true, resolve: ({ digits }) => digits ?? null }),
    better: t.string({
      nullable: true,
      description: "higher or lower.",
      resolve: ({ better }) => better ?? null,
    }),
    type: t.exposeString("type", { description: "simple, ratio, derived, cumulative." }),
    formula: t.exposeString("formula"),
    standard: t.string({ nullable: true, resolve: ({ standard }) => standard ?? null }),
    limit: t.field({ type: BilingualText, nullable: true, resolve: ({ limit }) => limit ?? null }),
    children: t.field({
      type: ["String"],
      description: "Ids of what it comes of.",
      resolve: ({ children }) => [...children],
    }),
    dimensions: t.field({
      type: [DimensionType],
      description: "What it can be split by and narrowed to.",
      resolve: (metric) => [...dimensionsOf(metric)],
    }),
  }),
});

const AmountType = builder.objectRef<{ label: Bilingual; value: Bilingual }>("FigureAmount").implement({
  fields: (t) => ({
    label: t.expose("label", { type: BilingualText }),
    value: t.expose("value", { type: BilingualText }),
  }),
});

interface NamedPart extends Part {
  readonly name: Bilingual;
}
const PartType = builder.objectRef<NamedPart>("FigurePart").implement({
  fields: (t) => ({
    key: t.exposeString("key"),
    name: t.expose("name", { type: BilingualText }),
    value: t.float({ nullable: true, resolve: ({ value }) => value ?? null }),
  }),
});

interface ToldFigure {
  readonly metric: Metric;
  readonly figure: Figure;
  readonly parts: readonly NamedPart[];
}
const FigureType = builder.objectRef<ToldFigure>("Figure").implement({
  description: "A metric over a stretch of plant time, with the amounts that it is made of.",
  fields: (t) => ({
    metric: t.expose("metric", { type: MetricType }),
    value: t.float({ nullable: true, resolve: ({ figure }) => figure.value ?? null }),
    amounts: t.field({
      type: [AmountType],
      resolve: ({ metric, figure }) => measuresOf(metric).map((measure) => amountText(measure, figure.sums)),
    }),
    parts: t.field({ type: [PartType], resolve: ({ parts }) => [...parts] }),
  }),
});

const PointType = builder
  .objectRef<Trend["points"][number] & { readonly name: Bilingual; readonly trend: Trend }>("FigurePoint")
  .implement({
    fields: (t) => ({
      key: t.exposeString("key"),
      name: t.expose("name", { type: BilingualText }),
      value: t.float({ nullable: true, resolve: ({ value }) => value ?? null }),
      isPartial: t.exposeBoolean("isPartial", { description: "It is still going on." }),
      isBeyond: t.boolean({ resolve: ({ key, trend }) => trend.beyond.includes(key) }),
      isDrifting: t.boolean({ resolve: ({ key, trend }) => trend.drifting.includes(key) }),
    }),
  });
const ChangeType = builder.objectRef<Trend["changes"][number]>("FigureLevelChange").implement({
  fields: (t) => ({
    key: t.exposeString("key"),
    before: t.exposeFloat("before"),
    after: t.exposeFloat("after"),
    chance: t.exposeFloat("chance"),
  }),
});
interface ToldTrend extends Trend {
  readonly nameOf: (key: string) => Bilingual;
}
const TrendType = builder.objectRef<ToldTrend>("FigureTrend").implement({
  description: "A metric over time, with Shewhart's limits, an EWMA chart and changes of its level.",
  fields: (t) => ({
    by: t.expose("by", { type: DimensionType }),
    mean: t.float({ nullable: true, resolve: ({ limits }) => limits?.mean ?? null }),
    lower: t.float({ nullable: true, resolve: ({ limits }) => limits?.lower ?? null }),
    upper: t.float({ nullable: true, resolve: ({ limits }) => limits?.upper ?? null }),
    points: t.field({
      type: [PointType],
      resolve: (trend) => trend.points.map((point) => ({ ...point, name: trend.nameOf(point.key), trend })),
    }),
    changes: t.field({ type: [ChangeType], resolve: ({ changes }) => [...changes] }),
  }),
});

const CauseType = builder.objectRef<Cause & { readonly depth: number }>("FigureCause").implement({
  description: "What made a metric change, by how much in its own unit. Causes of one parent add up to it.",
  fields: (t) => ({
    label: t.expose("label", { type: BilingualText }),
    by: t.exposeString("by"),
    key: t.exposeString("key"),
    depth: t.exposeInt("depth", {
      description:
        "0 for those of the metric itself; a deeper one belongs to the last shallower one before it.",
    }),
    effect: t.exposeFloat("effect"),
    mix: t.float({
      nullable: true,
      description: "The part of it that comes of weighing more or less.",
      resolve: ({ mix }) => mix ?? null,
    }),
    metric: t.field({ type: MetricType, nullable: true, resolve: ({ metric }) => metric ?? null }),
    before: t.float({ nullable: true, resolve: ({ before }) => before ?? null }),
    now: t.float({ nullable: true, resolve: ({ now }) => now ?? null }),
  }),
});
const StopType = builder.objectRef<Stop>("LineStop").implement({
  fields: (t) => ({
    line: t.exposeString("line"),
    from: t.expose("from", { type: "DateTime" }),
    minutes: t.exposeFloat("minutes"),
    reason: t.exposeString("reason"),
    order: t.exposeString("order", { nullable: true }),
  }),
});
const LotType = builder.objectRef<SuspectLot>("SuspectLot").implement({
  description: "A lot whose jobs had more scrap than others of the same product; an association.",
  fields: (t) => ({
    lot: t.exposeString("lot"),
    material: t.exposeString("material"),
    product: t.exposeString("product"),
    orders: t.exposeInt("orders"),
    pieces: t.exposeInt("pieces"),
    scrap: t.exposeInt("scrap"),
    rate: t.exposeFloat("rate"),
    otherRate: t.exposeFloat("otherRate"),
    chance: t.exposeFloat("chance"),
  }),
});
const CompanionType = builder.objectRef<Companion>("FigureCompanion").implement({
  description: "Another metric that moved with one (Spearman, Benjamini-Hochberg at 5 %); an association.",
  fields: (t) => ({
    metric: t.exposeString("metric"),
    name: t.expose("name", { type: BilingualText }),
    rho: t.exposeFloat("rho"),
    lead: t.exposeInt("lead", { description: "Days by which it moved before." }),
    days: t.exposeInt("days"),
    chance: t.exposeFloat("chance"),
  }),
});

interface ToldCauses extends Explained {
  readonly query: { readonly metric: Metric; readonly filter: FigureFilter };
  readonly stretches: { readonly before: { from: Date; to: Date }; readonly now: { from: Date; to: Date } };
}
const flat = (causes: readonly Cause[], depth = 0): (Cause & { depth: number })[] =>
  causes.flatMap((cause) => [{ ...cause, depth }, ...flat(cause.causes, depth + 1)]);

const ExplainedType = builder.objectRef<ToldCauses>("FigureExplained").implement({
  fields: (t) => ({
    before: t.float({ nullable: true, resolve: ({ before }) => before.value ?? null }),
    now: t.float({ nullable: true, resolve: ({ now }) => now.value ?? null }),
    change: t.exposeFloat("change"),
    causes: t.field({ type: [CauseType], resolve: ({ causes }) => flat(causes) }),
    stops: t.field({
      type: [StopType],
      description: "The longest stops of the lines in the stretch.",
      resolve: ({ stretches, query }, _args, { db }) =>
        longestStops(db, stretches.now, { lines: query.filter.lines }),
    }),
    lots: t.field({
      type: [LotType],
      resolve: ({ stretches, query }, _args, { db }) =>
        suspectLots(db, { from: stretches.before.from, to: stretches.now.to }, query.filter),
    }),
    companions: t.field({
      type: [CompanionType],
      resolve: ({ stretches, query }, _args, { db }) =>
        companionsOf(db, query.metric, query.filter, stretches.now.to),
    }),
  }),
});

const FilterInput = builder.inputType("FigureFilter", {
  fields: (t) => ({
    lines: t.stringList(),
    kind: t.string({ description: "SMT, ASM, BI, FT." }),
    product: t.string(),
    family: t.string({ description: "The letters of its products' ids, such as RRU." }),
    shift: t.field({ type: builder.enumType("ShiftName", { values: ["day", "evening", "night"] as const }) }),
    order: t.string(),
  }),
});

const invalid = (path: string, problem: string) => new MillwrightError("INVALID_INPUT", { path, problem });
/** A month by the minute would be 43,000 values. */
const mostDays = { hour: 31, other: 800 } as const;

const metricNamed = (id: string): Metric => {
  if (!isMetric(id))
    throw invalid("metric", `must be one of ${metrics.map((metric) => metric.id).join(", ")}`);
  return metricOf(id);
};

const stretchOf = (from: Date, to: Date, split?: string | null) => {
  const most = split === "hour" ? mostDays.hour : mostDays.other;
  if (!(from < to) || to.getTime() - from.getTime() > most * dayMs)
    throw invalid("to", `must be after from, and ${most} days after it at most`);
  return { from, to };
};

const filterOf = (given: typeof FilterInput.$inferInput | null | undefined): FigureFilter => ({
  lines: given?.lines ?? [],
  kind: given?.kind ?? undefined,
  product: given?.product ?? undefined,
  family: given?.family ?? undefined,
  shift: given?.shift ?? undefined,
  order: given?.order ?? undefined,
});

builder.queryFields((t) => ({
  metrics: t.field({ type: [MetricType], resolve: () => [...metrics] }),
  figure: t.field({
    type: FigureType,
    description: "A metric over a stretch of plant time, and by what it is split by.",
    args: {
      metric: t.arg.string({ required: true }),
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
      filter: t.arg({ type: FilterInput }),
      split: t.arg({ type: DimensionType }),
    },
    resolve: async (_root, { metric: id, from, to, filter, split }, { db }) => {
      const metric = metricNamed(id);
      const query: FigureQuery = {
        metric: metric.id,
        filter: filterOf(filter),
        split: split ?? undefined,
        ...stretchOf(from, to, split),
      };
      const figure = await askFigure(db, query);
      const keys = figure.parts.map(({ key }) => key);
      const nameOf = split ? await partNames(db, split, keys) : undefined;
      return { metric, figure, parts: figure.parts.map((part) => ({ ...part, name: nameOf!(part.key) })) };
    },
  }),
  figureTrend: t.field({
    type: TrendType,
    description: "A metric over time; by hour, day or week as the stretch is long, unless it is said.",
    args: {
      metric: t.arg.string({ required: true }),
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
      filter: t.arg({ type: FilterInput }),
      by: t.arg({ type: DimensionType }),
    },
    resolve: async (_root, { metric: id, from, to, filter, by }, context) => {
      const { db } = context;
      const trend = await trendOf(
        db,
        {
          metric: metricNamed(id).id,
          filter: filterOf(filter),
          split: by ?? undefined,
          ...stretchOf(from, to, by),
        },
        await plantNow(context.db),
      );
      return {
        ...trend,
        nameOf: await partNames(
          db,
          trend.by,
          trend.points.map(({ key }) => key),
        ),
      };
    },
  }),
  figureCause: t.field({
    type: ExplainedType,
    description: "Why a metric is not what it was in an earlier stretch.",
    args: {
      metric: t.arg.string({ required: true }),
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
      beforeFrom: t.arg({ type: "DateTime", required: true }),
      beforeTo: t.arg({ type: "DateTime", required: true }),
      filter: t.arg({ type: FilterInput }),
    },
    resolve: async (_root, { metric: id, from, to, beforeFrom, beforeTo, filter }, { db }) => {
      const metric = metricNamed(id);
      const stretches = { now: stretchOf(from, to), before: stretchOf(beforeFrom, beforeTo) };
      const query = { metric, filter: filterOf(filter) };
      return { ...(await explainChange(db, metric, query.filter, stretches)), query, stretches };
    },
  }),
}));
