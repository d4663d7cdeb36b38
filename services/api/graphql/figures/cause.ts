import { companionsOf } from "../../../../agents/analyst/figures/associate.ts";
import { type Cause, type Explained, explainChange } from "../../../../agents/analyst/figures/cause.ts";
import { longestStops } from "../../../../agents/analyst/figures/proof.ts";
import type { FigureFilter } from "../../../../agents/analyst/figures/query.ts";
import { suspectLots } from "../../../../agents/analyst/figures/suspect-lots.ts";
import type { Metric } from "../../../../agents/runtime/metrics/metric.ts";
import type { StretchOfTime } from "../../../mes/queries/stretch.ts";
import { builder } from "../builder.ts";
import { BilingualText } from "../plant/plant.ts";
import { FilterInput, filterOf, metricNamed, stretchOf } from "./asked.ts";
import { MetricType } from "./metric.ts";
import { CompanionType, LotType, StopType } from "./proof.ts";
import { readingFor } from "./reading.ts";

const CauseType = builder.objectRef<Cause & { readonly depth: number }>("FigureCause").implement({
  description: "What made a metric change, by how much in its own unit. Causes of one parent add up to it.",
  fields: (t) => ({
    label: t.expose("label", { type: BilingualText, description: "The part in words." }),
    by: t.exposeString("by", {
      description:
        "Kind of part: factor, loss (ISO 22400-2 time element), mix (how much the part above weighs), or a dimension such as line.",
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

interface ToldCauses extends Explained {
  readonly query: { readonly metric: Metric; readonly filter: FigureFilter };
  readonly stretches: { readonly before: StretchOfTime; readonly now: StretchOfTime };
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
    usual: t.float({
      nullable: true,
      description:
        "How much it changes of itself from one such stretch to the next; a smaller change has no cause that stands out. Null where fewer than eight such stretches are on record.",
      resolve: ({ usual }) => usual ?? null,
    }),
    causes: t.field({
      type: [CauseType],
      description: "A tree in order of depth first; those of one parent add up to it.",
      resolve: ({ causes }) => flat(causes),
    }),
    stops: t.field({
      type: [StopType],
      description: "The longest stops of the lines in the stretch.",
      resolve: ({ stretches, query }, _args, context) =>
        longestStops(readingFor(context), stretches.now, { lines: query.filter.lines }),
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
      resolve: ({ stretches, query }, _args, context) =>
        companionsOf(readingFor(context), query.metric, query.filter, stretches.now.to),
    }),
  }),
});

builder.queryField("figureCause", (t) =>
  t.field({
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
    resolve: async (_root, { metric: id, from, to, beforeFrom, beforeTo, filter }, context) => {
      const metric = metricNamed(id);
      const stretches = { now: stretchOf(from, to), before: stretchOf(beforeFrom, beforeTo) };
      const query = { metric, filter: filterOf(filter) };
      return {
        ...(await explainChange(readingFor(context), metric, query.filter, stretches)),
        query,
        stretches,
      };
    },
  }),
);
