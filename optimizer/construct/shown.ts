import type { Problem } from "../problem.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

/** Dates of a schedule by the problem's own numbers: operations are counted over all orders, planned or not. */
export interface Shown {
  /** The problem's number of each operation of the model whose order is planned: they come first. */
  readonly operations: readonly number[];
  readonly starts: ReadonlyMap<number, number>;
  /** By order. */
  readonly ends: ReadonlyMap<number, number>;
}

/** What a schedule shows about when operations start and orders end. */
export const showDates = (problem: Problem, model: Model, { start, end }: Schedule): Shown => {
  const unplanned = new Set(model.unplanned);
  const operations: number[] = [];
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  let operation = 0;
  for (const [index, order] of problem.orders.entries()) {
    if (!unplanned.has(order.id)) {
      for (let step = 0; step < order.operations.length; step += 1) {
        starts.set(operation + step, start[operations.length]!);
        operations.push(operation + step);
      }
      ends.set(index, end[operations.length - 1]!);
    }
    operation += order.operations.length;
  }
  return { operations, starts, ends };
};
