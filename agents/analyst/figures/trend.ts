import { hourMs } from "../../../services/core/zone.ts";
import { metricOf } from "../../runtime/metrics/catalogue.ts";
import { isTime, rangeOf, type TimeDimension } from "../../runtime/metrics/metric.ts";
import { type Change, changePoints } from "../statistics/changes.ts";
import { ewmaSignals, individualLimits, type Limits } from "../statistics/control.ts";
import { askFigure, isComparable } from "./ask.ts";
import type { FigureQuery } from "./query.ts";
import type { FigureSource } from "./reading.ts";

/** One value of a series. */
export interface Point {
  readonly key: string;
  /** Undefined where nothing can be divided by. */
  readonly value: number | undefined;
  /** Only a part of it is known: it is still going on, or cut by where the stretch or the record begins or ends. */
  readonly isPartial: boolean;
  /** It is whole and work was planned in it: limits and levels are taken of such values. */
  readonly counts: boolean;
}

/** A series of a figure, and what stands out in it. */
export interface Trend {
  readonly by: TimeDimension;
  readonly points: readonly Point[];
  readonly limits: Limits | undefined;
  /** Keys of the values beyond the limits. */
  readonly beyond: readonly string[];
  /** Keys at which the moving average is beyond its own limits. */
  readonly drifting: readonly string[];
  readonly changes: readonly (Omit<Change, "at"> & { readonly key: string })[];
}

/** By what a stretch is looked at where nobody says. */
const grainOf = ({ from, to }: Pick<FigureQuery, "from" | "to">): TimeDimension => {
  const hours = (to.getTime() - from.getTime()) / hourMs;
  if (hours <= 48) return "hour";
  return hours <= 24 * 92 ? "day" : "week";
};

/**
 * A figure over time, with the limits that it varies within by itself, what lies beyond them and where its level changed. What
 * is still going on, is cut, or had no work planned in it is shown and counts for nothing.
 *
 * @throws MillwrightError FIGURE_NOT_KEPT.
 */
export const trendOf = async (source: FigureSource, query: FigureQuery, now: Date): Promise<Trend> => {
  const by = query.split && isTime(query.split) ? query.split : grainOf(query);
  const to = query.to > now && query.from < now ? now : query.to;
  const { parts } = await askFigure(source, { ...query, to, split: by, eachShift: by === "shift" });
  const points = parts.map((part): Point => {
    const { key, value, standing } = part;
    return { key, value, isPartial: standing?.isPartial ?? false, counts: isComparable(part) };
  });
  const whole = points.filter(({ counts }) => counts);
  const values = whole.map(({ value }) => value!);
  const limits = individualLimits(values, rangeOf(metricOf(query.metric)));
  const keyAt = (index: number) => whole[index]!.key;
  return {
    by,
    points,
    limits,
    beyond: limits
      ? whole.filter(({ value }) => value! < limits.lower || value! > limits.upper).map(({ key }) => key)
      : [],
    drifting: ewmaSignals(values).map(keyAt),
    changes: changePoints(values).map(({ at, ...change }) => ({ ...change, key: keyAt(at) })),
  };
};
