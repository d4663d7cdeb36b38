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
import type { Dimension, Metric } from "../../../agents/runtime/metrics/metric.ts";
import { type Bilingual, MillwrightError } from "../../core/errors.ts";
import { dayMs } from "../../core/zone.ts";
import { plantNow } from "../../mes/clock.ts";
import { builder } from "./builder.ts";
import { BilingualText } from "./plant.ts";

const dimensionMeanings = {
  line: { description: "Line (ISA-95 work centre)." },
  kind: { description: "Kind of line by its process: SMT, ASM, BI, FT." },
  product: { description: "Material definition (ISA-95) of the product." },
  family: { description: "Products whose ids begin with the same letters, such as RRU." },
  order: { description: "Work order (ISA-95 operations request)." },
  shift: {
    description: "Shift of the lines' calendar; over time each by itself, else all of a name together.",
  },
  hour: { description: "Hour of the plant's clock, also where its zone is half an hour off UTC." },
  day: { description: "Day of the plant's time zone; it has 23 or 25 hours where clocks change." },
  week: { description: "ISO 8601 week, from Monday." },
  month: { description: "Calendar month." },
  reason: { description: "Why a line stood, or what was wrong with a unit that was repaired." },
} as const satisfies Record<Dimension, { description: string }>;
const DimensionType = builder.enumType("FigureDimension", {
  description: "What a metric is split by and narrowed to.",
  values: dimensionMeanings,
});
const ShiftType = builder.enumType("ShiftName", {
  description: "Shifts as people call them, by when they begin.",
  values: {
    day: { description: "白班: begins in the morning." },
    evening: { description: "中班: begins in the afternoon." },
    night: { description: "夜班: runs over midnight." },
  } as const,
});

const MetricType = builder.objectRef<Metric>("Metric").implement({
  description: "A governed metric: one formula, whoever asks.",
  fields: (t) => ({
    id: t.exposeID("id"),
    name: t.expose("name", { type: BilingualText }),
    meaning: t.expose("meaning", { type: BilingualText, description: "What it tells, in a sentence." }),
    synonyms: t.field({
      type: ["String"],
      description: "What people call it beside its name, in both languages.",
      resolve: ({ synonyms: { zh, en } }) => [...zh, ...en],
    }),
    unit: t.exposeString("unit"),
    digits: t.int({
      nullable: true,
      description: "Decimals that it is told with; null where its unit says.",
      resolve: ({ digits }) => digits ?? null,
    }),
    better: t.string({
      nullable: true,
      description: "higher or lower; null where neither is better.",
      resolve: ({ better }) => better ?? null,
    }),
    type: t.exposeString("type", { description: "simple, ratio, derived, cumulative." }),
    formula: t.exposeString("formula", {
      description: "How it is reckoned, with the signs of its standard.",
    }),
    standard: t.string({
      nullable: true,
      description: "Standard that defines it, such as ISO 22400-2; null for the plant's own.",
      resolve: ({ standard }) => standard ?? null,
    }),
    limit: t.field({
      type: BilingualText,
      nullable: true,
      description: "What is known of it only in part; null where nothing is amiss.",
      resolve: ({ limit }) => limit ?? null,
    }),
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
  description: "A sum that a metric is made of, as people read it.",
  fields: (t) => ({
    label: t.expose("label", {
      type: BilingualText,
      description: "What is summed, with its sign in ISO 22400-2 where it has one, such as APT.",
    }),
    value: t.expose("value", { type: BilingualText, description: "The sum with its unit." }),
  }),
});

interface NamedPart extends Part {
  readonly name: Bilingual;
}
const PartType = builder.objectRef<NamedPart>("FigurePart").implement({
  description: "A part of a metric that is split.",
  fields: (t) => ({
    key: t.exposeString("key", {
      description:
        "Id of the part: a line, product, reason, or in time such as 2026-11-20T08:00, a day, week or month.",
    }),
    name: t.expose("name", { type: BilingualText }),
    value: t.float({
      nullable: true,
      description: "Its value in the metric's unit; null where there is nothing to divide by.",
      resolve: ({ value }) => value ?? null,
    }),
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
    metric: t.expose("metric", { type: MetricType, description: "The metric, with its formula." }),
    value: t.float({
      nullable: true,
      description: "Its value in the metric's unit; null where there is nothing to divide by.",
      resolve: ({ figure }) => figure.value ?? null,
    }),
    amounts: t.field({
      type: [AmountType],
      description: "The sums that the formula takes, each by name, in words.",
      resolve: ({ metric, figure }) => measuresOf(metric).map((measure) => amountText(measure, figure.sums)),
    }),
    parts: t.field({
      type: [PartType],
      description: "One for each part of the split; none without a split.",
      resolve: ({ parts }) => [...parts],
    }),
  }),
});

const PointType = builder
  .objectRef<Trend["points"][number] & { readonly name: Bilingual; readonly trend: Trend }>("FigurePoint")
  .implement({
    description: "A value of a metric that is looked at over time.",
    fields: (t) => ({
      key: t.exposeString("key", { description: "The hour, shift, day, week or month." }),
      name: t.expose("name", { type: BilingualText }),
      value: t.float({
        nullable: true,
        description: "Its value in the metric's unit; null where there is nothing to divide by.",
        resolve: ({ value }) => value ?? null,
      }),
      isPartial: t.exposeBoolean("isPartial", { description: "It is still going on." }),
      isBeyond: t.boolean({
        description: "Beyond the control limits: a special cause is likely.",
        resolve: ({ key, trend }) => trend.beyond.includes(key),
      }),
      isDrifting: t.boolean({
        description: "The moving average (EWMA) is beyond its own limits: the level creeps.",
        resolve: ({ key, trend }) => trend.drifting.includes(key),
      }),
    }),
  });
const ChangeType = builder.objectRef<Trend["changes"][number]>("FigureLevelChange").implement({
  description:
    "Where the level of a metric changed for good, as far as a permutation test tells (Taylor 2000).",
  fields: (t) => ({
    key: t.exposeString("key", { description: "Key of the first value of the new level." }),
    before: t.exposeFloat("before", { description: "Mean before it." }),
    after: t.exposeFloat("after", { description: "Mean from it on." }),
    chance: t.exposeFloat("chance", {
      description: "Chance of so great a change in values that follow no order, 0 to 1.",
    }),
  }),
});
interface ToldTrend extends Trend {
  readonly nameOf: (key: string) => Bilingual;
}
const TrendType = builder.objectRef<ToldTrend>("FigureTrend").implement({
  description: "A metric over time, with Shewhart's limits, an EWMA chart and changes of its level.",
  fields: (t) => ({
    by: t.expose("by", { type: DimensionType, description: "Stretch of each value." }),
    mean: t.float({
      nullable: true,
      description: "Centre line; null for fewer values than limits take.",
      resolve: ({ limits }) => limits?.mean ?? null,
    }),
    lower: t.float({
      nullable: true,
      description:
        "Lower control limit (Shewhart, individuals chart); null for fewer values than limits take.",
      resolve: ({ limits }) => limits?.lower ?? null,
    }),
    upper: t.float({
      nullable: true,
      description:
        "Upper control limit (Shewhart, individuals chart); null for fewer values than limits take.",
      resolve: ({ limits }) => limits?.upper ?? null,
    }),
    points: t.field({
      type: [PointType],
      description: "Its values in order; what is still going on counts for no limit.",
      resolve: (trend) => trend.points.map((point) => ({ ...point, name: trend.nameOf(point.key), trend })),
    }),
    changes: t.field({
      type: [ChangeType],
      description: "Where its level changed, in order.",
      resolve: ({ changes }) => [...changes],
    }),
  }),
});

const CauseType = builder.objectRef<Cause & { readonly depth: number }>("FigureCause").implement({
  description: "What made a metric change, by how much in its own unit. Causes of one parent add up to it.",
  fields: (t) => ({
    label: t.expose("label", { type: BilingualText, description: "The part in words." }),
    by: t.exposeString("by", {
      description: "Kind of part: factor, loss (ISO 22400-2 time element), or a dimension such as line.",
    }),
    key: t.exposeString("key", { description: "Id of the part: a line, product, reason, loss or metric." }),
    depth: t.exposeInt("depth", {
      description:
        "0 for those of the metric itself; a deeper one belongs to the last shallower one before it.",
    }),
    effect: t.exposeFloat("effect", {
      description: "How much of the change it makes, in the metric's unit; below 0 it lowers the metric.",
    }),
    mix: t.float({
      nullable: true,
      description:
        "The part of it that comes of weighing more or less, not of its own rate; null where nothing is weighed.",
      resolve: ({ mix }) => mix ?? null,
    }),
    metric: t.field({
      type: MetricType,
      nullable: true,
      description: "Metric that the part is measured by; null for an amount.",
      resolve: ({ metric }) => metric ?? null,
    }),
    before: t.float({
      nullable: true,
      description: "Its own value in the earlier stretch; null where it has none.",
      resolve: ({ before }) => before ?? null,
    }),
    now: t.float({
      nullable: true,
      description: "Its own value in the later stretch; null where it has none.",
      resolve: ({ now }) => now ?? null,
    }),
  }),
});
const StopType = builder.objectRef<Stop>("LineStop").implement({
  description: "A time that a line was broken down.",
  fields: (t) => ({
    line: t.exposeString("line"),
    from: t.expose("from", { type: "DateTime", description: "When it began; plant time." }),
    minutes: t.exposeFloat("minutes", { description: "How long it lasted within the stretch, minutes." }),
    reason: t.exposeString("reason", { description: "Why, in the machine's words." }),
    order: t.exposeString("order", {
      nullable: true,
      description: "Work order in hand; null where there was none.",
    }),
  }),
});
const LotType = builder.objectRef<SuspectLot>("SuspectLot").implement({
  description: "A lot whose jobs had more scrap than others of the same product; an association.",
  fields: (t) => ({
    lot: t.exposeString("lot", { description: "Material lot (ISA-95)." }),
    material: t.exposeString("material", { description: "Material definition (ISA-95) of the lot." }),
    product: t.exposeString("product", { description: "Material definition (ISA-95) of the product." }),
    orders: t.exposeInt("orders", { description: "Work orders that used it, at least 2." }),
    pieces: t.exposeInt("pieces", { description: "Pieces made with it, good and scrap, at least 200." }),
    scrap: t.exposeInt("scrap"),
    rate: t.exposeFloat("rate", { description: "Share of scrap with it, 0 to 1." }),
    otherRate: t.exposeFloat("otherRate", {
      description: "Share of scrap of the same product and segment without it, 0 to 1.",
    }),
    chance: t.exposeFloat("chance", {
      description: "Chance of so great a difference where the lot has nothing to do with it, 0 to 1.",
    }),
  }),
});
const CompanionType = builder.objectRef<Companion>("FigureCompanion").implement({
  description: "Another metric that moved with one (Spearman, Benjamini-Hochberg at 5 %); an association.",
  fields: (t) => ({
    metric: t.exposeString("metric"),
    name: t.expose("name", { type: BilingualText }),
    rho: t.exposeFloat("rho", { description: "Spearman's rank correlation, -1 to 1." }),
    lead: t.exposeInt("lead", { description: "Days by which it moved before." }),
    days: t.exposeInt("days", { description: "Days that both are known for, at least 14." }),
    chance: t.exposeFloat("chance", {
      description:
        "Chance of so strong a correlation where the two have nothing to do with each other, 0 to 1.",
    }),
  }),
});

interface ToldCauses extends Explained {
  readonly query: { readonly metric: Metric; readonly filter: FigureFilter };
  readonly stretches: { readonly before: { from: Date; to: Date }; readonly now: { from: Date; to: Date } };
}
const flat = (causes: readonly Cause[], depth = 0): (Cause & { depth: number })[] =>
  causes.flatMap((cause) => [{ ...cause, depth }, ...flat(cause.causes, depth + 1)]);

const ExplainedType = builder.objectRef<ToldCauses>("FigureExplained").implement({
  description: "A metric in two stretches, and what made the difference.",
  fields: (t) => ({
    before: t.float({
      nullable: true,
      description: "Its value in the earlier stretch; null where there is nothing to divide by.",
      resolve: ({ before }) => before.value ?? null,
    }),
    now: t.float({
      nullable: true,
      description: "Its value in the later stretch; null where there is nothing to divide by.",
      resolve: ({ now }) => now.value ?? null,
    }),
    change: t.exposeFloat("change", {
      description: "Later value less the earlier one, in the metric's unit.",
    }),
    causes: t.field({
      type: [CauseType],
      description: "A tree in order of depth first; those of one parent add up to it.",
      resolve: ({ causes }) => flat(causes),
    }),
    stops: t.field({
      type: [StopType],
      description: "The longest stops of the lines in the stretch.",
      resolve: ({ stretches, query }, _args, { db }) =>
        longestStops(db, stretches.now, { lines: query.filter.lines }),
    }),
    lots: t.field({
      type: [LotType],
      description: "Lots that go with scrap in either stretch.",
      resolve: ({ stretches, query }, _args, { db }) =>
        suspectLots(db, { from: stretches.before.from, to: stretches.now.to }, query.filter),
    }),
    companions: t.field({
      type: [CompanionType],
      description: "Metrics that moved with it over the four weeks before the end of the later stretch.",
      resolve: ({ stretches, query }, _args, { db }) =>
        companionsOf(db, query.metric, query.filter, stretches.now.to),
    }),
  }),
});

const FilterInput = builder.inputType("FigureFilter", {
  description: "Narrows a metric; what is left out is not narrowed.",
  fields: (t) => ({
    lines: t.stringList(),
    kind: t.string({ description: "SMT, ASM, BI, FT." }),
    product: t.string({ description: "Material definition (ISA-95) of the product." }),
    family: t.string({ description: "The letters of its products' ids, such as RRU." }),
    shift: t.field({
      type: ShiftType,
      description: "Only what happened in this shift of each day.",
    }),
    order: t.string({ description: "Work order (ISA-95 operations request)." }),
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
  metrics: t.field({
    type: [MetricType],
    description: "Every governed metric with its formula.",
    resolve: () => [...metrics],
  }),
  figure: t.field({
    type: FigureType,
    description: "A metric over a stretch of plant time, and by what it is split by.",
    args: {
      metric: t.arg.string({ required: true }),
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
      filter: t.arg({ type: FilterInput, description: "What it is narrowed to." }),
      split: t.arg({ type: DimensionType, description: "By what it is split; without, it has no parts." }),
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
      filter: t.arg({ type: FilterInput, description: "What it is narrowed to." }),
      by: t.arg({
        type: DimensionType,
        description: "hour, shift, day, week or month; without, as fits the stretch.",
      }),
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
      beforeFrom: t.arg({
        type: "DateTime",
        required: true,
        description: "The beginning of the earlier stretch, included; plant time.",
      }),
      beforeTo: t.arg({
        type: "DateTime",
        required: true,
        description: "The end of the earlier stretch, not included; plant time.",
      }),
      filter: t.arg({ type: FilterInput, description: "What both stretches are narrowed to." }),
    },
    resolve: async (_root, { metric: id, from, to, beforeFrom, beforeTo, filter }, { db }) => {
      const metric = metricNamed(id);
      const stretches = { now: stretchOf(from, to), before: stretchOf(beforeFrom, beforeTo) };
      const query = { metric, filter: filterOf(filter) };
      return { ...(await explainChange(db, metric, query.filter, stretches)), query, stretches };
    },
  }),
}));
