import type { Dimension, MetricId, Sums } from "../../runtime/metrics/metric.ts";
import type { LeftOut } from "../../runtime/spoken/asked/left-out.ts";
import type { ShiftName } from "../../runtime/spoken/asked/shift.ts";

/** What a figure is narrowed to; without anything, the whole plant. */
export interface FigureFilter {
  readonly lines?: readonly string[] | undefined;
  /** Lines of a kind: SMT, ASM, BI, FT. */
  readonly kind?: string | undefined;
  readonly product?: string | undefined;
  /** Products by the letters of their ids. */
  readonly family?: string | undefined;
  readonly shift?: ShiftName | undefined;
  readonly order?: string | undefined;
  /** Whose orders alone. */
  readonly customer?: string | undefined;
  /** Reasons, or kinds of defects, alone. */
  readonly reasons?: readonly string[] | undefined;
  /** What is left out of it. */
  readonly without?: LeftOut | undefined;
}

/** A stretch of plant time. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** One question to the governed metrics. */
export interface FigureQuery extends Stretch {
  readonly metric: MetricId;
  readonly filter: FigureFilter;
  readonly split?: Dimension | undefined;
  /** Shifts one by one, for a series. */
  readonly eachShift?: boolean;
}

/** Amounts by what they are split by; of a figure that is not split, by "". */
export type Table = Map<string, Sums>;

/** What is known of a plant before any figure is read. */
export interface Scope extends FigureQuery {
  /** Lines that the filter leaves, each with its kind. */
  readonly kindOf: ReadonlyMap<string, string>;
  /** Whether the filter names lines. */
  readonly isOfLines: boolean;
  /** Whose an order is, where customers are asked about; orders for stock are nobody's. */
  readonly customerOf: ReadonlyMap<string, string>;
  readonly cells: readonly import("./grid.ts").Cell[];
  /** When the record begins of what the metric is made of, ms: before it no time counts. */
  readonly since: number;
}

export const add = (table: Table, key: string, amounts: Sums): void => {
  const sums = table.get(key) ?? {};
  table.set(key, sums);
  for (const [name, amount] of Object.entries(amounts))
    sums[name as keyof Sums] = (sums[name as keyof Sums] ?? 0) + amount;
};
