import type { Order, Problem } from "../problem.ts";
import { shortestOf } from "../shortest.ts";

/** What an hour of waiting of an order in a hurry outweighs of the most urgent order's. */
const outweighs = 1_000;

/** When an order must be through at the latest for what follows a fact to come within the maximum lag; undefined where nothing must. */
const pressedBy = ({ operations }: Order): number | undefined => {
  const at = operations.findIndex(({ fixed, maxLag, lapsed }, index) => {
    const next = operations[index + 1];
    return fixed && maxLag !== undefined && !lapsed && next && !next.fixed;
  });
  if (at < 0) return undefined;
  const { fixed, maxLag } = operations[at]!;
  const rest = operations.slice(at + 1);
  return rest.reduce((time, step) => time + shortestOf(step.alternatives) + step.lag, fixed!.end + maxLag!);
};

/**
 * The problem as its material is pegged: who has to follow what has begun within a maximum lag cannot wait for pieces that others
 * could do without, or there is no plan at all. Its order is due so soon, and outweighs them all.
 */
export const withPressing = (problem: Problem): Problem => {
  const limits = problem.orders.map(pressedBy);
  if (limits.every((limit) => limit === undefined)) return problem;
  const heaviest = problem.orders.reduce((most, { weight }) => Math.max(most, weight), 1);
  return {
    ...problem,
    orders: problem.orders.map((order, at) => {
      const limit = limits[at];
      return limit === undefined
        ? order
        : { ...order, weight: outweighs * heaviest, due: Math.min(order.due, limit) };
    }),
  };
};
