import type { Plan } from "./plan.ts";
import type { Problem } from "./problem.ts";

export interface Kpis {
  /** Share of planned orders that end by their due time. */
  readonly onTimeRate: number;
  readonly lateOrders: number;
  /** Mean over the resources of busy time over the time until the last operation ends (ISO 22400-2 allocation ratio). */
  readonly utilisation: number;
  readonly setupHours: number;
  readonly makespanHours: number;
  /** Weighted hours of lateness. */
  readonly weightedLateness: number;
  /** Mean hours from first start to end: with the rate of orders, the work in process (Little 1961). */
  readonly flowHours: number;
  /** Cost of energy by the tariff. */
  readonly energyCost: number;
}

const hour = 3_600;

export const kpisOf = (problem: Problem, plan: Plan): Kpis => {
  const ends = new Map<string, number>();
  for (const { orderId, end } of plan.operations) ends.set(orderId, Math.max(ends.get(orderId) ?? 0, end));
  const planned = problem.orders.filter(({ id }) => ends.has(id));
  const late = planned.filter(({ id, due }) => ends.get(id)! > due);
  const makespan = Math.max(1, ...ends.values());
  const busy = plan.operations.reduce(
    (sum, { start, end, setup }) => sum + end - Math.max(0, start - setup),
    0,
  );
  return {
    onTimeRate: planned.length === 0 ? 1 : 1 - late.length / planned.length,
    lateOrders: late.length,
    utilisation: Math.min(1, busy / (makespan * problem.resources.length)),
    setupHours: plan.operations.reduce((sum, { setup }) => sum + setup, 0) / hour,
    makespanHours: makespan / hour,
    weightedLateness: late.reduce(
      (sum, { id, due, weight }) => sum + (weight * (ends.get(id)! - due)) / hour,
      0,
    ),
    flowHours: planned.length === 0 ? 0 : plan.terms.flow / planned.length,
    energyCost: plan.terms.energy,
  };
};
