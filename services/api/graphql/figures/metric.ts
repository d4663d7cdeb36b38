import { dimensionsOf, metrics } from "../../../../agents/runtime/metrics/catalogue.ts";
import type { Dimension, Metric } from "../../../../agents/runtime/metrics/metric.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";

const dimensionMeanings = {
  line: { description: "Line (ISA-95 work centre)." },
  kind: { description: "Kind of line by its process: SMT, ASM, BI, FT." },
  product: { description: "Material definition (ISA-95) of the product." },
  family: { description: "Products whose ids begin with the same letters, such as RRU." },
  order: { description: "Work order (ISA-95 operations request)." },
  customer: { description: "Whose sales order its work order is of; what is made for stock is nobody's." },
  shift: {
    description: "Shift of the lines' calendar; over time each by itself, else all of a name together.",
  },
  hour: { description: "Hour of the plant's clock, also where its zone is half an hour off UTC." },
  day: { description: "Day of the plant's time zone; it has 23 or 25 hours where clocks change." },
  week: { description: "ISO 8601 week, from Monday." },
  month: { description: "Calendar month." },
  reason: { description: "Why a line stood, or what was wrong with a unit that was repaired." },
  material: { description: "Material of the part that a defect is at." },
} as const satisfies Record<Dimension, { description: string }>;
export const DimensionType = builder.enumType("FigureDimension", {
  description: "What a metric is split by and narrowed to.",
  values: dimensionMeanings,
});

export const MetricType = builder.objectRef<Metric>("Metric").implement({
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
    formula: t.string({
      description: "How it is reckoned, with the signs of its standard.",
      resolve: ({ formula }) => formula.en,
    }),
    formulaText: t.expose("formula", {
      type: BilingualText,
      description: "The same in both languages.",
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

builder.queryField("metrics", (t) =>
  t.field({
    type: [MetricType],
    description: "Every governed metric with its formula.",
    resolve: () => [...metrics],
  }),
);
