import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import {
  cancelIdOf,
  statusOfAct,
  statusOfCancel,
} from "../../../services/protocols/vda5050/order-actions.ts";
import type { Fleet } from "./fleet.ts";
import { isUpToDate, type Route } from "./route.ts";
import type { Turn, TurnInput, TurnResult } from "./turn.ts";
import { isIdle } from "./vehicle-says.ts";

/** A vehicle that does not tell of its cancelOrder is told again after so long, in ms of wall time. */
const repeatMs = 15_000;
/** One that stands with nothing in hand has let go, whatever it does not say, when it was told so long ago. */
const enoughMs = 5_000;

/**
 * Whether a route is of a transport that nobody wants any more, called off or failed, while its vehicle has not dropped the load: what
 * it has in hand of it has to be cancelled, or it would go on to pick and drop.
 */
export const isCalledOff = (route: Route, state: VehicleState, open: ReadonlySet<string>): boolean =>
  route.transport !== null &&
  !open.has(route.transport) &&
  !(state.orderId === route.orderId && statusOfAct(state, "drop") === "FINISHED");

const hasEnded = (status: string | undefined): boolean => status === "FINISHED" || status === "FAILED";

const doesNotLetGo = (id: string, order: string): TrafficProblem => ({
  id,
  zh: `${order} 已取消，但 ${id} 没有放弃（cancelOrder 失败）。系统会再次要求；也可在车上取消。`,
  en: `${order} is called off and ${id} does not let go of it (cancelOrder has failed). It is told again; otherwise cancel it at the vehicle.`,
});

/** Whether a vehicle has nothing of a route's order in hand any more, nor anything of it on its way. */
export type HasLetGo = (route: Route, state: VehicleState) => boolean;

/**
 * Has vehicles let go of orders by cancelOrder (VDA 5050 2.1, 6.6.3). What a vehicle was told is in its state, so a control that begins
 * anew says at worst the same again, with the same id.
 */
export const createLettingGo = () => {
  /** By vehicle the order that it was told to let go of, and when, in ms of wall time. */
  const told = new Map<string, { readonly orderId: string; readonly at: number }>();
  const toldAgo = ({ vehicle, orderId }: Route, wall: number): number => {
    const last = told.get(vehicle);
    return last?.orderId === orderId ? wall - last.at : Number.NEGATIVE_INFINITY;
  };

  const isOver =
    ({ unsent, wall }: Pick<TurnInput, "unsent" | "wall">): HasLetGo =>
    (route, state) =>
      isIdle(state) &&
      !unsent.has(route.vehicle) &&
      (isUpToDate(route, state) ||
        hasEnded(statusOfCancel(state, route.orderId)) ||
        toldAgo(route, wall) >= enoughMs);

  const ask = (fleet: Fleet, turn: Turn): TurnResult["cancels"] => {
    const cancels: TurnResult["cancels"][number][] = [];
    for (const id of turn.lettingGo) {
      const route = fleet.routes.get(id)!;
      const state = turn.stateOf(id)!;
      const { orderId } = route;
      const status = statusOfCancel(state, orderId);
      if (status === "FAILED" && !isIdle(state)) turn.problems.push(doesNotLetGo(id, orderId));
      const isBusy = status !== undefined && !hasEnded(status);
      if (isBusy || turn.unsent.has(id) || !turn.seen.get(id)!.online || isOver(turn)(route, state)) continue;
      const ago = toldAgo(route, turn.wall);
      if (ago >= 0 && ago < repeatMs) continue;
      told.set(id, { orderId, at: turn.wall });
      cancels.push({ vehicle: id, orderId, actionId: cancelIdOf(state, orderId) });
    }
    return cancels;
  };
  return { isOver, ask };
};

/** Tells of loads on vehicles that no transport is for: where they are, and that nothing is given to their vehicles. */
export const tellStrayLoads = (fleet: Fleet, { stateOf, problems, begun }: Turn): void => {
  for (const [id, { transport }] of fleet.routes) {
    const state = stateOf(id);
    const loads = state?.loads ?? [];
    if (!state || transport !== null || begun.has(id) || loads.length === 0) continue;
    const named = loads.flatMap(({ loadId }) => (loadId ? [loadId] : [])).join(", ");
    const at = state.lastNodeId || "-";
    problems.push({
      id,
      zh: `${id} 在 ${at}，车上还有${named ? ` ${named}` : "货物"}，没有搬运单要送它。请卸下；在此之前不给它派新的搬运。`,
      en: `${id} at ${at} still carries ${named || "a load"}, which no transport in hand is for. Unload it; until then it gets no other.`,
    });
  }
};
