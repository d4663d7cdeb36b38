import { type CellProblem, durationIn } from "./problem.ts";

/** The task's seconds in its shortest mode. */
export const leastDuration = ({ tasks }: CellProblem, t: number): number => {
  const task = tasks[t]!;
  return task.frozen
    ? durationIn(task, task.frozen.mode)
    : Math.min(...task.modes.map((_, m) => durationIn(task, m)));
};

/** The same in its longest one. */
export const mostDuration = ({ tasks }: CellProblem, t: number): number => {
  const task = tasks[t]!;
  return task.frozen
    ? durationIn(task, task.frozen.mode)
    : Math.max(...task.modes.map((_, m) => durationIn(task, m)));
};

/**
 * Least seconds from each moment of a unit to the next, by Floyd and Warshall over the starts of its tasks. What has begun has its time,
 * whatever it was to wait for.
 */
export const leastGaps = (problem: CellProblem, own: readonly number[]): number[][] => {
  const index = new Map(own.map((t, i) => [t, i]));
  const gap = own.map((_, i) => own.map((__, j) => (i === j ? 0 : Number.NEGATIVE_INFINITY)));
  for (const { from, to, min } of problem.lags) {
    const [i, j] = [index.get(from.task), index.get(to.task)];
    if (i === undefined || j === undefined || i === j || problem.tasks[to.task]!.frozen) continue;
    // Where the later edge is an end, its own duration may lie in the lag.
    const most = to.edge === "end" ? mostDuration(problem, to.task) : 0;
    const least = (from.edge === "end" ? leastDuration(problem, from.task) : 0) + min - most;
    gap[i]![j] = Math.max(gap[i]![j]!, least);
  }
  for (let k = 0; k < own.length; k++)
    for (let i = 0; i < own.length; i++)
      for (let j = 0; j < own.length; j++) gap[i]![j] = Math.max(gap[i]![j]!, gap[i]![k]! + gap[k]![j]!);
  return gap;
};
