import { busyWithin } from "./busy.ts";
import { createCalendar } from "./calendar.ts";
import { orderEnds, type Plan } from "./plan.ts";
import type { Problem, Resource } from "./problem.ts";

export interface Kpis {
  /** Share of planned orders that end by their due time. */
  readonly onTimeRate: number;
  readonly lateOrders: number;
  /** Busy working time of all resources, set-ups included, over their working time until the last operation ends. */
  readonly utilisation: number;
  readonly setupHours: number;
  readonly makespanHours: number;
  /** Weighted hours of lateness. */
  readonly weightedLateness: number;
  /** Mean hours from first start to end: with the rate of orders, the work in process (Little 1961). */
  readonly flowHours: number;
  /** Hours of the working windows that resources do anything in. */
  readonly openedHours: number;
  /** Busy working time, set-ups included, over the opened hours (ISO 22400-2 allocation efficiency); 1 when none are. */
  readonly allocationEfficiency: number;
  /** Cost of energy by the tariff. */
  readonly energyCost: number;
}

const hour = 3_600;

const whole = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/** Working hours in which resources are set up or work. */
const busyHours = ({ resources }: Problem, { operations }: Plan): number => {
  const lanes = Map.groupBy(operations, ({ resource }) => resource);
  const busy = (resource: Resource) =>
    busyWithin(createCalendar(resource), lanes.get(resource.id) ?? [], whole);
  return resources.reduce((sum, resource) => sum + busy(resource), 0) / hour;
};

export const kpisOf = (problem: Problem, plan: Plan): Kpis => {
  const ends = orderEnds(plan);
  const planned = problem.orders.filter(({ id }) => ends.has(id));
  const late = planned.filter(({ id, due }) => ends.get(id)! > due);
  const makespan = plan.operations.reduce((latest, { end }) => Math.max(latest, end), 1);
  const busy = busyHours(problem, plan);
  const open =
    problem.resources.reduce((sum, resource) => sum + createCalendar(resource).worked(makespan), 0) / hour;
  return {
    onTimeRate: planned.length === 0 ? 1 : 1 - late.length / planned.length,
    lateOrders: late.length,
    utilisation: open > 0 ? Math.min(1, busy / open) : 0,
    setupHours: plan.operations.reduce((sum, { setup }) => sum + setup, 0) / hour,
    makespanHours: makespan / hour,
    weightedLateness: late.reduce(
      (sum, { id, due, weight }) => sum + (weight * (ends.get(id)! - due)) / hour,
      0,
    ),
    flowHours: planned.length === 0 ? 0 : plan.terms.flow / planned.length,
    openedHours: plan.terms.opened,
    allocationEfficiency: plan.terms.opened > 0 ? busy / plan.terms.opened : 1,
    energyCost: plan.terms.energy,
  };
};
