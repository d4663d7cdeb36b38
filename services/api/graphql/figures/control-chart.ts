import type { Charted } from "../../../../agents/analyst/capability/charted.ts";
import type { Characteristic } from "../../../../agents/analyst/capability/study.ts";
import type { ControlChart } from "../../../../agents/analyst/statistics/control-chart.ts";
import type { Bin } from "../../../../agents/analyst/statistics/histogram.ts";
import { builder } from "../builder.ts";
import { CharacteristicType } from "./characteristic.ts";

type Point = ControlChart["points"][number] & { readonly time: Date; readonly unitIds: readonly string[] };

const PointType = builder.objectRef<Point>("ControlChartPoint").implement({
  description: "A point of a control chart: a value, or the mean of a subgroup.",
  fields: (t) => ({
    time: t.expose("time", {
      type: "DateTime",
      description: "When its last value was measured; plant time.",
    }),
    unitIds: t.stringList({
      description: "Serial numbers of its units.",
      resolve: ({ unitIds }) => [...unitIds],
    }),
    value: t.exposeFloat("value", { description: "The value, or the mean of the subgroup." }),
    range: t.float({
      nullable: true,
      description:
        "Distance from the value before it, or the range of the subgroup; null for the first value.",
      resolve: ({ range }) => range ?? null,
    }),
    nelson: t.intList({
      description: "Rules of Nelson (1984; ISO 7870-2) that it breaks, by their numbers 1 to 8.",
      resolve: ({ nelson }) => [...nelson],
    }),
    westernElectric: t.intList({
      description: "Zone tests of Western Electric (1956) that it breaks, by their numbers 1 to 4.",
      resolve: ({ westernElectric }) => [...westernElectric],
    }),
    isRangeBeyond: t.exposeBoolean("isRangeBeyond", {
      description: "Its range is beyond the limits of ranges.",
    }),
  }),
});

const BinType = builder.objectRef<Bin>("HistogramBin").implement({
  description: "A stretch of values, and how many fall into it.",
  fields: (t) => ({
    from: t.exposeFloat("from", { description: "Its lower edge, included." }),
    to: t.exposeFloat("to", { description: "Its upper edge; included by the last one alone." }),
    count: t.exposeInt("count", { description: "Values in it." }),
  }),
});

/** Lines of a chart, or null of a step that has none. */
const line = (of: (chart: ControlChart) => number) => ({
  nullable: true as const,
  resolve: ({ chart }: { readonly chart: ControlChart | undefined }) => (chart ? of(chart) : null),
});

export const ChartedType = builder.objectRef<Charted & { readonly last: number }>("ControlChart").implement({
  description:
    "A control chart (AIAG SPC, ISO 7870-2): individuals and moving range, or means and ranges of subgroups, with limits of a settled stretch.",
  fields: (t) => ({
    characteristic: t.field({
      type: CharacteristicType,
      description: "What is charted, with its capability.",
      resolve: ({ characteristic }) => characteristic,
    }),
    together: t.field({
      type: CharacteristicType,
      description: "The same at all testers together.",
      resolve: ({ together }): Characteristic => together,
    }),
    apart: t.field({
      type: [CharacteristicType],
      description: "The same at each tester.",
      resolve: ({ apart }) => [...apart],
    }),
    subgroup: t.int({
      nullable: true,
      description: "Values of a point: 1 for individuals; null where there is no chart.",
      resolve: ({ chart }) => chart?.size ?? null,
    }),
    centre: t.float({
      description: "Centre line; null for fewer than 8 points or values that are all alike.",
      ...line(({ values }) => values.centre),
    }),
    lower: t.float({
      description: "Lower control limit; null as the centre line.",
      ...line(({ values }) => values.lower),
    }),
    upper: t.float({
      description: "Upper control limit; null as the centre line.",
      ...line(({ values }) => values.upper),
    }),
    rangeCentre: t.float({
      description: "Mean range; null as the centre line.",
      ...line(({ ranges }) => ranges.centre),
    }),
    rangeLower: t.float({
      description: "Lower control limit of ranges; null as the centre line.",
      ...line(({ ranges }) => ranges.lower),
    }),
    rangeUpper: t.float({
      description: "Upper control limit of ranges; null as the centre line.",
      ...line(({ ranges }) => ranges.upper),
    }),
    isSettled: t.boolean({
      nullable: true,
      description:
        "Whether a stretch was in control, of which the limits are; else they are of all points but those far out. Null where there is no chart.",
      resolve: ({ chart }) => chart?.isSettled ?? null,
    }),
    settledFrom: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the stretch of the limits begins; plant time. Null where there is no chart.",
      resolve: ({ chart, values }) => (chart ? values[chart.points[chart.settled.from]!.from]!.time : null),
    }),
    settledTo: t.field({
      type: "DateTime",
      nullable: true,
      description: "When its last value was measured; plant time. Null where there is no chart.",
      resolve: ({ chart, values }) => (chart ? values[chart.points[chart.settled.to - 1]!.to]!.time : null),
    }),
    points: t.field({
      type: [PointType],
      description: "The latest points in their order; none where there is no chart.",
      resolve: ({ chart, values, last }) =>
        (chart?.points ?? []).slice(-last).map((point) => ({
          ...point,
          time: values[point.to]!.time,
          unitIds: values.slice(point.from, point.to + 1).map(({ unit_id }) => unit_id),
        })),
    }),
    bins: t.field({
      type: [BinType],
      description: "Histogram of the latest values, 5,000 at most.",
      resolve: ({ bins }) => [...bins],
    }),
  }),
});
