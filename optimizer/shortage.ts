import { keyOf, type Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";

/** Pieces of a material that no known supply brings, and by when orders want them to be on time. */
export interface Shortage {
  readonly material: string;
  readonly quantity: number;
  readonly needs: readonly { readonly operation: string; readonly quantity: number; readonly by: number }[];
}

/** What material the plan's missing orders lack: how many pieces, and by when for the orders to be on time. */
export const shortagesOf = (problem: Problem, plan: Pick<Plan, "pegs">): Shortage[] => {
  const needs = problem.orders.flatMap((order) => {
    // The latest moment for an operation's material is the due time less all work from there on.
    let rest = 0;
    return order.operations.toReversed().flatMap((operation) => {
      rest += Math.min(...operation.alternatives.map(({ duration }) => duration));
      if (operation !== order.operations.at(-1)) rest += operation.lag;
      const key = keyOf(order.id, operation.id);
      const by = Math.max(order.release, 0, order.due - rest);
      return (plan.pegs.get(key)?.missing ?? []).map((piece) => ({ ...piece, operation: key, by }));
    });
  });
  return [...Map.groupBy(needs, ({ material }) => material)].map(([material, list]) => ({
    material,
    quantity: list.reduce((sum, { quantity }) => sum + quantity, 0),
    needs: list
      .map(({ operation, quantity, by }) => ({ operation, quantity, by }))
      .sort((a, b) => a.by - b.by),
  }));
};
