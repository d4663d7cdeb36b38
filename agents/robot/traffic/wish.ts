import type { Fleet } from "./fleet.ts";
import { endOf, type Route } from "./route.ts";
import type { Turn } from "./turn.ts";

/** Where a vehicle is to go: to its load, with it, or to the nearest place to wait that no other is at or wants. */
const wishOf = ({ roads }: Fleet, turn: Turn, route: Route, others: ReadonlySet<string>): string => {
  const task = turn.taskOf(route);
  if (task && route.stage !== "done") return route.stage === "pick" ? task.pick : task.drop;
  const errand = turn.errandOf(route.vehicle);
  if (errand) return errand.pick;
  const end = endOf(route).node;
  if (roads.parking.includes(end)) return end;
  const from = roads.numberOf(end);
  const near = roads.parking
    .filter((node) => !others.has(node))
    .map((node) => ({ node, metres: roads.distancesTo(node)[from]! }))
    .filter(({ metres }) => Number.isFinite(metres))
    .sort((a, b) => a.metres - b.metres)[0];
  return near?.node ?? end;
};

/** Wishes for all vehicles; one that is on its way to wait goes on to the same place while it is free. */
export const wish = (fleet: Fleet, turn: Turn): void => {
  const { routes, wishes, roads } = fleet;
  for (const [id, route] of routes) {
    const before = wishes.get(id);
    const others = new Set([...wishes].filter(([other]) => other !== id).map(([, node]) => node));
    for (const other of routes.values()) if (other.vehicle !== id) others.add(endOf(other).node);
    const isParking =
      before !== undefined &&
      roads.parking.includes(before) &&
      !others.has(before) &&
      route.transport === null;
    const next = isParking && !turn.errandOf(id) ? before : wishOf(fleet, turn, route, others);
    if (next !== before) fleet.wish(id, next);
  }
};
