import { stationState } from "../protocols/sparkplug/names.ts";
import type { ReplayEvent } from "./event.ts";

/** How often what happened since the reckoning began. */
export interface Counts {
  readonly approved: number;
  readonly rejected: number;
  readonly expired: number;
  readonly disruptions: number;
  readonly breakdowns: number;
  readonly plans: number;
  readonly released: number;
  readonly delivered: number;
  readonly completed: number;
}

export const noCounts: Counts = {
  approved: 0,
  rejected: 0,
  expired: 0,
  disruptions: 0,
  breakdowns: 0,
  plans: 0,
  released: 0,
  delivered: 0,
  completed: 0,
};

const counted: Readonly<Record<string, keyof Counts>> = {
  "approval.approved": "approved",
  "approval.rejected": "rejected",
  "approval.expired": "expired",
  "plant.disrupted": "disruptions",
  "plan.created": "plans",
  "job.released": "released",
  "transport.delivered": "delivered",
  "order.completed": "completed",
};

/** Whether a line has just broken down. */
export const isBreakdown = ({ type, attributes }: ReplayEvent): boolean =>
  type === "equipment.state" && attributes["code"] === stationState.down;

export const countsAfter = (counts: Counts, event: ReplayEvent): Counts => {
  const name = isBreakdown(event) ? "breakdowns" : counted[event.type];
  return name ? { ...counts, [name]: counts[name] + 1 } : counts;
};
