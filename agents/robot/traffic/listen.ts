import type { TrafficProblem } from "../../../services/mes/schema/traffic.ts";
import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import { hasFailedLoad, statusOfAct } from "../../../services/protocols/vda5050/order-actions.ts";
import type { Fleet } from "./fleet.ts";
import { type HasLetGo, isCalledOff } from "./let-go.ts";
import { begunAnew, hear, type Route, standing } from "./route.ts";
import type { TurnInput } from "./turn.ts";
import { isIdle } from "./vehicle-says.ts";

const isNowhere = (id: string, node: string): TrafficProblem => ({
  id,
  zh: `${id} 在 ${node || "未知位置"}，路网中没有该节点。请把它开到路网节点上，或补充路网。`,
  en: `${id} stands at ${node || "an unknown place"}, which is no node of the roadmap. Bring it to one, or add it.`,
});

const isInTheWay = (id: string, node: string, holder: string): TrafficProblem => ({
  id,
  zh: `${id} 所在的 ${node} 已放行给 ${holder}，等它离开后才能调度。`,
  en: `${id} stands at ${node}, which is released to ${holder}; it is moved once that has left.`,
});

const isForeign = (id: string, orderId: string): TrafficProblem => ({
  id,
  zh: `${id} 正在执行不是由本系统下达的订单 ${orderId}。`,
  en: `${id} has the order ${orderId} in hand, which is not ours.`,
});

const holderOf = (fleet: Fleet, node: string, but: string): string | undefined =>
  [...fleet.routes.values()].find(
    ({ vehicle, released }) => vehicle !== but && released.some((part) => part.node === node),
  )?.vehicle;

/**
 * Takes in what a vehicle with a route says of where it is.
 *
 * @returns the route that begins anew at a node, for one that has left its way.
 */
const follow = (
  fleet: Fleet,
  route: Route,
  state: VehicleState,
  open: ReadonlySet<string>,
  hasLetGo: HasLetGo,
): Route | undefined => {
  const id = route.vehicle;
  const heard = hear(route, state);
  const isDone = route.isClosed && (route.transport === null || !open.has(route.transport));
  // It has done its last order, and has had another since, or none: what it remembers is what counts.
  if (
    isDone &&
    heard.kind === "at" &&
    state.orderId !== route.orderId &&
    isIdle(state) &&
    route.released.length === 1
  )
    fleet.set(standing(id, state.lastNodeId, state));
  if (isCalledOff(route, state, open)) {
    if (hasLetGo(route, state)) return standing(id, state.lastNodeId, state);
    // What it has passed meanwhile others may have.
    if (heard.kind === "at" && heard.place > 0) fleet.pass(route, heard.place);
    return undefined;
  }
  if (heard.kind === "left") {
    // What it has dropped is delivered as soon as that is taken in.
    if (route.transport !== null && statusOfAct(state, "drop") === "FINISHED") return undefined;
    return hasFailedLoad(state) ? standing(id, heard.node, state) : begunAnew(route, heard.node, state);
  }
  if (heard.kind === "at" && heard.place > 0) fleet.pass(route, heard.place);
  return undefined;
};

/**
 * Takes in what vehicles say of where they are.
 *
 * @param problems takes in vehicles that cannot be moved from where they are.
 * @returns vehicles whose way begins anew.
 */
export const listen = (
  fleet: Fleet,
  { vehicles, transports }: TurnInput,
  problems: TrafficProblem[],
  hasLetGo: HasLetGo,
): Iterable<string> => {
  const open = new Set(transports.map(({ id }) => id));
  const changed = new Map<string, Route>();
  const place = (route: Route) => {
    const id = route.vehicle;
    const { node } = route.released[0]!;
    const holder = holderOf(fleet, node, id);
    if (!fleet.roads.has(node)) problems.push(isNowhere(id, node));
    else if (holder) problems.push(isInTheWay(id, node, holder));
    else changed.set(id, route);
  };
  for (const { id, state } of vehicles) {
    if (!state) continue;
    const route = fleet.routes.get(id);
    if (route) {
      const anew = follow(fleet, route, state, open, hasLetGo);
      if (anew) place(anew);
    } else if (isIdle(state)) place(standing(id, state.lastNodeId, state));
    else problems.push(isForeign(id, state.orderId));
  }
  if (changed.size > 0) fleet.rebuild(new Map([...fleet.routes, ...changed]).values());
  return changed.keys();
};
