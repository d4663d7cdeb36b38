import { invalidInput } from "../../../core/invalid-input.ts";
import { patrolReading } from "../../../protocols/patrol/messages.ts";
import type { Tx } from "../../database.ts";
import { noteReading, noteRound } from "./round.ts";

/** A round that a person has gone. */
export interface RoundReport {
  readonly roundId: string;
  readonly routeId: string;
  /** ISO 8601. */
  readonly time: string;
  readonly isCompleted: boolean;
  /** As a robot would say them, without what they are all about. */
  readonly readings: readonly object[];
}

/**
 * Takes a whole round at once, by the same rules as a robot's messages.
 *
 * @throws MillwrightError INVALID_INPUT with the reading and what is wrong with it; NOT_FOUND.
 */
export const reportRound = async (tx: Tx, by: string, report: RoundReport): Promise<void> => {
  const { isCompleted, readings, ...about } = report;
  await noteRound(tx, by, { messageId: `${about.roundId}/started`, ...about, state: "Started" });
  for (const [index, reading] of readings.entries()) {
    const parsed = patrolReading.safeParse({ ...reading, messageId: `${about.roundId}/${index}`, ...about });
    if (!parsed.success) throw invalidInput(parsed.error, "readings", `readings.${index}`);
    await noteReading(tx, by, parsed.data);
  }
  const state = isCompleted ? "Completed" : "Aborted";
  await noteRound(tx, by, { messageId: `${about.roundId}/${state}`, ...about, state });
};
