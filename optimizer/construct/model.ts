import { type Calendar, createCalendar, without } from "../calendar.ts";
import { keyOf, type Peg } from "../plan.ts";
import { type Objective, type Operation, type Problem, usualObjective } from "../problem.ts";
import { shortestOf } from "../shortest.ts";
import { leavesGap } from "./gaps.ts";
import { createOpening, type Opening } from "./opening.ts";
import { plannedOrders } from "./planned.ts";
import { pullOf } from "./pull.ts";
import { createSetups } from "./setups.ts";
import { lackingOrders, type SupplyLimits, supplyLimits } from "./supply.ts";
import { createEnergyCost, type EnergyCost } from "./tariff.ts";

export interface SecondaryNeed {
  readonly resource: number;
  readonly units: number;
}

export interface Alternative {
  readonly resource: number;
  readonly duration: number;
  readonly secondary: readonly SecondaryNeed[];
}

export interface FixedPlace {
  readonly resource: number;
  /** -1 when none of the operation's alternatives is on the resource. */
  readonly alternative: number;
  readonly start: number;
  readonly end: number;
  /** From when on it holds its secondary resources. */
  readonly begin: number;
  readonly secondary: readonly SecondaryNeed[];
}

/** The problem as arrays of numbers: what the search works on. Operations of one order stand in a row. */
export interface Model {
  readonly problem: Problem;
  readonly orders: number;
  /** First operation of each order; one more entry closes the list. */
  readonly first: Int32Array;
  readonly orderOf: Int32Array;
  readonly weight: Float64Array;
  readonly due: Float64Array;
  readonly release: Float64Array;
  /** Due times and weights with those of the orders that wait for what an order makes. */
  readonly pullDue: Float64Array;
  readonly pullWeight: Float64Array;
  /** Date that the customer was given; Infinity without one. */
  readonly promised: Float64Array;
  /** Where the plan before has each operation; -1 without one. */
  readonly previousResource: Int32Array;
  readonly previousStart: Float64Array;
  /** Least working seconds and lags from each operation to its order's end. */
  readonly rest: Float64Array;
  readonly keys: readonly string[];
  readonly supply: SupplyLimits;
  readonly lag: Float64Array;
  /** Infinity without a limit. */
  readonly maxLag: Float64Array;
  /** Of the first operation of an order, by what has ended before it; Infinity without a limit, and of what is fixed. */
  readonly latestStart: Float64Array;
  /** 1 when the whole order goes on at once. */
  readonly transfer: Float64Array;
  /** -1 without a family. */
  readonly family: Int32Array;
  readonly alternatives: readonly (readonly Alternative[])[];
  readonly fixed: readonly (FixedPlace | undefined)[];
  /** 1 for each order of which a fact contradicts what comes before it, so that its last operation need not end last. */
  readonly isTangled: Uint8Array;
  readonly calendars: readonly Calendar[];
  /** Set-up seconds by resource, from-family, to-family; from -1 is "no family yet". */
  readonly setup: (resource: number, from: number, to: number) => number;
  readonly initialFamily: Int32Array;
  /** Units of each secondary resource. */
  readonly secondaryCapacity: readonly number[];
  /** When the units of each are there. */
  readonly secondaryCalendars: readonly Calendar[];
  /** When a resource works while a secondary resource is away; undefined when that never is. */
  readonly uncovered: (resource: number, secondary: number) => Calendar | undefined;
  /** 0: one operation at a time. */
  readonly batchCapacity: Float64Array;
  /** -1 outside of batches. */
  readonly batchFamily: Int32Array;
  readonly batchSize: Float64Array;
  /** Kilowatts of an operation on a resource. */
  readonly power: (operation: number, resource: number) => number;
  readonly energyCost: readonly EnergyCost[];
  readonly openings: readonly Opening[];
  readonly objective: Objective;
  /** Rules beyond calendars, set-ups, material and fixed operations hold: appending does not keep them. */
  readonly constrained: boolean;
  /** Those rules hold, or what is fixed leaves gaps ahead of it: only the board keeps the one and fills the other. */
  readonly needsBoard: boolean;
  /** Whether the cost of energy counts: then some operations may wait for cheaper hours. */
  readonly isPriced: boolean;
  /** Whether any set-up takes time. */
  readonly hasSetups: boolean;
  /** Orders that are left out but for what runs or is frozen of them: they are blocked, or no known receipt brings their material. */
  readonly unplanned: readonly string[];
}

/** Index of the calendars of pairs of a resource and a secondary resource, worked out when first asked for. */
export const createUncovered = (problem: Problem): Model["uncovered"] => {
  const known = new Map<number, Calendar | undefined>();
  const secondary = problem.secondaryResources ?? [];
  return (resource, index) => {
    const key = resource * secondary.length + index;
    if (known.has(key)) return known.get(key);
    const present = secondary[index]!.calendar ?? [];
    const away = present.length === 0 ? [] : without(problem.resources[resource]!.calendar, present);
    const calendar = away.length === 0 ? undefined : createCalendar({ calendar: away });
    known.set(key, calendar);
    return calendar;
  };
};

const remainingWork = (least: Float64Array, lag: Float64Array, orderOf: Int32Array): Float64Array => {
  const rest = new Float64Array(least.length);
  for (let operation = least.length - 1; operation >= 0; operation -= 1) {
    const last = operation + 1 === least.length || orderOf[operation + 1] !== orderOf[operation];
    rest[operation] = least[operation]! + lag[operation]! + (last ? 0 : rest[operation + 1]!);
  }
  return rest;
};

const isConstrained = (problem: Problem, operations: readonly Operation[]): boolean =>
  problem.resources.some(({ batch }) => batch) ||
  operations.some(
    ({ secondary, maxLag, latestStart, transfer = 1, alternatives }) =>
      secondary ||
      maxLag !== undefined ||
      latestStart !== undefined ||
      transfer < 1 ||
      alternatives.some((item) => item.secondary),
  );

export const buildModel = (problem: Problem, pegs: ReadonlyMap<string, Peg>): Model => {
  const resourceIndex = new Map(problem.resources.map(({ id }, index) => [id, index]));
  const secondaryIndex = new Map((problem.secondaryResources ?? []).map(({ id }, index) => [id, index]));
  const toNeeds = (needs: Operation["secondary"]): SecondaryNeed[] =>
    (needs ?? []).map(({ resource, units }) => ({ resource: secondaryIndex.get(resource)!, units }));
  const batches = new Map<string, number>();
  const lacking = lackingOrders(
    problem.orders.map(({ id, blocked, operations: steps }) => ({
      id,
      blocked,
      pegs: steps.map((step) => pegs.get(keyOf(id, step.id))),
    })),
  );
  const planned = plannedOrders(problem.orders, lacking);
  const orderIndex = new Map(planned.map(({ id }, index) => [id, index]));
  const operations = planned.flatMap((order, index) =>
    order.operations.map((operation) => ({ order, index, operation })),
  );
  const first = new Int32Array(planned.length + 1);
  for (const [index, order] of planned.entries()) first[index + 1] = first[index]! + order.operations.length;
  const keys = operations.map(({ order, operation }) => keyOf(order.id, operation.id));
  const setups = createSetups(
    problem,
    operations.map(({ operation }) => operation.family),
  );
  const orderOf = Int32Array.from(operations, ({ index }) => index);
  const weight = Float64Array.from(planned, (order) => order.weight);
  const due = Float64Array.from(planned, (order) => order.due);
  const lag = Float64Array.from(operations, ({ operation }) => operation.lag);
  const supply = supplyLimits(
    operations.map(({ order }, at) => (lacking.has(order.id) ? undefined : pegs.get(keys[at]!))),
    planned.length,
    (order) => orderIndex.get(order)!,
  );
  const least = Float64Array.from(operations, ({ operation }) => shortestOf(operation.alternatives));
  const rest = remainingWork(least, lag, orderOf);
  const calendars = problem.resources.map(createCalendar);
  const alternatives = operations.map(({ operation }): Alternative[] =>
    operation.alternatives.map(({ resource, duration, secondary = operation.secondary }) => ({
      resource: resourceIndex.get(resource)!,
      duration,
      secondary: toNeeds(secondary),
    })),
  );
  const fixed = operations.map(({ operation }): FixedPlace | undefined => {
    const place = operation.fixed;
    if (!place) return undefined;
    const alternative = operation.alternatives.findIndex(({ resource }) => resource === place.resource);
    const needs = operation.alternatives[alternative]?.secondary ?? operation.secondary;
    const resource = resourceIndex.get(place.resource)!;
    return {
      start: place.start,
      end: place.end,
      begin: place.setup ? Math.max(0, calendars[resource]!.begin(place.start, place.setup)) : place.start,
      resource,
      alternative,
      secondary: toNeeds(needs),
    };
  });
  const constrained = isConstrained(
    problem,
    operations.map(({ operation }) => operation),
  );
  return {
    problem,
    orders: planned.length,
    first,
    orderOf,
    weight,
    due,
    ...pullOf(due, weight, orderOf, rest, supply),
    rest,
    release: Float64Array.from(planned, (order) => order.release),
    promised: Float64Array.from(planned, (order) => order.promised ?? Number.POSITIVE_INFINITY),
    previousResource: Int32Array.from(
      operations,
      ({ operation: { previous } }) => (previous && resourceIndex.get(previous.resource)) ?? -1,
    ),
    previousStart: Float64Array.from(operations, ({ operation: { previous } }) => previous?.start ?? -1),
    keys,
    supply,
    lag,
    maxLag: Float64Array.from(operations, ({ operation: { maxLag, lapsed } }) =>
      maxLag === undefined || lapsed ? Number.POSITIVE_INFINITY : maxLag,
    ),
    latestStart: Float64Array.from(operations, ({ operation: { latestStart, missed, fixed: place } }) =>
      latestStart === undefined || missed || place ? Number.POSITIVE_INFINITY : latestStart,
    ),
    transfer: Float64Array.from(operations, ({ operation }) => operation.transfer ?? 1),
    family: Int32Array.from(operations, ({ operation }) => setups.familyOf(operation.family)),
    alternatives,
    fixed,
    isTangled: Uint8Array.from(planned, ({ operations: steps }) =>
      steps.some(
        ({ fixed: fact }, at) =>
          at > 0 && fact && fact.end < (steps[at - 1]!.fixed?.end ?? Number.POSITIVE_INFINITY),
      )
        ? 1
        : 0,
    ),
    calendars,
    setup: setups.seconds,
    initialFamily: Int32Array.from(problem.resources, ({ family }) => setups.familyOf(family)),
    secondaryCapacity: (problem.secondaryResources ?? []).map(({ capacity }) => capacity),
    secondaryCalendars: (problem.secondaryResources ?? []).map(({ calendar = [] }) =>
      createCalendar({ calendar }),
    ),
    uncovered: createUncovered(problem),
    batchCapacity: Float64Array.from(problem.resources, ({ batch }) => batch?.capacity ?? 0),
    batchFamily: Int32Array.from(operations, ({ operation: { batch } }) => {
      if (!batch) return -1;
      if (!batches.has(batch.family)) batches.set(batch.family, batches.size);
      return batches.get(batch.family)!;
    }),
    batchSize: Float64Array.from(operations, ({ operation }) => operation.batch?.size ?? 0),
    power: (operation, resource) =>
      operations[operation]!.operation.power ?? problem.resources[resource]!.power ?? 0,
    energyCost: problem.resources.map(({ calendar }) => createEnergyCost(problem.tariff, calendar)),
    openings: problem.resources.map(createOpening),
    objective: problem.objective ?? usualObjective,
    constrained,
    needsBoard: constrained || (setups.some && leavesGap(calendars, fixed, alternatives)),
    isPriced: problem.tariff !== undefined && (problem.objective?.energy ?? 0) > 0,
    hasSetups: setups.some,
    unplanned: problem.orders.filter(({ id }) => lacking.has(id)).map(({ id }) => id),
  };
};
