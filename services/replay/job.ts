import type { JobState } from "../protocols/job-control/job.ts";
import { momentOf, numberOf, objectOf, type ReplayEvent } from "./event.ts";

/** ISA-95 dispatch status for each OPC 10031-4 job state. */
const statusOfState = {
  Stored: "Ready",
  Running: "Running",
  Interrupted: "Suspended",
  Ended: "Completed",
  Aborted: "Aborted",
} as const satisfies Record<JobState, string>;

/** Dispatch statuses of a job that has ended. */
export const endStatuses = ["Completed", "Aborted", "Cancelled", "Closed"] as const;
const final: ReadonlySet<string> = new Set(endStatuses);

/**
 * The dispatch status of a job after a report of its line. An ended job stays ended, and an end always counts; between
 * running and suspended the line's own time decides, since messages may arrive late. Whoever breaks off a job of which every piece is
 * made has ended it.
 *
 * @param changedAt When the status was reported that the job has, ms.
 * @param left Pieces that are not made after the report.
 * @param time When the line reported, ms.
 */
export const statusAfterReport = <Status extends string>(
  job: { readonly status: Status; readonly changedAt: number; readonly left: number },
  state: JobState,
  time: number,
): { readonly status: Status | (typeof statusOfState)[JobState]; readonly late: boolean } => {
  const reported = statusOfState[state === "Aborted" && job.left <= 0 ? "Ended" : state];
  const late =
    (job.status === "Running" || job.status === "Suspended") && !final.has(reported) && time < job.changedAt;
  return { status: final.has(job.status) || late ? job.status : reported, late };
};

/** A job order at a moment. */
export interface ReplayJob {
  readonly id: string;
  readonly workOrderId: string;
  readonly equipmentId: string;
  /** Undefined for a job whose release is not on record. */
  readonly segment: number | undefined;
  readonly quantity: number;
  /** ISA-95 dispatch status. */
  readonly status: string;
  readonly good: number;
  readonly scrap: number;
  /** First time that it ran, ms. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly changedAt: number;
}

export const isAtWork = ({ status }: Pick<ReplayJob, "status">): boolean =>
  status === "Running" || status === "Suspended";
export const hasEnded = ({ status }: { readonly status: string }): boolean => final.has(status);

const stateOf = ({ attributes }: ReplayEvent): JobState | undefined => {
  const state = attributes["state"];
  return typeof state === "string" && state in statusOfState ? (state as JobState) : undefined;
};

const blank = (id: string, event: ReplayEvent): ReplayJob => ({
  id,
  workOrderId: objectOf(event, "work_order") ?? "",
  equipmentId: objectOf(event, "equipment") ?? "",
  segment: numberOf(event, "segment"),
  quantity: numberOf(event, "quantity") ?? 0,
  // What goes on with a kit that lies at its line is ready at once.
  status: event.attributes["isSupplied"] === true ? "Ready" : "Dispatched",
  good: 0,
  scrap: 0,
  startedAt: undefined,
  endedAt: undefined,
  changedAt: event.time,
});

/** The job after an event that names it: its release, or a report of its line. Counts only grow. */
export const jobAfter = (
  id: string,
  job: ReplayJob | undefined,
  event: ReplayEvent,
): ReplayJob | undefined => {
  if (event.type === "job.released") return job ?? blank(id, event);
  const state = event.type.startsWith("job.") ? stateOf(event) : undefined;
  if (!state) return job;
  const known = job ?? blank(id, event);
  const quantity = numberOf(event, "quantity") ?? known.quantity;
  const good = Math.max(known.good, numberOf(event, "good") ?? 0);
  const scrap = Math.max(known.scrap, numberOf(event, "scrap") ?? 0);
  // Of a job whose size is not on record nobody knows what is left.
  const left = quantity === 0 ? 1 : quantity - good - scrap;
  const { status, late } = statusAfterReport({ ...known, left }, state, event.time);
  return {
    ...known,
    quantity,
    status,
    good,
    scrap,
    // Older records hold no times beside the report's own.
    startedAt:
      known.startedAt ?? momentOf(event, "startTime") ?? (state === "Running" ? event.time : undefined),
    endedAt: known.endedAt ?? momentOf(event, "endTime") ?? (final.has(status) ? event.time : undefined),
    changedAt: late ? known.changedAt : event.time,
  };
};

/** The job once its material is at the line. */
export const jobSupplied = (job: ReplayJob, time: number): ReplayJob =>
  job.status === "Dispatched" ? { ...job, status: "Ready", changedAt: time } : job;
