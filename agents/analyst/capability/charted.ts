import type { Db } from "../../../services/mes/database.ts";
import {
  type MeasuredValue,
  type MeasuredWanted,
  measuredValues,
} from "../../../services/mes/queries/measured.ts";
import { capabilityOf } from "../statistics/capability.ts";
import { type ControlChart, controlChart } from "../statistics/control-chart.ts";
import { type Bin, binsOf } from "../statistics/histogram.ts";
import { momentsOf } from "../statistics/moments.ts";
import { spreadOfRanges, subgroupSizes } from "../statistics/spread.ts";
import { type Characteristic, studyOf } from "./study.ts";

/** Values that a picture is made of: the latest ones. */
const mostValues = 5_000;

export interface Charted {
  /** At the charted tester. Where values come in subgroups its spread within is that of the subgroups. */
  readonly characteristic: Characteristic;
  /** The same at all testers together, and at each. */
  readonly together: Characteristic;
  readonly apart: readonly Characteristic[];
  /** The latest values at the charted tester, in their order; at most 5,000. */
  readonly values: readonly MeasuredValue[];
  readonly bins: readonly Bin[];
  /** Undefined for too few values, or values that are all alike. */
  readonly chart: ControlChart | undefined;
}

/**
 * Units that a fixture tests at once are a rational subgroup: they have the same time. Gives how many these are, where nearly all values
 * come so; 1 where units come one by one.
 */
export const subgroupOf = (values: readonly MeasuredValue[]): number => {
  const sizes = [...Map.groupBy(values, ({ time }) => time.getTime()).values()].map((own) => own.length);
  const most = [...Map.groupBy(sizes, (size) => size)].toSorted((a, b) => b[1].length - a[1].length)[0];
  if (!most || most[0] < subgroupSizes.least || most[0] > subgroupSizes.most) return 1;
  return most[1].length >= 0.9 * sizes.length ? most[0] : 1;
};

/** Values in whole subgroups: a fixture that was not full is left out. */
const inSubgroups = (values: readonly MeasuredValue[], size: number): readonly MeasuredValue[] =>
  [...Map.groupBy(values, ({ time }) => time.getTime()).values()].filter((own) => own.length === size).flat();

/** Of several testers the one that has moved most, else the one with the most values. */
const chosenOf = (apart: readonly Characteristic[]): Characteristic | undefined =>
  apart.toSorted(
    (a, b) =>
      Math.abs(b.drift?.shift ?? 0) - Math.abs(a.drift?.shift ?? 0) ||
      b.capability.values - a.capability.values,
  )[0];

/**
 * A step of a product with its histogram and its control chart: at a tester that is named, else at the one that stands out. Undefined where
 * nothing was measured.
 *
 * @param size Values of a subgroup that follow each other; without, as the fixtures have them.
 */
export const chartedOf = async (
  db: Db,
  { station, ...wanted }: MeasuredWanted & { readonly product: string; readonly step: string },
  size?: number,
): Promise<Charted | undefined> => {
  const { together, apart } = await studyOf(db, wanted);
  const chosen = station === undefined ? chosenOf(apart) : apart.find((one) => one.station === station);
  const [all] = together;
  if (!chosen?.station || !all) return undefined;
  const values = await measuredValues(db, { ...wanted, station: chosen.station }, mostValues);
  const own = size ?? subgroupOf(values);
  const charted = size === undefined && own > 1 ? inSubgroups(values, own) : values;
  const numbers = charted.map(({ value }) => value);
  const chart = controlChart(numbers, own);
  const moments = own > 1 ? momentsOf(numbers) : undefined;
  const ranges = chart?.points.flatMap(({ range }) => range ?? []) ?? [];
  const within = spreadOfRanges(
    ranges.length,
    ranges.reduce((sum, range) => sum + range, 0),
    Math.max(subgroupSizes.least, own),
  );
  return {
    characteristic: moments ? { ...chosen, capability: capabilityOf(moments, chosen, within) } : chosen,
    ...{ together: all, apart, values: charted, chart },
    bins: binsOf(values.map(({ value }) => value)),
  };
};
