import { keyOf, type Peg } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";

/** Orders whose products others are to use, and that lack material themselves: they are never through. */
export const idleMakers = ({ orders }: Problem, pegs: ReadonlyMap<string, Peg>): Set<string> => {
  const used = new Set(
    pegs.values().flatMap(({ allocations }) => allocations.flatMap(({ order }) => order ?? [])),
  );
  const lacks = ({ id, operations }: Order) =>
    operations.some((operation) => (pegs.get(keyOf(id, operation.id))?.missing.length ?? 0) > 0);
  return new Set(orders.flatMap((order) => (used.has(order.id) && lacks(order) ? [order.id] : [])));
};

/** The problem in which some orders make nothing that others could use. */
export const withoutProducts = (problem: Problem, idle: ReadonlySet<string>): Problem => ({
  ...problem,
  orders: problem.orders.map(({ produces, ...order }) =>
    produces && !idle.has(order.id) ? { ...order, produces } : order,
  ),
});
