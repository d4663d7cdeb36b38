import { createCalendar } from "./calendar.ts";
import type { Operation, Problem } from "./problem.ts";
import { largestTime, type Window } from "./schema/common.ts";

/** When what runs ends: as soon as its resource has worked what is left of it; at the end of all times if it never does. */
export const runsUntil = (calendar: readonly Window[], start: number, remaining: number): number =>
  Math.min(largestTime, createCalendar({ calendar }).finish(start, remaining));

/** The problem after its calendars have changed: what runs ends when they let it. */
export const withRunsAnew = (problem: Problem): Problem => {
  const calendars = new Map(problem.resources.map(({ id, calendar }) => [id, calendar]));
  const anew = (operation: Operation): Operation => {
    const { fixed } = operation;
    if (fixed?.remaining === undefined) return operation;
    const end = runsUntil(calendars.get(fixed.resource)!, fixed.start, fixed.remaining);
    return end === fixed.end ? operation : { ...operation, fixed: { ...fixed, end } };
  };
  const orders = problem.orders.map((order) => {
    const operations = order.operations.map(anew);
    return operations.some((operation, at) => operation !== order.operations[at])
      ? { ...order, operations }
      : order;
  });
  return { ...problem, orders };
};

/** Whether something runs that never finds the time to end. */
export const isEndless = ({ fixed }: Operation): boolean =>
  fixed?.remaining !== undefined && fixed.end >= largestTime;
