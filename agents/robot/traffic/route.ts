import type { LoadAct, RouteNode } from "../../../services/mes/schema/traffic.ts";
import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import { isIdle } from "./vehicle-says.ts";

/** What a vehicle was told: all that has to be known of it to go on after a fall. */
export interface Route {
  readonly vehicle: string;
  readonly orderId: string;
  readonly updateId: number;
  readonly transport: string | null;
  /** What of the transport is still to be brought into the order. */
  readonly stage: LoadAct | "done";
  /** The order has its end; the next begins when the vehicle is through with it. */
  readonly isClosed: boolean;
  /** Nodes from the last that it has said to be at to the end of its base. */
  readonly released: readonly RouteNode[];
}

/** The id of an order of a vehicle's own, that carries nothing. */
export const moveIdOf = (vehicle: string, to: "MOVE" | "CHARGE", now: Date): string =>
  `${vehicle}-${to}-${now.getTime()}`;

export const endOf = ({ released }: Route): RouteNode => released.at(-1)!;

/** The route of a vehicle that stands at a node with nothing of ours in hand. */
export const standing = (vehicle: string, node: string, state: VehicleState): Route => ({
  vehicle,
  orderId: state.orderId,
  updateId: state.orderUpdateId,
  transport: null,
  stage: "done",
  isClosed: true,
  released: [{ node, seq: state.lastNodeSequenceId, acts: [] }],
});

/** It knows the last that it was told. */
export const isUpToDate = (route: Route, { orderId, orderUpdateId }: VehicleState): boolean =>
  orderId === route.orderId && orderUpdateId === route.updateId;

/** The order is done: the vehicle stands at its end and waits for the next. */
export const isThrough = (route: Route, state: VehicleState): boolean =>
  route.isClosed &&
  isUpToDate(route, state) &&
  isIdle(state) &&
  state.lastNodeId === endOf(route).node &&
  state.lastNodeSequenceId === endOf(route).seq;

export type Heard =
  /** It is at that place of what is released to it; 0: nothing new. */
  | { readonly kind: "at"; readonly place: number }
  /** It has let go of its base, or stands elsewhere without an order: only that node is its. */
  | { readonly kind: "left"; readonly node: string }
  /** Nothing is to be read from it. */
  | { readonly kind: "unclear" };

/**
 * What a vehicle's state says of its route. A state that is older than the last order tells of a place all the same, or of none;
 * only one that knows the last update and stands without any of its base has let go of it (cancelled at the vehicle); and only one
 * that stands, with nothing in hand, at a node that is not of its way has been moved or has lost its memory. One that people have moved
 * still names the order that it had, and counts its nodes as it likes.
 */
export const hear = (route: Route, state: VehicleState): Heard => {
  const { orderId, lastNodeId, lastNodeSequenceId } = state;
  if (orderId === route.orderId) {
    const place = route.released.findIndex(
      ({ node, seq }) => node === lastNodeId && seq === lastNodeSequenceId,
    );
    if (place < 0)
      return isIdle(state) && lastNodeId !== "" ? { kind: "left", node: lastNodeId } : { kind: "unclear" };
    const isCut = place < route.released.length - 1 && isUpToDate(route, state) && isIdle(state);
    return isCut ? { kind: "left", node: lastNodeId } : { kind: "at", place };
  }
  if (!isIdle(state) || lastNodeId === route.released[0]!.node) return { kind: "at", place: 0 };
  return lastNodeId === "" ? { kind: "unclear" } : { kind: "left", node: lastNodeId };
};

/** The route from a place of it on. */
export const passed = (route: Route, place: number): Route =>
  place === 0 ? route : { ...route, released: route.released.slice(place) };

/**
 * The same transport begun anew from where the vehicle stands, as an order that it can take whatever it remembers: what it carries it
 * need not pick again.
 */
export const begunAnew = (route: Route, node: string, state: VehicleState): Route => {
  if (route.transport === null) return standing(route.vehicle, node, state);
  const carries = (state.loads ?? []).length > 0;
  return {
    ...route,
    stage: carries ? "drop" : "pick",
    isClosed: false,
    released: [{ node, seq: state.orderId === route.orderId ? state.lastNodeSequenceId : 0, acts: [] }],
  };
};
