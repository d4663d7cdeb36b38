import { keyOf } from "./plan.ts";
import type { Problem } from "./problem.ts";
import { withRunsAnew } from "./running.ts";

/** One constraint given way to, as little as makes the problem feasible. */
export type Relaxation =
  /** A resource, or a secondary one, works longer after its calendar ends. */
  | { readonly kind: "hours"; readonly resource: string; readonly hours: number }
  /** A secondary resource has more units. */
  | { readonly kind: "units"; readonly resource: string; readonly units: number }
  /** The operation after this one may start later. */
  | { readonly kind: "maxLag"; readonly operation: string; readonly seconds: number }
  /** This one may start later. */
  | { readonly kind: "latestStart"; readonly operation: string; readonly seconds: number };

const hour = 3_600;

export const tellRelaxation = (relaxation: Relaxation): string => {
  switch (relaxation.kind) {
    case "hours":
      return `${relaxation.resource} needs ${relaxation.hours} more hours`;
    case "units":
      return `${relaxation.resource} needs ${relaxation.units} more units`;
    case "maxLag":
      return `${relaxation.operation} needs ${relaxation.seconds} s more of maximum lag`;
    case "latestStart":
      return `${relaxation.operation} needs a latestStart ${relaxation.seconds} s later`;
  }
};

/** A constraint that may give way, and the problem in which it gives way by some steps. */
export interface Candidate {
  readonly most: number;
  readonly relax: (problem: Problem, steps: number) => Problem;
  readonly describe: (steps: number) => Relaxation;
}

const longerCalendar = (calendar: readonly [number, number][], hours: number): [number, number][] => {
  const last = calendar.at(-1);
  return last ? [...calendar.slice(0, -1), [last[0], last[1] + hours * hour]] : [];
};
/** Ten years of work, and more units or lag than anything asks for. */
const mostHours = 87_600;
const mostUnits = 1_000_000;
const lagStep = 60;

/** The constraints that one order meets: its resources, what else it needs, its maximum lags. */
export const candidatesOf = (problem: Problem, orderIds: ReadonlySet<string>): Candidate[] => {
  const orders = problem.orders.filter(({ id }) => orderIds.has(id));
  const steps = orders.flatMap(({ operations }) => operations);
  const used = new Set(
    steps.flatMap(({ alternatives, fixed }) => [
      ...alternatives.map(({ resource }) => resource),
      ...(fixed ? [fixed.resource] : []),
    ]),
  );
  const needed = new Set(
    steps
      .flatMap(({ secondary = [], alternatives }) => [
        ...secondary,
        ...alternatives.flatMap((item) => item.secondary ?? []),
      ])
      .map(({ resource }) => resource),
  );
  const longer = problem.resources
    .filter(({ id, calendar }) => used.has(id) && calendar.length > 0)
    .map(
      ({ id }): Candidate => ({
        most: mostHours,
        describe: (hours) => ({ kind: "hours", resource: id, hours }),
        relax: (from, hours) =>
          withRunsAnew({
            ...from,
            resources: from.resources.map((item) =>
              item.id === id ? { ...item, calendar: longerCalendar(item.calendar, hours) } : item,
            ),
          }),
      }),
    );
  const secondary = (problem.secondaryResources ?? []).filter(({ id }) => needed.has(id));
  const changeSecondary = (
    from: Problem,
    id: string,
    change: (item: (typeof secondary)[number]) => (typeof secondary)[number],
  ): Problem => ({
    ...from,
    secondaryResources: (from.secondaryResources ?? []).map((item) => (item.id === id ? change(item) : item)),
  });
  const present = secondary
    .filter(({ calendar = [] }) => calendar.length > 0)
    .map(
      ({ id }): Candidate => ({
        most: mostHours,
        describe: (hours) => ({ kind: "hours", resource: id, hours }),
        relax: (from, hours) =>
          changeSecondary(from, id, (item) => ({
            ...item,
            calendar: longerCalendar(item.calendar ?? [], hours),
          })),
      }),
    );
  const more = secondary.map(
    ({ id }): Candidate => ({
      most: mostUnits,
      describe: (units) => ({ kind: "units", resource: id, units }),
      relax: (from, units) =>
        changeSecondary(from, id, (item) => ({ ...item, capacity: item.capacity + units })),
    }),
  );
  /** A limit of an operation, in seconds. */
  const later = (kind: "maxLag" | "latestStart", order: string, operation: string): Candidate => ({
    most: (mostHours * hour) / lagStep,
    describe: (count) => ({ kind, operation: keyOf(order, operation), seconds: count * lagStep }),
    relax: (from, count) => ({
      ...from,
      orders: from.orders.map((item) =>
        item.id === order
          ? {
              ...item,
              operations: item.operations.map((step) =>
                step.id === operation ? { ...step, [kind]: step[kind]! + count * lagStep } : step,
              ),
            }
          : item,
      ),
    }),
  });
  const lags = orders.flatMap(({ id, operations }) =>
    operations.flatMap(({ id: step, maxLag, lapsed, latestStart, missed, fixed }) => [
      ...(maxLag !== undefined && !lapsed ? [later("maxLag", id, step)] : []),
      ...(latestStart !== undefined && !missed && !fixed ? [later("latestStart", id, step)] : []),
    ]),
  );
  return [...longer, ...present, ...more, ...lags];
};
