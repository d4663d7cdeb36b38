import { stationState } from "../protocols/sparkplug/names.ts";
import type { ReplayEvent } from "./event.ts";
import type { ReplayLine } from "./line.ts";

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

/** Whether a line has just broken down: one that was down before has only told another reason. */
export const isBreakdown = ({ type, attributes }: ReplayEvent, line: ReplayLine | undefined): boolean =>
  type === "equipment.state" && attributes["code"] === stationState.down && !line?.isStopped;

/** @param line The line that the event is about, as it was before. */
export const countsAfter = (counts: Counts, event: ReplayEvent, line: ReplayLine | undefined): Counts => {
  const name = isBreakdown(event, line) ? "breakdowns" : counted[event.type];
  return name ? { ...counts, [name]: counts[name] + 1 } : counts;
};
