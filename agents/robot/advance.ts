import type { CellRunRow } from "../../services/mes/queries/cells.ts";
import type { CellReportTable, CellSetUp, CellStranded } from "../../services/mes/schema/cell.ts";
import type { StepCommand } from "../../services/protocols/cell/messages.ts";
import { strandedBy } from "./by-hand.ts";
import {
  type CellRun,
  command,
  commandOf,
  isFinished,
  nextTurn,
  releasable,
  report,
  reset,
  stop,
  stuck,
  unanswered,
} from "./run.ts";
import { gatedSteps } from "./set-ups.ts";

/** What a run comes to when everything known is taken in: what is stored, and what is sent. Times are seconds since it began. */
export interface Advance {
  readonly run: CellRun;
  readonly commands: readonly StepCommand[];
  /** Commands that are called off. */
  readonly aborts: readonly string[];
  /** Robots of steps that failed as often as they may, and testers whose test did: the rest has to be planned anew without them. */
  readonly robotsOut: readonly string[];
  /** Units whose tester failed with them in it. */
  readonly stranded: readonly CellStranded[];
  readonly finished: boolean;
  /** When the next step's turn comes by the clock alone. */
  readonly next: number | undefined;
}

export interface Told {
  readonly reports: readonly Pick<CellReportTable, "command_id" | "state" | "reason" | "time">[];
  readonly setUps: readonly CellSetUp[];
  /** Why the cell is stopped; null while it may go on. */
  readonly stopped: string | null;
  /** Whether nothing may begin for now, as while the cell's control is away or a person is in it. */
  readonly held?: boolean;
  /** Whether the rest has to be planned anew whatever was reported: a person has moved a unit. */
  readonly plansAnew?: boolean;
  readonly startedAt: Date;
  /** Plant time. */
  readonly now: Date;
}

/** Whole seconds, as the planner counts: cut off alike everywhere, so that what waited for so many seconds still has. */
const secondsBetween = (from: Date, to: Date) => Math.floor((to.getTime() - from.getTime()) / 1_000);

/** The run as it is kept. */
export const stateOf = ({ state }: Pick<CellRunRow, "state">): CellRun => state as CellRun;

/**
 * Takes in what was reported, stops or goes on, and releases every step whose turn it is; a step that waits for a person is not.
 * Where the rest has to be planned anew, nothing is released by the old plan any more.
 */
export const advance = (
  before: CellRun,
  { reports, setUps, stopped, held = false, plansAnew = false, startedAt, now }: Told,
): Advance => {
  const seconds = secondsBetween(startedAt, now);
  let run = before;
  for (const { command_id: commandId, state, reason, time } of reports)
    run = report(run, {
      commandId,
      state,
      // A cell whose clock is ahead would hold up what waits for it.
      at: Math.min(seconds, secondsBetween(startedAt, time)),
      ...(reason ? { reason } : {}),
    });
  const wasStopped = run.stopped !== undefined;
  run = stopped === null ? reset(run) : stop(run, stopped);
  const aborts = stopped !== null && !wasStopped ? unanswered(run) : [];
  const failed = stopped === null ? stuck(run) : [];
  const gated = gatedSteps(setUps);
  const commands: StepCommand[] = [];
  for (const step of failed.length > 0 || plansAnew || held ? [] : releasable(run, seconds)) {
    if (gated.has(step.id)) continue;
    const given = command(run, step);
    run = given.run;
    commands.push(given.message);
  }
  return {
    run,
    commands,
    aborts,
    robotsOut: [...new Set(failed.flatMap(({ robots, at }) => (robots.length > 0 ? robots : [at])))],
    stranded: strandedBy(run, failed),
    finished: isFinished(run),
    next: nextTurn(run, seconds),
  };
};

/** The message that calls a command off. */
export const abortOf = (run: CellRun, commandId: string): StepCommand | undefined => {
  const step = run.steps.find(({ id }) => id === commandOf(commandId)?.step);
  return (
    step && {
      command: "Abort",
      commandId,
      unit: step.unit,
      step: step.step.id,
      kind: step.step.kind,
      robots: [...step.robots],
      at: step.at,
      durationS: 0,
    }
  );
};
