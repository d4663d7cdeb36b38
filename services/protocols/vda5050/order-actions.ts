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

type Acting = Pick<VehicleState, "actionStates">;

const cancelsOf = ({ actionStates }: Acting, orderId: string) =>
  actionStates.filter(({ actionId }) => actionId.startsWith(`${orderId}/cancel/`));

/** The id of the instant action that has a vehicle let go of an order: the same until it has failed, so that it may be said again. */
export const cancelIdOf = (state: Acting, orderId: string): string => {
  const failed = cancelsOf(state, orderId).filter(({ actionStatus }) => actionStatus === "FAILED");
  return `${orderId}/cancel/${failed.length + 1}`;
};

/** How far the last of these is; undefined while the vehicle does not tell of one. */
export const statusOfCancel = (state: Acting, orderId: string): ActionStatus | undefined =>
  cancelsOf(state, orderId).at(-1)?.actionStatus;
