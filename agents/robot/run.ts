/**
 * The state of a run of a cell, as plain data and functions over it. `drive.ts` keeps it in the data store, sends what `command`
 * gives, and takes in what the cell reports.
 */

import {
  abortedByCommand,
  type StepCommand,
  type StepReport,
} from "../../services/protocols/cell/messages.ts";
import type { PlannedStep } from "./dependency-graph.ts";
import type { CellSituation, StepBegun } from "./problem.ts";

/** Where a step is. Times are seconds since the run began. */
export interface StepProgress {
  readonly state: "commanded" | "running" | "done" | "failed";
  /** Of the attempt that goes on or went last, 1 the first. */
  readonly attempt: number;
  /** Attempts under earlier plans. */
  readonly before?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly reason?: string;
}

/** A run of a plan: plain data, so that it can be kept and gone on with by whoever is there after a crash. */
export interface CellRun {
  readonly id: string;
  readonly steps: readonly PlannedStep[];
  /** By step; absent: it waits. */
  readonly progress: Readonly<Record<string, StepProgress>>;
  /** Why nothing is released any more; only a person's reset takes it away. */
  readonly stopped?: string;
}

/** What came of a command; `at` is seconds since the run began. */
export type Outcome = Omit<StepReport, "time"> & { readonly at: number };

/** Attempts of a step by the same robots; the next answer is another arm, or a place aside. */
const mostAttempts = 2;

/** The same for the same attempt whoever asks and however often: a command that is sent again is no second command. */
export const commandIdOf = (run: CellRun, step: string, attempt: number): string =>
  `${run.id}/${step}/${attempt}`;

/** What a command is of; undefined for what is no command's id. */
export const commandOf = (
  commandId: string,
): { readonly step: string; readonly attempt: number } | undefined => {
  const [, step, attempt] = /^[^/]+\/(.+)\/(\d+)$/.exec(commandId) ?? [];
  return step ? { step, attempt: Number(attempt) } : undefined;
};

const isOver = ({ progress }: CellRun, step: string, edge: "start" | "end", minS: number, now: number) => {
  const known = progress[step];
  const since = edge === "end" ? (known?.state === "done" ? known.endedAt : undefined) : known?.startedAt;
  return since !== undefined && now >= since + minS;
};

/** Failed, and may be tried again by the same robots. */
const mayTryAgain = ({ state, attempt, before = 0 }: StepProgress) =>
  state === "failed" && attempt - before < mostAttempts;

/** Steps whose turn it is: all they wait for has really happened. None while the run is stopped or a step has failed for good. */
export const releasable = (run: CellRun, now: number): PlannedStep[] => {
  if (run.stopped !== undefined) return [];
  return run.steps.filter(({ id, waits, notBefore }) => {
    if (now < notBefore) return false;
    const known = run.progress[id];
    if (known && !mayTryAgain(known)) return false;
    return waits.every(({ step, edge, minS }) => isOver(run, step, edge, minS, now));
  });
};

/** When the next step's turn may come by the clock alone; undefined where all wait for reports. */
export const nextTurn = (run: CellRun, now: number): number | undefined => {
  const times = run.steps
    .filter(({ id }) => !run.progress[id])
    .flatMap(({ waits, notBefore }) => [
      notBefore,
      ...waits.flatMap(({ step, edge, minS }) => {
        const known = run.progress[step];
        const since = edge === "end" ? known?.endedAt : known?.startedAt;
        return since === undefined ? [] : [since + minS];
      }),
    ])
    .filter((time) => time > now);
  return times.length > 0 ? Math.min(...times) : undefined;
};

/** What a step is told for the attempt that it is at. */
export const messageOf = (
  run: CellRun,
  { id, unit, step, robots, from, at, durationS }: PlannedStep,
): StepCommand => ({
  command: "StoreAndStart",
  commandId: commandIdOf(run, id, run.progress[id]?.attempt ?? 1),
  unit,
  step: step.id,
  kind: step.kind,
  robots: [...robots],
  ...(from === undefined ? {} : { from }),
  at,
  durationS,
  ...(step.forceLimitN === undefined ? {} : { forceLimitN: step.forceLimitN }),
});

/** The step is told to begin: what is to be sent, and the run that knows of it. To be stored before it is sent. */
export const command = (
  run: CellRun,
  step: PlannedStep,
): { readonly run: CellRun; readonly message: StepCommand } => {
  const known = run.progress[step.id];
  const attempt = (known?.attempt ?? 0) + 1;
  const begun: StepProgress = {
    state: "commanded",
    attempt,
    ...(known?.before === undefined ? {} : { before: known.before }),
  };
  const told = { ...run, progress: { ...run.progress, [step.id]: begun } };
  return { run: told, message: messageOf(told, step) };
};

/** Told to stop, which is no fault of the robot's. */
export const isCalledOff = ({
  state,
  reason,
}: {
  readonly state: string;
  readonly reason?: string | null | undefined;
}): boolean => state === "Aborted" && reason === abortedByCommand;

/** Takes a report in. One of an older attempt, one that came before, or one of nobody's command changes nothing. */
export const report = (run: CellRun, { commandId, state, reason, at }: Outcome): CellRun => {
  const step = run.steps.find(({ id }) => {
    const known = run.progress[id];
    return known && commandIdOf(run, id, known.attempt) === commandId;
  });
  const known = step && run.progress[step.id];
  if (!step || !known || known.state === "done" || known.state === "failed") return run;
  if (state === "Running" && known.state === "running") return run;
  const startedAt = known.startedAt ?? at;
  const next: StepProgress =
    state === "Running"
      ? { ...known, state: "running", startedAt }
      : {
          ...known,
          state: state === "Ended" ? "done" : "failed",
          startedAt,
          endedAt: at,
          ...(reason === undefined ? {} : { reason }),
          // Told to stop is no fault of the robot's: its attempts count anew.
          ...(isCalledOff({ state, reason }) ? { before: known.attempt } : {}),
        };
  return { ...run, progress: { ...run.progress, [step.id]: next } };
};

/** Commands that were given and not answered to the end: after a crash they are sent again as they were. */
export const unanswered = (run: CellRun): string[] =>
  run.steps.flatMap(({ id }) => {
    const known = run.progress[id];
    return known?.state === "commanded" || known?.state === "running"
      ? [commandIdOf(run, id, known.attempt)]
      : [];
  });

/** Nothing is released from now on. */
export const stop = (run: CellRun, reason: string): CellRun => ({ ...run, stopped: run.stopped ?? reason });

/** A person has looked and lets the cell go on. */
export const reset = ({ stopped: _, ...run }: CellRun): CellRun => run;

/** Steps that failed as often as they may: the plan cannot go on as it is. */
export const stuck = (run: CellRun): PlannedStep[] =>
  run.steps.filter(({ id }) => {
    const known = run.progress[id];
    return known?.state === "failed" && !mayTryAgain(known);
  });

/** Seconds by which a step began later than the longest lag of its recipe allows; 0 where it did not. */
export const overdueS = ({ steps, progress }: CellRun, id: string): number => {
  const found = steps.find((step) => step.id === id);
  const startedAt = progress[id]?.startedAt;
  if (!found || startedAt === undefined) return 0;
  const overdue = found.step.after.map(({ step, edge, maxS }) => {
    const before = progress[`${found.unit}/${step}`];
    const since = edge === "end" ? before?.endedAt : before?.startedAt;
    return maxS === undefined || since === undefined ? 0 : startedAt - since - maxS;
  });
  return Math.max(0, ...overdue);
};

export const isFinished = (run: CellRun): boolean =>
  run.steps.every(({ id }) => run.progress[id]?.state === "done");

/**
 * What has begun, for a new plan of the rest; a step that failed has not begun. One that is told to begin has: whether its robot
 * moves already nobody can say. Times are whole seconds, as the planner's are.
 */
export const situationOf = (
  run: CellRun,
  now: number,
  out: ReadonlySet<string> = new Set(),
): CellSituation => ({
  now,
  out,
  begun: run.steps.flatMap(({ id, unit, step, robots, from, at, durationS }): StepBegun[] => {
    const known = run.progress[id];
    if (!known || known.state === "failed") return [];
    const start = Math.floor(known.startedAt ?? now);
    const base = {
      unit,
      step: step.id,
      robots,
      ...(from === undefined ? {} : { from }),
      at,
      start,
    };
    // What still runs ends as planned, but not before now.
    const duration =
      known.endedAt === undefined ? Math.max(durationS, now - start) : Math.floor(known.endedAt) - start;
    return [{ ...base, duration }];
  }),
});

/** The run of a new plan, with what of the old one has happened; attempts go on counting, so that no command id is used twice. */
export const continueWith = (run: CellRun, steps: readonly PlannedStep[]): CellRun => ({
  ...run,
  steps,
  // Also of steps that are in the plan no more: should they come back, their attempts go on counting.
  progress: Object.fromEntries(
    Object.entries(run.progress).map(([id, known]) => [
      id,
      known.state === "failed" ? { ...known, before: known.attempt } : known,
    ]),
  ),
});
