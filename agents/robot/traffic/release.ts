import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import { actAt, begin } from "./begin.ts";
import type { Fleet } from "./fleet.ts";
import { endOf, moveIdOf, type Route } from "./route.ts";
import type { Turn } from "./turn.ts";
import { cannotCharge, isFull } from "./vehicle-says.ts";
import { wish } from "./wish.ts";

/** One that is through and has to move, be it to wait or to make room, gets an order for it. */
const beginMoves = (fleet: Fleet, turn: Turn): void => {
  for (const [id, route] of fleet.routes) {
    if (
      turn.isFree(route) &&
      !turn.lettingGo.has(id) &&
      !turn.begun.has(id) &&
      !turn.errandOf(id) &&
      !turn.stands.has(id) &&
      fleet.planned(id).length > 0
    )
      begin(fleet, turn, route, { orderId: moveIdOf(id, "MOVE", turn.now), transport: null });
    fleet.setHeld(id, fleet.routes.get(id)!.isClosed || turn.lettingGo.has(id));
  }
};

/** One that is at a place to charge, and not full, begins to; where it could not, people have to look. */
const beginCharging = (fleet: Fleet, turn: Turn): void => {
  for (const [id, route] of fleet.routes) {
    const state = turn.stateOf(id);
    const { node } = endOf(route);
    const stays = fleet.roads.charging.includes(node) && fleet.wishes.get(id) === node;
    if (!stays || !turn.isFree(route) || turn.begun.has(id) || turn.errandOf(id) || turn.stands.has(id))
      continue;
    if (turn.lettingGo.has(id) || !turn.abilitiesOf(id).canCharge) continue;
    if (!state || state.batteryState.charging || isFull(state)) continue;
    if (cannotCharge(state)) {
      turn.problems.push(isUncharged(id, node));
      continue;
    }
    begin(fleet, turn, route, { orderId: moveIdOf(id, "CHARGE", turn.now), transport: null });
    fleet.set(charging(fleet.routes.get(id)!, true));
  }
};

const isUncharged = (id: string, node: string): TrafficProblem => ({
  id,
  zh: `${id} 在 ${node} 无法开始充电，请检查充电座和触点。`,
  en: `${id} could not begin to charge at ${node}. Look at the charger and its contacts.`,
});

/** The order ends where it is, with the plug in; one that charges by standing there is not told to. */
const charging = (route: Route, isTold: boolean): Route => ({
  ...route,
  isClosed: true,
  released: isTold
    ? route.released.with(-1, { ...endOf(route), acts: [...endOf(route).acts, "charge"] })
    : route.released,
});

/** Brings what is released into the routes; says whether anything was. */
const extend = (fleet: Fleet, turn: Turn): boolean => {
  let isNew = false;
  for (const [id, before] of fleet.routes) {
    let route = before;
    for (const node of fleet.released(before)) {
      const part = { node, seq: endOf(route).seq + 2, acts: [] };
      const longer = { ...route, released: [...route.released, part] };
      const isToCharge =
        route.transport === null && fleet.wishes.get(id) === node && fleet.roads.charging.includes(node);
      route = isToCharge
        ? charging(longer, turn.abilitiesOf(id).canCharge)
        : actAt(turn, longer, route.released.length);
    }
    if (route === before) continue;
    fleet.set(route);
    turn.tell.add(id);
    isNew = true;
  }
  return isNew;
};

/** Plans ways and releases them. That may bring a vehicle to its load, which makes a new wish: until nothing more follows. */
export const release = (fleet: Fleet, turn: Turn): void => {
  for (let round = 0; round < 4 + fleet.routes.size * 2; round += 1) {
    wish(fleet, turn);
    fleet.plan(turn.wall);
    beginMoves(fleet, turn);
    beginCharging(fleet, turn);
    if (!extend(fleet, turn) && fleet.isSettled()) break;
  }
};
