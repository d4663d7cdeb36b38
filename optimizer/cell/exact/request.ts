import type { CellPlan, CellProblem } from "../problem.ts";

export interface CellSolveRequest {
  readonly problem: CellProblem;
  /** A plan to start from; the answer is no worse. */
  readonly hint: CellPlan;
  /** By task: may it take another mode and another place in its robot's sequence? Absent: all may. Times are always free. */
  readonly loose?: readonly boolean[];
  readonly maxSeconds: number;
  readonly seed: number;
}

export interface CellSolveAnswer {
  readonly plan?: CellPlan;
  /** No plan costs less; of the whole problem only where all tasks are loose. */
  readonly bound: number;
  readonly optimal: boolean;
}
