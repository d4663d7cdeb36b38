import { actAt, begin } from "./begin.ts";
import type { Fleet } from "./fleet.ts";
import { endOf } from "./route.ts";
import type { Turn } from "./turn.ts";
import { wish } from "./wish.ts";

/** One that is through and has to move, be it to wait or to make room, gets an order for it. */
const beginMoves = (fleet: Fleet, turn: Turn): void => {
  for (const [id, route] of fleet.routes) {
    if (
      turn.isFree(route) &&
      !turn.begun.has(id) &&
      !turn.errandOf(id) &&
      !turn.stands.has(id) &&
      fleet.planned(id).length > 0
    )
      begin(fleet, turn, route, { orderId: `${id}-MOVE-${turn.now.getTime()}`, transport: null });
    fleet.setHeld(id, fleet.routes.get(id)!.isClosed);
  }
};

/** Brings what is released into the routes; says whether anything was. */
const extend = (fleet: Fleet, turn: Turn): boolean => {
  let isNew = false;
  for (const [id, before] of fleet.routes) {
    let route = before;
    for (const node of fleet.released(before)) {
      const part = { node, seq: endOf(route).seq + 2, acts: [] };
      route = actAt(turn, { ...route, released: [...route.released, part] }, route.released.length);
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
    if (!extend(fleet, turn) && fleet.isSettled()) break;
  }
};
