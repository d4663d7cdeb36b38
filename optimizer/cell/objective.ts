import { type CellPlan, type CellProblem, durationIn } from "./problem.ts";

export interface CellCost {
  /** End of the last task, seconds. */
  readonly makespan: number;
  /** Weighted seconds of tardiness. */
  readonly tardiness: number;
  readonly total: number;
}

/** Makespan plus weighted tardiness. */
export const costOf = (
  { tasks, units }: CellProblem,
  { modes, starts }: Pick<CellPlan, "modes" | "starts">,
): CellCost => {
  const ends = units.map(() => 0);
  for (const [t, task] of tasks.entries())
    ends[task.unit] = Math.max(ends[task.unit]!, starts[t]! + durationIn(task, modes[t]!));
  let tardiness = 0;
  for (const [u, { due, weight = 0 }] of units.entries())
    if (due !== undefined) tardiness += weight * Math.max(0, ends[u]! - due);
  const makespan = Math.max(0, ...ends);
  return { makespan, tardiness, total: makespan + tardiness };
};
