import { askFigure, type Figure, type Part } from "../../../../agents/analyst/figures/ask.ts";
import type { FigureQuery } from "../../../../agents/analyst/figures/query.ts";
import { amountText, namedParts } from "../../../../agents/analyst/figures/tell.ts";
import { measuresOf } from "../../../../agents/runtime/metrics/catalogue.ts";
import type { Metric } from "../../../../agents/runtime/metrics/metric.ts";
import type { Bilingual } from "../../../core/errors.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";
import { FilterInput, filterOf, metricNamed, stretchOf } from "./asked.ts";
import { DimensionType, MetricType } from "./metric.ts";
import { readingFor } from "./reading.ts";

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

builder.queryField("figure", (t) =>
  t.field({
    type: FigureType,
    description: "A metric over a stretch of plant time, and by what it is split by.",
    args: {
      metric: t.arg.string({ required: true }),
      from: t.arg({ type: "DateTime", required: true }),
      to: t.arg({ type: "DateTime", required: true }),
      filter: t.arg({ type: FilterInput, description: "What it is narrowed to." }),
      split: t.arg({ type: DimensionType, description: "By what it is split; without, it has no parts." }),
    },
    resolve: async (_root, { metric: id, from, to, filter, split }, context) => {
      const metric = metricNamed(id);
      const query: FigureQuery = {
        metric: metric.id,
        filter: filterOf(filter),
        split: split ?? undefined,
        ...stretchOf(from, to, split),
      };
      const figure = await askFigure(readingFor(context), query);
      return { metric, figure, parts: split ? await namedParts(context.db, split, figure.parts) : [] };
    },
  }),
);
