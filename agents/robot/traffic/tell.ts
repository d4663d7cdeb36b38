import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import type { Fleet } from "./fleet.ts";
import { isUpToDate, type Route } from "./route.ts";
import type { ShownRoute, Turn, TurnResult } from "./turn.ts";
import { isLed, refusalOf } from "./vehicle-says.ts";

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

/** From where a vehicle is to be told of its route, by the sequence id of the last node that it knows of it. */
interface Owed {
  readonly orderId: string;
  readonly from: number;
}

/** Place in a route of what is owed of it; 0 where all of it is. */
const placeOf = ({ released }: Route, { from }: Owed): number =>
  Math.max(
    0,
    released.findIndex(({ seq }) => seq === from),
  );

/** Writes the orders of those who have to be told of theirs, and of those who do not know what they were told before. */
export const createTelling = () => {
  /** When each was told last, or would have been, in ms of wall time. */
  const told = new Map<string, number>();
  /** When each was sent an order last. */
  const sent = new Map<string, number>();
  /** What those are to be told who do not take orders so soon one after another. */
  const owed = new Map<string, Owed>();

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

  /** What a vehicle is to be told by now; undefined for nothing. */
  const dueOf = (route: Route, { tell, begun, ends, lettingGo }: Turn): Owed | undefined => {
    const { vehicle: id, orderId, released } = route;
    const before = owed.get(id);
    if (before?.orderId === orderId && !begun.has(id) && !lettingGo.has(id)) return before;
    owed.delete(id);
    if (!tell.has(id)) return undefined;
    // Where the base ends that it was told last.
    return { orderId, from: released[begun.has(id) ? 0 : ends.get(id)! - 1]!.seq };
  };

  return (fleet: Fleet, turn: Turn): Pick<TurnResult, "routes" | "orders"> => {
    const orders: Told[] = [];
    const routes = show(fleet, turn).map((route) => {
      const id = route.vehicle;
      if (!told.has(id)) told.set(id, turn.wall);
      const due = dueOf(route, turn);
      const late = due ? undefined : lateState(route, turn);
      if (!due && !late) return route;
      const state = turn.stateOf(id);
      const next = { ...route, updateId: route.updateId + 1 };
      // What is not told yet has a number that the vehicle does not know: so it is late, whoever goes on from the routes.
      const untold = turn.tell.has(id) ? next : route;
      // Whom people lead is told nothing until they are through with it, and then by what it says that it knows.
      if (state && !isLed(state)) {
        owed.delete(id);
        return untold;
      }
      if (turn.wall - (sent.get(id) ?? Number.NEGATIVE_INFINITY) < turn.abilitiesOf(id).orderEveryMs) {
        if (due) owed.set(id, due);
        return untold;
      }
      owed.delete(id);
      told.set(id, turn.wall);
      sent.set(id, turn.wall);
      orders.push(orderOf(turn, next, late ? knownOf(route, late) : placeOf(route, due!)));
      return next;
    });
    for (const { planned: _planned, waitsFor: _first, stands: _stands, ...route } of routes) fleet.set(route);
    return { routes, orders };
  };
};
