import { type Calendar, createCalendar } from "../calendar.ts";
import { keyOf, type Peg } from "../plan.ts";
import type { Problem } from "../problem.ts";

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
  readonly keys: readonly string[];
  readonly materialTime: Float64Array;
  readonly lag: Float64Array;
  /** -1 without a family. */
  readonly family: Int32Array;
  readonly alternatives: readonly (readonly { readonly resource: number; readonly duration: number }[])[];
  readonly fixed: readonly (
    | { readonly resource: number; readonly start: number; readonly end: number }
    | undefined
  )[];
  readonly calendars: readonly Calendar[];
  /** Set-up seconds by resource, from-family + 1, to-family; from 0 is "no family yet". */
  readonly setup: (resource: number, from: number, to: number) => number;
  readonly initialFamily: Int32Array;
  /** Orders that are left out: no known receipt brings their material. */
  readonly unplanned: readonly string[];
}

export const buildModel = (problem: Problem, pegs: ReadonlyMap<string, Peg>): Model => {
  const resourceIndex = new Map(problem.resources.map(({ id }, index) => [id, index]));
  const families = new Map<string, number>();
  const familyIndex = (name: string | undefined) => {
    if (name === undefined) return -1;
    const known = families.get(name);
    if (known !== undefined) return known;
    families.set(name, families.size);
    return families.size - 1;
  };
  const lacks = (orderId: string, operationId: string) =>
    (pegs.get(keyOf(orderId, operationId))?.missing.length ?? 0) > 0;
  const planned = problem.orders.filter(
    (order) => !order.operations.some((operation) => lacks(order.id, operation.id)),
  );
  const isPlanned = new Set(planned);
  const operations = planned.flatMap((order, index) =>
    order.operations.map((operation) => ({ order, index, operation })),
  );
  const first = new Int32Array(planned.length + 1);
  for (const [index, order] of planned.entries()) first[index + 1] = first[index]! + order.operations.length;
  const keys = operations.map(({ order, operation }) => keyOf(order.id, operation.id));
  const family = Int32Array.from(operations, ({ operation }) => familyIndex(operation.family));
  const initialFamily = Int32Array.from(problem.resources, (resource) => familyIndex(resource.family));

  const groups = new Map<string, number>();
  for (const { setupGroup } of problem.resources)
    if (setupGroup && !groups.has(setupGroup)) groups.set(setupGroup, groups.size);
  for (const { from, to } of problem.setups) {
    familyIndex(from);
    familyIndex(to);
  }
  const size = families.size + 1;
  const matrix = new Float64Array(groups.size * size * size);
  for (const { group, from, to, seconds } of problem.setups) {
    const g = groups.get(group);
    if (g === undefined) continue;
    matrix[(g * size + familyIndex(from) + 1) * size + familyIndex(to)] = seconds;
  }
  // The first job on a resource whose family is unknown: the longest set-up that may come is what must be planned for.
  for (const { group, from, to, seconds } of problem.setups) {
    const g = groups.get(group);
    if (g === undefined || from === to) continue;
    const at = g * size * size + familyIndex(to);
    matrix[at] = Math.max(matrix[at]!, seconds);
  }
  const groupOf = problem.resources.map(({ setupGroup }) =>
    setupGroup === undefined ? -1 : groups.get(setupGroup)!,
  );
  return {
    problem,
    orders: planned.length,
    first,
    orderOf: Int32Array.from(operations, ({ index }) => index),
    weight: Float64Array.from(planned, (order) => order.weight),
    due: Float64Array.from(planned, (order) => order.due),
    release: Float64Array.from(planned, (order) => order.release),
    keys,
    materialTime: Float64Array.from(keys, (key) => pegs.get(key)?.time ?? 0),
    lag: Float64Array.from(operations, ({ operation }) => operation.lag),
    family,
    alternatives: operations.map(({ operation }) =>
      operation.alternatives.map(({ resource, duration }) => ({
        resource: resourceIndex.get(resource)!,
        duration,
      })),
    ),
    fixed: operations.map(
      ({ operation }) =>
        operation.fixed && { ...operation.fixed, resource: resourceIndex.get(operation.fixed.resource)! },
    ),
    calendars: problem.resources.map(createCalendar),
    setup: (resource, from, to) => {
      const group = groupOf[resource]!;
      return group < 0 || to < 0 || from === to ? 0 : matrix[(group * size + from + 1) * size + to]!;
    },
    initialFamily,
    unplanned: problem.orders.filter((order) => !isPlanned.has(order)).map(({ id }) => id),
  };
};
