import { keyOf, kpisOf, type Plan, type Problem } from "../../../optimizer/index.ts";
import type { NewPlan } from "../../../services/mes/commands/save-plan.ts";

const secondMs = 1_000;

/** A plan as the data store keeps it. @param now Moment that its seconds count from. */
export const toNewPlan = (
  problem: Problem,
  plan: Plan,
  now: Date,
): Pick<
  NewPlan,
  "operations" | "objective" | "bound" | "gap" | "kpis" | "onTimeRate" | "lateOrders" | "utilisation"
> => {
  const timeOf = (seconds: number) => new Date(now.getTime() + seconds * secondMs);
  const dueOf = new Map(problem.orders.map((order) => [order.id, order.due]));
  const familyOf = new Map(
    problem.orders.flatMap((order) =>
      order.operations.map((operation) => [keyOf(order.id, operation.id), operation.family]),
    ),
  );
  const endOf = new Map<string, number>();
  for (const { orderId, end } of plan.operations) endOf.set(orderId, Math.max(endOf.get(orderId) ?? 0, end));
  const { onTimeRate, lateOrders, utilisation, ...rest } = kpisOf(problem, plan);
  return {
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
    onTimeRate,
    lateOrders,
    utilisation,
    kpis: { ...rest, unplannedOrders: plan.unplanned.length },
    operations: plan.operations.map((operation) => ({
      work_order_id: operation.orderId,
      segment: Number(operation.operationId),
      equipment_id: operation.resource,
      start_time: timeOf(operation.start),
      end_time: timeOf(operation.end),
      setup_seconds: Math.round(operation.setup),
      setup_family: familyOf.get(keyOf(operation.orderId, operation.operationId)) ?? null,
      material_time: timeOf(operation.materialTime),
      late_seconds: Math.round(Math.max(0, endOf.get(operation.orderId)! - dueOf.get(operation.orderId)!)),
    })),
  };
};
