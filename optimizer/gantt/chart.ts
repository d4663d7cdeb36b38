import { explain } from "../explain.ts";
import { kpisOf } from "../kpi.ts";
import { keyOf, orderEnds, type Plan, type PlannedOperation } from "../plan.ts";
import type { Problem } from "../problem.ts";
import { type Sentence, tellFact, timesFrom } from "../tell.ts";

/** An operation as the page draws it; indices count in the chart's own lists. */
export interface ChartOperation {
  readonly order: number;
  readonly id: string;
  readonly resource: number;
  /** Where in its row it stands, from 0, when operations run at the same time. */
  readonly lane: number;
  readonly start: number;
  readonly end: number;
  readonly setup: number;
  readonly material: number;
  readonly family?: string;
  readonly frozen?: true;
  readonly secondary?: readonly { readonly resource: string; readonly units: number }[];
}

/** Units of a secondary resource in use from a moment on, until the next. */
interface Use {
  readonly time: number;
  readonly units: number;
}

/** Everything that the page shows, as JSON. Times are seconds from the problem's start. */
export interface Chart {
  /** The date of time 0, when it is known. */
  readonly start?: string;
  readonly end: number;
  readonly resources: readonly {
    readonly id: string;
    readonly lanes: number;
    readonly calendar: readonly (readonly [number, number])[];
  }[];
  readonly secondary: readonly {
    readonly id: string;
    readonly capacity: number;
    readonly use: readonly Use[];
  }[];
  readonly orders: readonly {
    readonly id: string;
    readonly due: number;
    readonly release: number;
    readonly weight: number;
    /** None when it is not planned. */
    readonly end?: number;
    readonly facts?: readonly Sentence[];
  }[];
  readonly operations: readonly ChartOperation[];
  readonly figures: {
    readonly onTime: number;
    readonly late: number;
    readonly utilisation: number;
    readonly setupHours: number;
    readonly objective: number;
    readonly bound: number;
    readonly gap: number;
  };
}

/** Explaining an order looks at the whole plan: on a large one only the latest are explained. */
const mostExplained = 400;

/** Rows for operations that overlap: each takes the first that is free by its start. */
const stack = (
  operations: readonly PlannedOperation[],
): { lane: Map<PlannedOperation, number>; lanes: number } => {
  const free: number[] = [];
  const lane = new Map<PlannedOperation, number>();
  for (const operation of operations.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const open = free.findIndex((end) => end <= operation.start);
    const at = open >= 0 ? open : free.length;
    free[at] = operation.end;
    lane.set(operation, at);
  }
  return { lane, lanes: Math.max(1, free.length) };
};

const useOf = (resource: string, operations: readonly PlannedOperation[]): Use[] => {
  const changes = operations.flatMap(({ secondary = [], start, setup, end }) =>
    secondary.flatMap((held) =>
      held.resource === resource
        ? [
            { time: start - setup, units: held.units },
            { time: end, units: -held.units },
          ]
        : [],
    ),
  );
  const use: { time: number; units: number }[] = [];
  let units = 0;
  for (const change of changes.sort((a, b) => a.time - b.time)) {
    units += change.units;
    const last = use.at(-1);
    if (last?.time === change.time) last.units = units;
    else use.push({ time: change.time, units });
  }
  return use;
};

/** Gathers what the page shows of a plan. */
export const chartOf = (problem: Problem, plan: Plan, start?: string): Chart => {
  const times = timesFrom(start);
  const end = plan.operations.reduce((latest, operation) => Math.max(latest, operation.end), 1);
  const orderAt = new Map(problem.orders.map(({ id }, index) => [id, index]));
  const resourceAt = new Map(problem.resources.map(({ id }, index) => [id, index]));
  const wanted = new Map(
    problem.orders.flatMap((order) =>
      order.operations.map((operation) => [keyOf(order.id, operation.id), operation] as const),
    ),
  );
  const ends = orderEnds(plan);
  const rows = new Map(
    [...Map.groupBy(plan.operations, ({ resource }) => resource)].map(([id, list]) => [id, stack(list)]),
  );
  const lateness = (id: string, due: number) => (ends.get(id) ?? Number.POSITIVE_INFINITY) - due;
  const explained = new Set(
    problem.orders
      .filter(({ id, due }) => lateness(id, due) > 0)
      .sort((a, b) => lateness(b.id, b.due) - lateness(a.id, a.due))
      .slice(0, mostExplained)
      .map(({ id }) => id),
  );
  const { onTimeRate, lateOrders, utilisation, setupHours } = kpisOf(problem, plan);
  return {
    ...(start === undefined ? {} : { start }),
    end,
    resources: problem.resources.map(({ id, calendar }) => ({
      id,
      lanes: rows.get(id)?.lanes ?? 1,
      // The first window stays in any case: without one, a resource counts as always at work.
      calendar: calendar.filter(([from], index) => index === 0 || from < end),
    })),
    secondary: (problem.secondaryResources ?? []).map(({ id, capacity }) => ({
      id,
      capacity,
      use: useOf(id, plan.operations),
    })),
    orders: problem.orders.map((order) => ({
      id: order.id,
      due: order.due,
      release: order.release,
      weight: order.weight,
      ...(ends.has(order.id) ? { end: ends.get(order.id)! } : {}),
      ...(explained.has(order.id)
        ? { facts: explain(problem, plan, order.id).map((fact) => tellFact(fact, times)) }
        : {}),
    })),
    operations: plan.operations.flatMap((operation): ChartOperation[] => {
      const order = orderAt.get(operation.orderId);
      const resource = resourceAt.get(operation.resource);
      // A plan may be drawn whatever is wrong with it; what the problem does not know has no row.
      if (order === undefined || resource === undefined) return [];
      const { family, fixed } = wanted.get(keyOf(operation.orderId, operation.operationId)) ?? {};
      return [
        {
          order,
          id: operation.operationId,
          resource,
          lane: rows.get(operation.resource)?.lane.get(operation) ?? 0,
          start: operation.start,
          end: operation.end,
          setup: operation.setup,
          material: operation.materialTime,
          ...(family ? { family } : {}),
          ...(fixed ? { frozen: true } : {}),
          ...(operation.secondary ? { secondary: operation.secondary } : {}),
        },
      ];
    }),
    figures: {
      onTime: onTimeRate,
      late: lateOrders,
      utilisation,
      setupHours,
      objective: plan.objective,
      bound: plan.bound,
      gap: plan.gap,
    },
  };
};
