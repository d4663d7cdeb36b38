import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import type { Fleet } from "./fleet.ts";
import { isUpToDate, type Route } from "./route.ts";
import type { ShownRoute, Turn, TurnResult } from "./turn.ts";
import { refusalOf } from "./vehicle-says.ts";

type Told = TurnResult["orders"][number];

/** A vehicle that does not know the last that it was told is told again after so long; one that has refused it, later. */
const repeatMs = 5_000;
const repeatRefusedMs = 15_000;

const show = (fleet: Fleet, { stands }: Turn): ShownRoute[] =>
  [...fleet.routes.values()].map((route) => ({
    ...route,
    planned: fleet.planned(route.vehicle),
    waitsFor: fleet.waitsFor(route.vehicle),
    stands: stands.get(route.vehicle) ?? null,
  }));

/** Place in a route where the base ends that the vehicle itself says to know. */
const knownOf = ({ orderId, released }: Route, state: VehicleState): number => {
  if (state.orderId !== orderId) return 0;
  const last = state.nodeStates.filter((node) => node.released).at(-1);
  const seq = last?.sequenceId ?? state.lastNodeSequenceId;
  return Math.max(
    0,
    released.findIndex((part) => part.seq === seq),
  );
};

/** What a vehicle is told of its route, from a place on that it knows. */
const orderOf = (turn: Turn, route: ShownRoute, known: number): Told => {
  const state = turn.stateOf(route.vehicle);
  const base = route.released.slice(known);
  const { mostNodes, blockingOf } = turn.abilitiesOf(route.vehicle);
  const isForgotten =
    state !== undefined && state.orderId !== route.orderId && (state.loads ?? []).length > 0;
  return {
    vehicle: route.vehicle,
    orderId: route.orderId,
    updateId: route.updateId,
    load: turn.taskOf(route)?.load ?? null,
    // What it carries it has picked, even if it has forgotten so.
    base: isForgotten
      ? base.map((part) => ({ ...part, acts: part.acts.filter((act) => act !== "pick") }))
      : base,
    // What is planned tells a vehicle where it will go; it need not know all of it.
    horizon: route.isClosed ? [] : route.planned.slice(0, Math.max(0, mostNodes - base.length)),
    blockingOf,
  };
};

/** Writes the orders of those who have to be told of theirs, and of those who do not know what they were told before. */
export const createTelling = () => {
  /** When each was told last, in ms of wall time. */
  const told = new Map<string, number>();

  /** The state of a vehicle that has not taken in what it was told, and that nothing is on its way to. */
  const lateState = (
    route: Route,
    { seen, stateOf, unsent, wall, lettingGo }: Turn,
  ): VehicleState | undefined => {
    const id = route.vehicle;
    const state = lettingGo.has(id) ? undefined : stateOf(id);
    if (!state || !seen.get(id)!.online || isUpToDate(route, state) || unsent.has(id)) return undefined;
    const pause = refusalOf(state, route.orderId) ? repeatRefusedMs : repeatMs;
    return wall - told.get(id)! >= pause ? state : undefined;
  };

  return (fleet: Fleet, turn: Turn): Pick<TurnResult, "routes" | "orders"> => {
    const orders: Told[] = [];
    const routes = show(fleet, turn).map((route) => {
      const id = route.vehicle;
      if (!told.has(id)) told.set(id, turn.wall);
      const late = turn.tell.has(id) ? undefined : lateState(route, turn);
      if (!turn.tell.has(id) && !late) return route;
      told.set(id, turn.wall);
      const next = { ...route, updateId: route.updateId + 1 };
      // Where the base ends that the vehicle knows: by what it was told last, or by what it says itself.
      const sent = turn.begun.has(id) ? 0 : turn.ends.get(id)! - 1;
      orders.push(orderOf(turn, next, late ? knownOf(route, late) : sent));
      return next;
    });
    for (const { planned: _planned, waitsFor: _first, stands: _stands, ...route } of routes) fleet.set(route);
    return { routes, orders };
  };
};
