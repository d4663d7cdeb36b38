import { createCalendar } from "../calendar.ts";
import { keyOf, type PlannedOperation } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { byTime, type Standing, type Standings } from "./standing.ts";

/** What orders to be fitted in could meet. */
export interface Met {
  /** Planned operations in the order of time, each as an order of its own. */
  readonly met: readonly { readonly order: Order; readonly place: PlannedOperation }[];
  /** The problem, with the units that others hold elsewhere of what the orders need counted as away. */
  readonly rest: Problem;
}

/** Resources and secondary resources that orders may take. */
const wantedBy = (orders: readonly Order[]) => {
  const resources = new Set<string>();
  const secondary = new Set<string>();
  for (const { operations } of orders)
    for (const { alternatives, fixed, secondary: own = [] } of operations) {
      if (fixed) resources.add(fixed.resource);
      for (const { resource } of own) secondary.add(resource);
      for (const way of alternatives) {
        resources.add(way.resource);
        for (const { resource } of way.secondary ?? []) secondary.add(resource);
      }
    }
  return { resources, secondary };
};

/** @param orders They leave their places; whoever has none yet leaves none. */
export const metBy = (problem: Problem, orders: readonly Order[], standings: Standings): Met => {
  const own = new Set(orders.map(({ id }) => id));
  const { resources, secondary } = wantedBy(orders);
  for (const id of own) for (const { place } of standings.of(id)) resources.add(place.resource);
  const stays = ({ place }: Standing) => !own.has(place.orderId);
  const standing = [...resources]
    .flatMap((resource) => standings.on(resource).filter((one) => one.step !== undefined && stays(one)))
    .sort(byTime);
  const met = standing.map(({ place, step }) => {
    const { maxLag: _maxLag, transfer: _transfer, ...alone } = step!;
    const operations = [{ ...alone, id: "", lag: 0, needs: [] }];
    const id = keyOf(place.orderId, place.operationId);
    return { place, order: { id, weight: 1, release: 0, due: 0, operations } };
  });
  const calendars = new Map(problem.resources.map((resource) => [resource.id, createCalendar(resource)]));
  const heldElsewhere = (name: string) =>
    standings
      .holding(name)
      .filter((one) => stays(one) && !resources.has(one.place.resource))
      .flatMap(({ place: { resource, start, end: to, setup, secondary: held = [] } }) => {
        const from = setup > 0 ? calendars.get(resource)!.begin(start, setup) : start;
        return held.filter((need) => need.resource === name).map(({ units }) => ({ from, to, units }));
      })
      .filter(({ from, to }) => from < to)
      .sort((a, b) => a.from - b.from);
  const secondaryResources = problem.secondaryResources?.map((one) => ({
    ...one,
    away: [...(one.away ?? []), ...(secondary.has(one.id) ? heldElsewhere(one.id) : [])],
  }));
  return { met, rest: { ...problem, ...(secondaryResources ? { secondaryResources } : {}) } };
};
