import { contentHash } from "../../../core/ids.ts";
import type { NewEvent } from "../../events.ts";
import type { LineHistory, Ran } from "./line-day.ts";

/** A job of the month, as its events name it. */
interface PastJob {
  readonly id: string;
  readonly order: string;
  readonly line: string;
  readonly segment: number;
  readonly quantity: number;
}

export const releaseEvent = ({ id, order, line, segment, quantity }: PastJob, time: Date): NewEvent => ({
  id: contentHash("month-release", id),
  type: "job.released",
  time,
  source: "steward",
  objects: [
    { id: order, type: "work_order", qualifier: "order" },
    { id, type: "job_order", qualifier: "released" },
    { id: line, type: "equipment", qualifier: "line" },
  ],
  attributes: { segment, quantity },
});

const typeOf = {
  Running: "job.running",
  Interrupted: "job.suspended",
  Ended: "job.completed",
  Aborted: "job.aborted",
} as const;

/** What the line reported of a job, as events. */
export const jobEvents = ({ id, order, line, quantity }: PastJob, { start, reports }: Ran): NewEvent[] =>
  reports.map(({ time, state, good, scrap, reason }, index) => ({
    id: contentHash("month-report", id, index),
    type: state === "Running" && reports[index - 1]?.state === "Running" ? "job.progress" : typeOf[state],
    time: new Date(time),
    source: `spBv1.0/${line}`,
    objects: [
      { id, type: "job_order", qualifier: "reported" },
      { id: order, type: "work_order", qualifier: "order" },
      { id: line, type: "equipment", qualifier: "line" },
    ],
    attributes: {
      state,
      good,
      scrap,
      quantity,
      startTime: new Date(start).toISOString(),
      ...(state === "Ended" || state === "Aborted" ? { endTime: new Date(time).toISOString() } : {}),
      ...(reason ? { reason } : {}),
    },
  }));

/** What the line told of its state. */
export const stateEvents = ({ id, states }: LineHistory): NewEvent[] =>
  states.map(({ time, code, reason }) => ({
    id: contentHash("month-state", id, time, code),
    type: "equipment.state",
    time: new Date(time),
    source: `spBv1.0/${id}`,
    objects: [{ id, type: "equipment", qualifier: "line" }],
    attributes: { code, reason },
  }));

export const completedEvent = (order: string, time: Date): NewEvent => ({
  id: contentHash("order-completed", order),
  type: "order.completed",
  time,
  source: "mes",
  objects: [{ id: order, type: "work_order", qualifier: "order" }],
});

/** The event by which an order is called off. */
export const cancelledEvent = (order: string, time: Date): NewEvent => ({
  id: contentHash("order-cancelled", order),
  type: "plant.disrupted",
  time,
  source: "scheduler",
  objects: [{ id: order, type: "work_order", qualifier: "cancelled" }],
  attributes: {
    kind: "cancel",
    workOrderId: order,
    cause: { zh: `取消 ${order}`, en: `${order} cancelled` },
  },
});
