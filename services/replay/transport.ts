import { objectOf, type ReplayEvent, textOf } from "./event.ts";

/** A transport order at a moment. */
export interface ReplayTransport {
  readonly id: string;
  readonly jobOrderId: string | undefined;
  readonly workOrderId: string | undefined;
  readonly vehicleId: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly status: "Pending" | "InTransit" | "Delivered" | "Failed" | "Cancelled";
  readonly since: number;
}

const statusOf: Readonly<Record<string, ReplayTransport["status"]>> = {
  "transport.ordered": "Pending",
  "transport.assigned": "Pending",
  "transport.returned": "Pending",
  "transport.intransit": "InTransit",
  "transport.delivered": "Delivered",
  "transport.failed": "Failed",
  "transport.cancelled": "Cancelled",
};

/** The transport after an event that names it; what is delivered stays so. */
export const transportAfter = (
  id: string,
  transport: ReplayTransport | undefined,
  event: ReplayEvent,
): ReplayTransport | undefined => {
  const status = statusOf[event.type];
  if (!status || transport?.status === "Delivered") return transport;
  // A vehicle is chosen for it, or taken from it: it waits since it was ordered.
  if (transport && status === "Pending")
    return event.type === "transport.ordered"
      ? transport
      : { ...transport, vehicleId: objectOf(event, "vehicle") };
  return {
    id,
    jobOrderId: transport?.jobOrderId ?? objectOf(event, "job_order"),
    workOrderId: transport?.workOrderId ?? objectOf(event, "work_order"),
    vehicleId: objectOf(event, "vehicle") ?? transport?.vehicleId,
    from: transport?.from ?? textOf(event, "from"),
    to: transport?.to ?? textOf(event, "to"),
    status,
    since: event.time,
  };
};
