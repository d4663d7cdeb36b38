import type { Alone } from "../alone.ts";
import type { Operation, Problem } from "../problem.ts";
import { derivedDemand } from "./derived-demand.ts";

/** When each operation's material should be there, counted over all operations of the problem. */
export interface KitDates {
  /** By order: its own, or that of those who wait for what it makes. */
  readonly weight: Float64Array;
  /** The same of due times, less known queues. */
  readonly orderDue: Float64Array;
  /** For the order to come no later than work alone makes it. */
  readonly due: Float64Array;
  /** To leave the order its usual time in the plant. */
  readonly wanted: Float64Array;
  /** By order: when it is expected to end, its material taken to be there. */
  readonly expectedEnd: Float64Array;
}

/** Usual time in the plant of what others wait for, as a multiple of its least time. */
const expectedFlow = 3;

const leastDuration = ({ alternatives }: Operation): number => {
  let least = Number.POSITIVE_INFINITY;
  for (const { duration } of alternatives) least = Math.min(least, duration);
  return least;
};

/**
 * A need's kit-due time is the last moment at which its operation may begin, with calendars and without any queue; its wanted
 * time leaves the usual queues too. Material that is there before its operation can be reached gates nothing, so an order
 * that is late by work alone is not late by its kit.
 */
export const kitDates = (
  problem: Problem,
  alone: Alone,
  {
    flowFactor,
    queueOf,
  }: { readonly flowFactor: number; readonly queueOf?: ((order: number) => number) | undefined },
): KitDates => {
  const demand = derivedDemand(problem);
  const orderDue = demand.due.map((due, order) => due - (queueOf?.(order) ?? 0));
  const by = orderDue.map((due, order) => Math.max(due, alone.end[order]!));
  const due = alone.latest(by);
  const wanted = new Float64Array(due.length);
  const expectedEnd = new Float64Array(problem.orders.length);
  for (const [order, { release, operations: steps }] of problem.orders.entries()) {
    const least = alone.end[order]! - release;
    expectedEnd[order] = steps.at(-1)!.fixed ? alone.end[order]! : release + least * expectedFlow;
    let tail = 0;
    for (const [step, operation] of steps.entries())
      tail += leastDuration(operation) + (step + 1 < steps.length ? operation.lag : 0);
    for (const [step, operation] of steps.entries()) {
      const at = alone.first[order]! + step;
      const queues = operation.fixed ? 0 : tail * Math.max(0, flowFactor - 1);
      wanted[at] = Math.max(due[at]! - queues, alone.ready[at]!);
      tail -= leastDuration(operation) + operation.lag;
    }
  }
  return { weight: demand.weight, orderDue, due, wanted, expectedEnd };
};
