import type { FigureQuery } from "../../../../agents/analyst/figures/query.ts";
import { namedParts } from "../../../../agents/analyst/figures/tell.ts";
import { type Trend, trendOf } from "../../../../agents/analyst/figures/trend.ts";
import type { Bilingual } from "../../../core/errors.ts";
import { plantNow } from "../../../mes/clock.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";
import { FilterInput, filterOf, metricNamed, stretchOf } from "./asked.ts";
import { DimensionType } from "./metric.ts";
import { readingFor } from "./reading.ts";

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
      isPartial: t.exposeBoolean("isPartial", {
        description:
          "Only a part of it is known: it is still going on, or the stretch or the record begins or ends within it.",
      }),
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
  readonly points: readonly (Trend["points"][number] & { readonly name: Bilingual })[];
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
      description: "Its values in order; what is partial, or had no work planned in it, counts for no limit.",
      resolve: (trend) => trend.points.map((point) => ({ ...point, trend })),
    }),
    changes: t.field({
      type: [ChangeType],
      description: "Where its level changed, in order.",
      resolve: ({ changes }) => [...changes],
    }),
  }),
});

builder.queryField("figureTrend", (t) =>
  t.field({
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
      const reading = readingFor(context);
      const query: FigureQuery = {
        metric: metricNamed(id).id,
        filter: filterOf(filter),
        split: by ?? undefined,
        ...stretchOf(from, to, by),
      };
      const trend = await trendOf(reading, query, await reading.once("now", plantNow));
      return { ...trend, points: await namedParts(context.db, trend.by, trend.points) };
    },
  }),
);
