import { createAlone } from "./alone.ts";
import { keyOf, type Plan } from "./plan.ts";
import type { Operation, Order, Problem } from "./problem.ts";

/** Pieces of a material that no known supply brings, and by when orders want them to be on time. */
export interface Shortage {
  readonly material: string;
  readonly quantity: number;
  readonly needs: readonly { readonly operation: string; readonly quantity: number; readonly by: number }[];
}

/**
 * What material the plan's missing orders lack: how many pieces, and by when for the orders to be on time. That is the latest moment at
 * which the operation may begin, by the calendars of what it and those behind it may run on; the soonest one where it is past already.
 */
export const shortagesOf = (problem: Problem, plan: Pick<Plan, "pegs">): Shortage[] => {
  const missingOf = (order: Order, operation: Operation) =>
    plan.pegs.get(keyOf(order.id, operation.id))?.missing ?? [];
  const orders = problem.orders.filter((order) =>
    order.operations.some((operation) => missingOf(order, operation).length > 0),
  );
  const alone = createAlone({ ...problem, orders });
  const latest = alone.latest(orders.map(({ due }) => due));
  const needs = orders.flatMap((order, index) =>
    order.operations.flatMap((operation, step) =>
      missingOf(order, operation).map((piece) => ({
        ...piece,
        operation: keyOf(order.id, operation.id),
        by: latest[alone.first[index]! + step]!,
      })),
    ),
  );
  return [...Map.groupBy(needs, ({ material }) => material)].map(([material, list]) => ({
    material,
    quantity: list.reduce((sum, { quantity }) => sum + quantity, 0),
    needs: list
      .map(({ operation, quantity, by }) => ({ operation, quantity, by }))
      .sort((a, b) => a.by - b.by),
  }));
};
