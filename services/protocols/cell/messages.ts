import { z } from "zod";

/**
 * What a robot or tester of a cell is told and what it answers, as JSON. Names of commands and states are those of OPC 10031-4
 * ISA-95 Job Control, a step being a job of the cell.
 */
const id = z.string().min(1).max(200);

const stepCommand = z.object({
  command: z.enum(["StoreAndStart", "Abort"]),
  /** The same command may arrive twice; it is acted upon once, and answered both times. */
  commandId: id,
  unit: id,
  step: id,
  kind: id,
  robots: z.array(id),
  from: id.optional(),
  at: id,
  durationS: z.number().nonnegative(),
  forceLimitN: z.number().positive().optional(),
  /**
   * Of what is to begin: what comes later than this is neither begun nor answered. A broker keeps what it has for a cell that is
   * away, and nobody expects an arm to move when it is back; what is still wanted by then comes anew.
   */
  notAfter: z.iso.datetime().optional(),
});
export type StepCommand = z.infer<typeof stepCommand>;

/** Emergency stop: all that goes on is broken off at once, and each step of it reported as aborted. What is told later may begin. */
const stopCommand = z.object({
  command: z.literal("Stop"),
  commandId: id,
  reason: z.string().max(1_000),
});
export type StopCommand = z.infer<typeof stopCommand>;

/** All that a cell is told. */
export const cellCommand = z.discriminatedUnion("command", [stepCommand, stopCommand]);
export type CellCommand = z.infer<typeof cellCommand>;

export const stepReport = z.object({
  commandId: id,
  state: z.enum(["Running", "Ended", "Aborted"]),
  /** Why a step was aborted. The unit is then where it was before, unless the reason begins with `dropped`: nobody knows. */
  reason: z.string().optional(),
  time: z.iso.datetime(),
});
export type StepReport = z.infer<typeof stepReport>;

/** Retained, with a last will: whether the cell's control is there. When it comes back it is told again what it may have missed. */
export const cellState = z.object({ online: z.boolean(), time: z.iso.datetime() });

/** Only a person can say where the unit is, so that the cell is stopped until one has looked. */
export const isDropped = ({
  state,
  reason,
}: {
  readonly state: string;
  readonly reason?: string | null;
}): boolean => state === "Aborted" && /^dropped\b/.test(reason ?? "");

/** The reason of a step that was aborted by command; it is no fault of the robot's. */
export const abortedByCommand = "stopped";
