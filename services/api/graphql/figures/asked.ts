import type { FigureFilter } from "../../../../agents/analyst/figures/query.ts";
import { isMetric, metricOf, metrics } from "../../../../agents/runtime/metrics/catalogue.ts";
import type { Metric } from "../../../../agents/runtime/metrics/metric.ts";
import { MillwrightError } from "../../../core/errors.ts";
import type { StretchOfTime } from "../../../mes/queries/stretch.ts";
import { builder } from "../builder.ts";
import { askedStretch } from "../plant/asked-stretch.ts";

const ShiftType = builder.enumType("ShiftName", {
  description: "Shifts as people call them, by when they begin.",
  values: {
    day: { description: "白班: begins in the morning." },
    evening: { description: "中班: begins in the afternoon." },
    night: { description: "夜班: runs over midnight." },
  } as const,
});

export const FilterInput = builder.inputType("FigureFilter", {
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
    customer: t.string({ description: "Only what is of this customer's orders." }),
  }),
});

export const filterOf = (given: typeof FilterInput.$inferInput | null | undefined): FigureFilter => ({
  lines: given?.lines ?? [],
  kind: given?.kind ?? undefined,
  product: given?.product ?? undefined,
  family: given?.family ?? undefined,
  shift: given?.shift ?? undefined,
  order: given?.order ?? undefined,
  customer: given?.customer ?? undefined,
});

/** @throws MillwrightError INVALID_INPUT. */
export const metricNamed = (id: string): Metric => {
  if (!isMetric(id))
    throw new MillwrightError("INVALID_INPUT", {
      path: "metric",
      problem: `must be one of ${metrics.map((metric) => metric.id).join(", ")}`,
    });
  return metricOf(id);
};

/** By the hour, 31 days are 744 values already. */
const mostDays = { hour: 31, other: 800 } as const;

/** @throws MillwrightError INVALID_INPUT. */
export const stretchOf = (from: Date, to: Date, split?: string | null): StretchOfTime =>
  askedStretch(from, to, split === "hour" ? mostDays.hour : mostDays.other);
