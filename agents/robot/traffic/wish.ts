import type { Fleet } from "./fleet.ts";
import { endOf, type Route } from "./route.ts";
import type { Turn } from "./turn.ts";
import { isFull, mayTakeTransport } from "./vehicle-says.ts";

/** The nearest of some places that no other is at or wants; undefined where none can be reached. */
const nearest = ({ roads }: Fleet, end: string, places: readonly string[], others: ReadonlySet<string>) => {
  const from = roads.numberOf(end);
  return places
    .filter((node) => !others.has(node))
    .map((node) => ({ node, metres: roads.distancesTo(node)[from]! }))
    .filter(({ metres }) => Number.isFinite(metres))
    .sort((a, b) => a.metres - b.metres)[0]?.node;
};

/** Whether somebody who may take no transport finds every place to charge taken. */
const isWaitedFor = ({ roads, routes, wishes }: Fleet, turn: Turn, but: string): boolean =>
  [...routes.values()].some((route) => {
    const state = turn.stateOf(route.vehicle);
    return (
      route.vehicle !== but &&
      route.transport === null &&
      state !== undefined &&
      !turn.stands.has(route.vehicle) &&
      state.batteryState.batteryCharge < roads.battery.low &&
      !roads.charging.includes(wishes.get(route.vehicle) ?? endOf(route).node)
    );
  });

/** Where a vehicle without a transport is to charge; undefined for one that need not, or finds no place. */
const chargerFor = (
  fleet: Fleet,
  turn: Turn,
  route: Route,
  others: ReadonlySet<string>,
): string | undefined => {
  const { roads, wishes } = fleet;
  const state = turn.stateOf(route.vehicle);
  if (!state || route.transport !== null) return undefined;
  const end = endOf(route).node;
  const before = wishes.get(route.vehicle);
  // One that charges goes on until it is full, or has enough and another has not.
  const isThere = roads.charging.includes(end);
  if (isThere && !isFull(state))
    return mayTakeTransport(state, roads.battery) && isWaitedFor(fleet, turn, route.vehicle)
      ? undefined
      : end;
  if (isThere || state.batteryState.batteryCharge >= roads.battery.idle) return undefined;
  if (before !== undefined && roads.charging.includes(before) && !others.has(before)) return before;
  return nearest(fleet, end, roads.charging, others);
};

/** Where a vehicle is to go: to its load, with it, to charge, or to the nearest place to wait that no other is at or wants. */
const wishOf = (fleet: Fleet, turn: Turn, route: Route, others: ReadonlySet<string>): string => {
  const { roads, wishes } = fleet;
  const task = turn.taskOf(route);
  if (task && route.stage !== "done") return route.stage === "pick" ? task.pick : task.drop;
  const errand = turn.errandOf(route.vehicle);
  if (errand) return errand.pick;
  const charger = chargerFor(fleet, turn, route, others);
  if (charger !== undefined) return charger;
  const end = endOf(route).node;
  const before = wishes.get(route.vehicle);
  const isParking = before !== undefined && roads.parking.includes(before) && !others.has(before);
  if (isParking && route.transport === null) return before;
  return roads.parking.includes(end) ? end : (nearest(fleet, end, roads.parking, others) ?? end);
};

/** Wishes for all vehicles; one that is on its way to wait or to charge goes on to the same place while it is free. */
export const wish = (fleet: Fleet, turn: Turn): void => {
  const { routes, wishes } = fleet;
  for (const [id, route] of routes) {
    const others = new Set([...wishes].filter(([other]) => other !== id).map(([, node]) => node));
    for (const other of routes.values()) if (other.vehicle !== id) others.add(endOf(other).node);
    const next = wishOf(fleet, turn, route, others);
    if (next !== wishes.get(id)) fleet.wish(id, next);
  }
};
