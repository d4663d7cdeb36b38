/** One machine, some jobs: in which order is the weighted lateness least? */
export interface SequencingJob {
  readonly release: number;
  readonly duration: number;
  /** When it has to end for its order to be on time. */
  readonly due: number;
  readonly weight: number;
}

export interface SequencingProblem {
  /** In today's order, which is the hint. */
  readonly jobs: readonly SequencingJob[];
  /** Set-up seconds from job i - 1 to job j; row 0 is the state before the first job. */
  readonly setups: readonly (readonly number[])[];
  /** When the machine is free. */
  readonly start: number;
  readonly maxSeconds: number;
  readonly seed: number;
}

/** Indices of the jobs in their new order; undefined when nothing was found in time. */
export type SequencingAnswer = readonly number[] | undefined;
