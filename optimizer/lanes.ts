import { type Calendar, createCalendar } from "./calendar.ts";
import { keyOf, type Plan } from "./plan.ts";
import type { Operation, Problem } from "./problem.ts";

interface Stay {
  readonly start: number;
  readonly end: number;
  readonly family: string | undefined;
}

export interface Place {
  readonly resource: string;
  readonly start: number;
  readonly end: number;
  readonly setup: number;
}

/** What every resource is occupied with, and where in between something else fits. */
export const createLanes = (problem: Problem, plan: Pick<Plan, "operations">) => {
  const resources = new Map(problem.resources.map((resource) => [resource.id, resource]));
  const calendars = new Map<string, Calendar>(
    problem.resources.map((resource) => [resource.id, createCalendar(resource)]),
  );
  const seconds = new Map(
    problem.setups.map(({ group, from, to, seconds: value }) => [`${group}/${from}/${to}`, value]),
  );
  const longest = new Map<string, number>();
  for (const { group, to, seconds: value } of problem.setups)
    longest.set(`${group}/${to}`, Math.max(value, longest.get(`${group}/${to}`) ?? 0));
  const familyOf = new Map(
    problem.orders.flatMap((order) =>
      order.operations.map((operation) => [keyOf(order.id, operation.id), operation.family]),
    ),
  );
  const stays = new Map<string, Stay[]>(problem.resources.map(({ id }) => [id, []]));
  for (const operation of plan.operations)
    stays.get(operation.resource)?.push({
      start: operation.start,
      end: operation.end,
      family: familyOf.get(keyOf(operation.orderId, operation.operationId)),
    });
  for (const lane of stays.values()) lane.sort((a, b) => a.start - b.start);

  const setupOf = (resource: string, from: string | undefined, to: string | undefined): number => {
    const group = resources.get(resource)?.setupGroup;
    if (!group || !to || from === to) return 0;
    // What the resource is set up for is unknown at first: the longest set-up has to fit.
    return from === undefined
      ? (longest.get(`${group}/${to}`) ?? 0)
      : (seconds.get(`${group}/${from}/${to}`) ?? 0);
  };

  /** The soonest end on one resource, between or after what is there. */
  const soonest = (
    resource: string,
    duration: number,
    family: string | undefined,
    ready: number,
  ): Place | undefined => {
    const lane = stays.get(resource) ?? [];
    const calendar = calendars.get(resource)!;
    for (let gap = 0; gap <= lane.length; gap += 1) {
      const before = lane[gap - 1];
      const after = lane[gap];
      if (after && after.end <= ready) continue;
      const setup = setupOf(resource, before ? before.family : resources.get(resource)?.family, family);
      const free = before?.end ?? 0;
      const prepared = setup > 0 ? calendar.finish(calendar.opens(free), setup) : free;
      const start = calendar.opens(Math.max(ready, prepared));
      const end = calendar.finish(start, duration);
      if (!Number.isFinite(end)) return undefined;
      if (!after) return { resource, start, end, setup };
      // What follows needs its own set-up from here, right before it starts.
      const next = setupOf(resource, family, after.family);
      const room = next > 0 ? calendar.finish(calendar.opens(end), next) : end;
      if (room <= after.start) return { resource, start, end, setup };
    }
    return undefined;
  };

  return {
    /** Puts an operation where it ends soonest and keeps that place taken. */
    insert: (operation: Pick<Operation, "alternatives" | "family">, ready: number): Place | undefined => {
      const places = operation.alternatives.flatMap(
        ({ resource, duration }) => soonest(resource, duration, operation.family, ready) ?? [],
      );
      const best = places.sort((a, b) => a.end - b.end || a.setup - b.setup)[0];
      if (!best) return undefined;
      const lane = stays.get(best.resource)!;
      lane.push({ start: best.start, end: best.end, family: operation.family });
      lane.sort((a, b) => a.start - b.start);
      return best;
    },
  };
};
