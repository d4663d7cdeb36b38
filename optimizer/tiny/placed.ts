import type { Allocation, PlannedOperation } from "../plan.ts";
import type { Operation, Order, Problem } from "../problem.ts";
import { hour } from "./plant.ts";

/** An operation and where it is, in whole hours. */
export interface Placed {
  readonly order: Order;
  readonly step: Operation;
  readonly at: number;
  readonly resource: string;
  readonly start: number;
  readonly end: number;
  readonly setup: number;
  readonly secondary: readonly { readonly resource: string; readonly units: number }[];
  readonly allocations: readonly Allocation[];
}

/** The operations of a plan; undefined when one is missing, or too much. */
export const placedOf = (
  problem: Problem,
  plan: {
    readonly operations: readonly PlannedOperation[];
    readonly pegs: ReadonlyMap<string, { readonly allocations: readonly Allocation[] }>;
    readonly unplanned: readonly string[];
  },
): Placed[] | undefined => {
  const placed: Placed[] = [];
  let wanted = 0;
  for (const order of problem.orders)
    for (const [at, step] of order.operations.entries()) {
      if (plan.unplanned.includes(order.id) && !step.fixed) continue;
      wanted += 1;
      const here = plan.operations.filter(
        ({ orderId, operationId }) => orderId === order.id && operationId === step.id,
      );
      for (const { resource, start, end, setup, secondary = [] } of here)
        placed.push({
          order,
          step,
          at,
          resource,
          start: start / hour,
          end: end / hour,
          setup: setup / hour,
          secondary,
          allocations: plan.pegs.get(`${order.id}/${step.id}`)?.allocations ?? [],
        });
    }
  return placed.length === wanted && wanted === plan.operations.length ? placed : undefined;
};
