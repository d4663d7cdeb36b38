import type { SequencingAnswer, SequencingProblem } from "./sequencing.ts";
import { createSolverThread } from "./thread.ts";

/** Sequences one machine's jobs with CP-SAT in a thread of its own. */
export const createExactSolver = () =>
  createSolverThread<SequencingProblem, SequencingAnswer>(new URL("./worker.ts", import.meta.url));
export type ExactSolver = ReturnType<typeof createExactSolver>;
