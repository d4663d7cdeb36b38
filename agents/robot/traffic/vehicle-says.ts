import type { BatteryRule } from "../../../services/protocols/roadmap/description.ts";
import type { Factsheet } from "../../../services/protocols/vda5050/factsheet.ts";
import type { VehicleState } from "../../../services/protocols/vda5050/messages.ts";
import { statusOfAct } from "../../../services/protocols/vda5050/order-actions.ts";

/** A vehicle as the data store knows it. */
export interface SeenVehicle {
  readonly id: string;
  readonly online: boolean;
  /** Its last state; null for one that has never reported. */
  readonly state: VehicleState | null;
  /** Null for one that has not sent it. */
  readonly factsheet: Factsheet | null;
}

/** Percent at which a vehicle is not moved at all. */
const emptyCharge = 5;
/** Percent from which one that charges makes room. */
const fullCharge = 98;

const isEnded = (status: string): boolean => status === "FINISHED" || status === "FAILED";

/** Modes in which a vehicle takes orders (VDA 5050 2.1, 6.10.6): in the second a person says only how fast it drives. */
const ledModes: ReadonlySet<string> = new Set(["AUTOMATIC", "SEMIAUTOMATIC"]);

/** Whether orders lead it. Where people do, it gives up what it has in hand, and is told nothing till they are through. */
export const isLed = ({ operatingMode }: VehicleState): boolean => ledModes.has(operatingMode);

/** It has nothing before it, does nothing, and stands. */
export const isIdle = ({ nodeStates, driving, actionStates }: VehicleState): boolean =>
  nodeStates.length === 0 && !driving && actionStates.every(({ actionStatus }) => isEnded(actionStatus));

/** Whether it has charge enough for a transport, and nothing on it. */
export const mayTakeTransport = (
  { batteryState, loads = [] }: VehicleState,
  { low, enough }: BatteryRule,
): boolean =>
  batteryState.batteryCharge >= (batteryState.charging ? Math.max(low, enough) : low) && loads.length === 0;

export const isFull = ({ batteryState }: VehicleState): boolean => batteryState.batteryCharge >= fullCharge;

/** It has tried to charge, in the order that it has done last, and could not. */
export const cannotCharge = (state: VehicleState): boolean => statusOfAct(state, "charge") === "FAILED";

/** Whether it says that an order of ours is none that it takes. */
export const refusalOf = ({ errors }: VehicleState, orderId: string): string | undefined => {
  const refused = errors.find(({ errorReferences = [] }) =>
    errorReferences.some(
      ({ referenceKey, referenceValue }) => referenceKey === "orderId" && referenceValue === orderId,
    ),
  );
  return refused && `${refused.errorType} ${refused.errorDescription ?? ""}`.trim();
};

/**
 * Why a vehicle will not move, so that the others are led around it; undefined for one that may. One that is driving has a place at
 * both ends of its road all the same, since both are released to it.
 */
export const standsBecause = ({ online, state }: SeenVehicle): string | undefined => {
  if (!online || !state) return "offline";
  if (!isLed(state)) return "manual";
  if (state.safetyState.eStop !== "NONE") return "eStop";
  const fatal = state.errors.find(({ errorLevel }) => errorLevel === "FATAL");
  if (fatal) return `error: ${fatal.errorDescription ?? fatal.errorType}`;
  if (state.paused) return "paused";
  return state.batteryState.batteryCharge <= emptyCharge && !state.driving ? "battery" : undefined;
};

/** It has a released node before it, and neither drives nor acts: something is in its way, whatever it does not say. */
export const isHeldUp = ({ driving, nodeStates, actionStates }: VehicleState): boolean =>
  !driving &&
  nodeStates.some(({ released }) => released) &&
  actionStates.every(({ actionStatus }) => actionStatus !== "RUNNING" && actionStatus !== "INITIALIZING");
