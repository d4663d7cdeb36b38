import { orderEnds, type Plan, type PlannedOperation } from "../plan.ts";
import type { Operation, Problem } from "../problem.ts";

/** An operation in its planned place. */
export interface Standing {
  readonly place: PlannedOperation;
  /** Undefined where the problem does not know it any more. */
  readonly step: Operation | undefined;
  /** Position among all operations of the problem. */
  readonly rank: number;
}

/** The planned operations by whoever asks for them. */
export interface Standings {
  /** When each planned order ends. */
  readonly ends: ReadonlyMap<string, number>;
  of(order: string): readonly Standing[];
  /** In the order of time, and of the problem. */
  on(resource: string): readonly Standing[];
  /** Those that hold units of a secondary resource, in the order of time. */
  holding(secondary: string): readonly Standing[];
}

/** In the order of time, and of the problem. */
export const byTime = (a: Standing, b: Standing): number =>
  a.place.start - b.place.start || a.place.end - b.place.end || a.rank - b.rank;

/** Lists that are sorted when they are first asked for. */
const sortedLists = (lists: Map<string, Standing[]>): ((name: string) => readonly Standing[]) => {
  const sorted = new Set<string>();
  return (name) => {
    const list = lists.get(name) ?? [];
    if (!sorted.has(name)) list.sort(byTime);
    sorted.add(name);
    return list;
  };
};

const addTo = (lists: Map<string, Standing[]>, name: string, standing: Standing) => {
  const list = lists.get(name);
  if (list) list.push(standing);
  else lists.set(name, [standing]);
};

export const createStandings = (
  problem: Problem,
  plan: Pick<Plan, "operations" | "unplanned">,
): Standings => {
  const { operations } = plan;
  const places = Map.groupBy(operations, ({ orderId }) => orderId);
  const of = new Map<string, Standing[]>();
  const on = new Map<string, Standing[]>();
  const holding = new Map<string, Standing[]>();
  const add = (place: PlannedOperation, step: Operation | undefined, rank: number) => {
    const standing = { place, step, rank };
    addTo(of, place.orderId, standing);
    addTo(on, place.resource, standing);
    for (const { resource } of place.secondary ?? []) addTo(holding, resource, standing);
  };
  let rank = 0;
  for (const { id, operations: steps } of problem.orders) {
    const planned = places.get(id) ?? [];
    places.delete(id);
    for (const place of planned) {
      const at = steps.findIndex((step) => step.id === place.operationId);
      add(place, steps[at], rank + Math.max(0, at));
    }
    rank += steps.length;
  }
  for (const unknown of places.values()) for (const place of unknown) add(place, undefined, rank);
  return {
    ends: orderEnds(plan),
    of: (order) => of.get(order) ?? [],
    on: sortedLists(on),
    holding: sortedLists(holding),
  };
};
