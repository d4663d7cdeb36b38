import type { ReplayEvent } from "./event.ts";

/** A work order at a moment. */
export interface ReplayOrder {
  readonly id: string;
  readonly status: "Waiting" | "Released" | "Running" | "Completed" | "Cancelled";
  readonly held: boolean;
  readonly completedAt: number | undefined;
}

const waiting = (id: string): ReplayOrder => ({ id, status: "Waiting", held: false, completedAt: undefined });

/** The order after an event that names it; undefined while nothing is on record that moves it. It never goes back. */
export const orderAfter = (
  id: string,
  order: ReplayOrder | undefined,
  { type, time, attributes }: ReplayEvent,
): ReplayOrder | undefined => {
  const known = order ?? waiting(id);
  const { status } = known;
  switch (type) {
    case "job.released":
      return { ...known, status: status === "Waiting" ? "Released" : status };
    case "job.running":
      return { ...known, status: status === "Waiting" || status === "Released" ? "Running" : status };
    case "order.held":
      return { ...known, held: true };
    case "order.resumed":
      return { ...known, held: false };
    case "order.completed":
      return { ...known, status: "Completed", completedAt: time };
    case "order.cancelled":
      return { ...known, status: "Cancelled" };
    case "plant.disrupted":
      return attributes["kind"] === "cancel" ? { ...known, status: "Cancelled" } : order;
    default:
      return order;
  }
};
