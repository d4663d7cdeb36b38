import { z } from "zod";

/**
 * What a line is told and what it answers, carried as JSON in a Sparkplug string metric.
 * Commands and states: OPC 10031-4 ISA-95 Job Control; figures: ISA-95 JobOrder and JobResponse.
 */
const id = z.string().min(1).max(100);
const time = z.iso.datetime();

export const jobCommand = z.object({
  command: z.enum(["StoreAndStart", "Pause", "Resume", "Abort"]),
  /** The same command may arrive twice; the line acts once. */
  commandId: id,
  jobOrderId: id,
  workOrderId: id,
  workMasterId: id,
  segment: z.number().int().nonnegative(),
  materialId: id,
  quantity: z.number().int().positive(),
  /** Seconds per unit at the line's rated speed; for a batch resource, seconds per batch. */
  cycleTimeS: z.number().positive(),
  /** Units that are processed together; 1 unless the resource is an oven or chamber. */
  batchSize: z.number().int().positive().default(1),
  setupTimeS: z.number().nonnegative(),
  setupFamily: z.string(),
  /** Units made already, for a line that has forgotten the job: it goes on from there. */
  made: z
    .object({ good: z.number().int().nonnegative(), scrap: z.number().int().nonnegative() })
    .default({ good: 0, scrap: 0 }),
});
export type JobCommand = z.infer<typeof jobCommand>;

export const jobStates = ["Stored", "Running", "Interrupted", "Ended", "Aborted"] as const;
export type JobState = (typeof jobStates)[number];

export const jobResponse = z.object({
  reportId: id,
  jobOrderId: id,
  state: z.enum(jobStates),
  good: z.number().int().nonnegative(),
  scrap: z.number().int().nonnegative(),
  startTime: time.optional(),
  endTime: time.optional(),
  reason: z.string().optional(),
  time,
});
export type JobResponse = z.infer<typeof jobResponse>;
