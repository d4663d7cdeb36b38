import type { Fleet } from "./fleet.ts";
import { isCalledOff } from "./let-go.ts";
import { endOf, type Route } from "./route.ts";
import type { Turn } from "./turn.ts";

/** A transport that is over is nobody's errand any more; a vehicle that is not through with it has to let go of it first. */
export const endOver = (fleet: Fleet, { open, tell, lettingGo, stateOf }: Turn): void => {
  for (const [id, route] of fleet.routes) {
    if (route.transport === null || open.has(route.transport)) continue;
    const state = stateOf(id);
    if (state && isCalledOff(route, state, open)) {
      lettingGo.add(id);
      continue;
    }
    fleet.set({ ...route, transport: null, stage: "done", isClosed: true });
    if (!route.isClosed) tell.add(id);
  }
};

/** Brings into the order what is to be done at a node that is in its base. */
export const actAt = (turn: Turn, route: Route, place: number): Route => {
  const task = turn.taskOf(route);
  if (!task || route.stage === "done") return route;
  const part = route.released[place]!;
  if (part.node !== (route.stage === "pick" ? task.pick : task.drop)) return route;
  const released = route.released.with(place, { ...part, acts: [...part.acts, route.stage] });
  const next: Route =
    route.stage === "pick"
      ? { ...route, released, stage: "drop" }
      : { ...route, released, stage: "done", isClosed: true };
  return actAt(turn, next, place);
};

/** Tells those whose way begins anew what of their transport is left to do. */
export const resume = (fleet: Fleet, turn: Turn, anew: Iterable<string>): void => {
  for (const id of anew) {
    const route = fleet.routes.get(id);
    if (!route || route.transport === null) continue;
    fleet.set(actAt(turn, route, 0));
    turn.begun.add(id);
    turn.tell.add(id);
  }
};

/** Begins an order where the last one ended; without a transport the vehicle only moves. */
export const begin = (
  fleet: Fleet,
  turn: Turn,
  route: Route,
  { orderId, transport }: { readonly orderId: string; readonly transport: string | null },
): void => {
  // It takes its plug out before it drives.
  const isCharging = turn.stateOf(route.vehicle)?.batteryState.charging === true;
  const isPlugged = isCharging && turn.abilitiesOf(route.vehicle).canUnplug;
  const first = { ...endOf(route), seq: 0, acts: isPlugged ? (["uncharge"] as const) : [] };
  const opened: Route = {
    ...route,
    orderId,
    updateId: route.orderId === orderId ? route.updateId : -1,
    transport,
    stage: transport === null ? "done" : "pick",
    isClosed: false,
    released: [first],
  };
  fleet.set(actAt(turn, opened, 0));
  turn.begun.add(route.vehicle);
  turn.tell.add(route.vehicle);
};

/** Begins the errands of those that are through with their orders. */
export const beginErrands = (fleet: Fleet, turn: Turn): void => {
  for (const [id, route] of fleet.routes) {
    const errand = turn.errandOf(id);
    if (errand && turn.isFree(route) && !turn.stands.has(id))
      begin(fleet, turn, route, { orderId: errand.id, transport: errand.id });
    else if (errand && !route.isClosed && route.transport === null) {
      // It was on its way to wait: that ends where its base ends.
      fleet.set({ ...route, isClosed: true });
      turn.tell.add(id);
    }
  }
};
