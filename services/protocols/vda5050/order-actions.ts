import type { VehicleState } from "./messages.ts";

/** What vehicles are told to do at nodes: with a load, or begun and ended with the charge. */
export type NodeAct = "pick" | "drop" | "charge" | "uncharge";

/** An action of an order has one id however often it is sent: a vehicle does it once. */
export const actionIdOf = (orderId: string, act: NodeAct): string => `${orderId}/${act}`;

type ActionStatus = VehicleState["actionStates"][number]["actionStatus"];

/**
 * How far a vehicle is with an act of the order that it has in hand; undefined for one that is no part of it so far. By its id alone:
 * a state need not tell the types of actions, and tells of instant actions too (VDA 5050 2.1, 6.10).
 */
export const statusOfAct = (
  { orderId, actionStates }: Pick<VehicleState, "orderId" | "actionStates">,
  act: NodeAct,
): ActionStatus | undefined =>
  actionStates.find(({ actionId }) => actionId === actionIdOf(orderId, act))?.actionStatus;

/** Whether what it was to do with its load came to nothing. */
export const hasFailedLoad = (state: Pick<VehicleState, "orderId" | "actionStates">): boolean =>
  statusOfAct(state, "pick") === "FAILED" || statusOfAct(state, "drop") === "FAILED";
