import type { Order, Plan, Problem } from "../../../optimizer/index.ts";
import { mostUrgent } from "../../../services/mes/commands/happening.ts";
import { weightOf } from "../problem/problem.ts";
import type { Snapshot } from "./snapshot.ts";

const hour = 3_600;
/**
 * What an hour of an order weighs that is to go before others, in hours of the most urgent one: enough to pass them, not
 * so much that they are put off without end for minutes of it.
 */
const pressing = 10;
const mostWeight = weightOf(mostUrgent);

/** A wish that an order goes before others. */
export interface Wish {
  /** The order as the search is to see it: pressing, and due when it is wanted. */
  readonly wanted: Order;
  /** The order as it is counted from then on: among the most urgent, and due when it is due. */
  readonly counted: Order;
}

/** @param by When it is wanted, in seconds of the problem; without, as soon as may be. */
export const wishOf = (order: Order, by: number): Wish => ({
  wanted: { ...order, weight: pressing * mostWeight, due: Math.min(by, order.due) },
  counted: { ...order, weight: mostWeight },
});

/** The plan without the places of an order that may still have others. */
export const withoutPlaces = (plan: Plan, orderId: string, frozenUntil: number): Plan => ({
  ...plan,
  operations: plan.operations.filter((place) => place.orderId !== orderId || place.start < frozenUntil),
});

/** The plan without the places that an order has missed: what takes another time now cannot have begun there. */
export const withoutMissed = (plan: Plan, orderId: string, now: number): Plan => ({
  ...plan,
  operations: plan.operations.filter((place) => place.orderId !== orderId || place.start >= now),
});

/** The plan without the place of one operation. */
export const withoutPlace = (
  plan: Plan,
  { orderId, operationId }: { readonly orderId: string; readonly operationId: string },
): Plan => ({
  ...plan,
  operations: plan.operations.filter(
    (place) => place.orderId !== orderId || place.operationId !== operationId,
  ),
});

const withOrder = (problem: Problem, order: Order): Problem => ({
  ...problem,
  orders: problem.orders.map((other) => (other.id === order.id ? order : other)),
});

/**
 * A plan that was looked for with a wish, told as what it is worth without: the wish has done its work.
 *
 * @param bound Of the plan before: an order that weighs more makes no plan cheaper.
 */
export const countedAs = (
  { problem, plan }: Snapshot,
  { wanted, counted }: Wish,
  bound: number,
): Snapshot => {
  const end = Math.max(
    ...plan.operations.flatMap((place) => (place.orderId === counted.id ? [place.end] : [])),
  );
  const late = ({ weight, due }: Order) => (weight * Math.max(0, end - due)) / hour;
  const less = Number.isFinite(end) ? late(wanted) - late(counted) : 0;
  const objective = plan.objective - (problem.objective?.tardiness ?? 1) * less;
  return {
    problem: withOrder(problem, counted),
    plan: {
      ...plan,
      objective,
      terms: { ...plan.terms, tardiness: plan.terms.tardiness - less },
      bound,
      boundWithPegs: bound,
      gap: objective > 0 ? Math.max(0, (objective - bound) / objective) : 0,
    },
  };
};
