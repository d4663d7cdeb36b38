import { numberOf, type ReplayEvent, textOf } from "./event.ts";

/** A vehicle as it last reported. */
export interface ReplayVehicle {
  /** True in records from before connections were kept. */
  readonly online: boolean;
  readonly driving: boolean;
  readonly lastNodeId: string | undefined;
  /** Metres on the shop floor; undefined in records from before positions were kept. */
  readonly x: number | undefined;
  readonly y: number | undefined;
  /** Percent. */
  readonly battery: number | undefined;
  readonly orderId: string | undefined;
  readonly loadId: string | undefined;
  readonly since: number;
}

export const vehicleAfter = (event: ReplayEvent): ReplayVehicle => ({
  online: event.attributes["online"] !== false,
  driving: event.attributes["driving"] === true,
  lastNodeId: textOf(event, "lastNodeId"),
  x: numberOf(event, "x"),
  y: numberOf(event, "y"),
  battery: numberOf(event, "battery"),
  orderId: textOf(event, "orderId"),
  loadId: textOf(event, "loadId"),
  since: event.time,
});
