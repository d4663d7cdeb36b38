/**
 * A cell in which robots, fixtures and zones are shared by units that pass through it. Times are whole seconds.
 * Everything that can be used by one at a time is a resource: an arm, a vehicle, a fixture, a tray position, a zone.
 */

/** A moment of a task. */
export interface Edge {
  readonly task: number;
  readonly edge: "start" | "end";
}

/** One resource taken, and the states it is taken and left in (where a robot stands with which tool, the fixture mounted). */
export interface Use {
  readonly resource: number;
  readonly entry: number;
  readonly exit: number;
}

/** One way to do a task: all its uses begin and end with it, which is how two arms work together. */
export interface CellMode {
  readonly duration: number;
  readonly uses: readonly Use[];
  /** The mode is possible only where these holds have these choices: an arm loads the fixture that the unit stays in. */
  readonly needs: readonly { readonly hold: number; readonly choice: number }[];
}

export interface CellTask {
  readonly id: string;
  readonly unit: number;
  readonly modes: readonly CellMode[];
  /** Begun or done: nothing of it can be changed. A duration that is known by now replaces the mode's. */
  readonly frozen?: { readonly mode: number; readonly start: number; readonly duration?: number };
}

/** A stay: the unit blocks one of these places from one moment to another, however long the tasks between take. */
export interface CellHold {
  readonly id: string;
  readonly choices: readonly Use[];
  readonly from: Edge;
  readonly until: Edge;
}

/** Between min and max seconds pass from one moment to another of the same unit. */
export interface CellLag {
  readonly from: Edge;
  readonly to: Edge;
  readonly min: number;
  readonly max?: number;
}

export interface CellResource {
  readonly id: string;
  /** Seconds from state to state between two uses: empty travel, a change of tool or of fixture. Absent: none. */
  readonly transition?: readonly (readonly number[])[];
  /** State before the first use, and since when it is free. */
  readonly initial: number;
  readonly free: number;
}

export interface CellUnit {
  readonly id: string;
  readonly release: number;
  readonly due?: number;
  /** Cost of a second of tardiness, where a second of makespan costs 1. */
  readonly weight?: number;
}

export interface CellProblem {
  readonly resources: readonly CellResource[];
  readonly units: readonly CellUnit[];
  readonly tasks: readonly CellTask[];
  readonly holds: readonly CellHold[];
  readonly lags: readonly CellLag[];
  /** Nothing that is not frozen begins earlier. */
  readonly now: number;
}

/** Mode and start by task, choice by hold. */
export interface CellPlan {
  readonly modes: readonly number[];
  readonly starts: readonly number[];
  readonly choices: readonly number[];
}

/** A task's seconds in a mode. */
export const durationIn = (task: CellTask, mode: number): number =>
  task.frozen?.duration ?? task.modes[mode]!.duration;

/** Lags that a plan can keep or break: between what has begun on both sides they are facts. */
export const openLags = ({ tasks, lags }: Pick<CellProblem, "tasks" | "lags">): CellLag[] =>
  lags.filter(({ from, to }) => !tasks[from.task]!.frozen || !tasks[to.task]!.frozen);

/** Seconds from state to state on a resource. */
export const transitionOf = ({ transition }: CellResource, exit: number, entry: number): number =>
  transition ? transition[exit]![entry]! : 0;
