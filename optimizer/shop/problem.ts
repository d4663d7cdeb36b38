/**
 * A machine scheduling problem in the three-field notation of Graham, Lawler, Lenstra and Rinnooy Kan (1979): what the
 * literature's public instances hold. Times are whole units of the instance; machines and jobs are numbers from 0.
 */
export interface ShopProblem {
  readonly machines: number;
  readonly jobs: readonly ShopJob[];
  /**
   * Set-up times between jobs: setups[machine] holds (jobs + 1) rows of `jobs` values, row by row; row 0 is the set-up of
   * the machine's first job, row i + 1 the one right after job i. A set-up starts when the machine is free of the job
   * before it, whether or not the next job is there. Absent: none.
   */
  readonly setups?: readonly Int32Array[];
  /** Every machine takes the jobs in the same order (permutation flow shop). */
  readonly permutation?: boolean;
  readonly objective: "makespan" | "weightedTardiness";
}

export interface ShopJob {
  readonly release: number;
  /** Tardiness counts from here, `weight` a unit. */
  readonly due: number;
  readonly weight: number;
  /** One after the other. */
  readonly operations: readonly ShopOperation[];
}

export interface ShopOperation {
  /** Machines that can do it, each with its time; at least one. */
  readonly alternatives: readonly { readonly machine: number; readonly duration: number }[];
}

/** A complete schedule: machine and start of every operation, job by job. */
export interface ShopPlan {
  readonly objective: number;
  /** No schedule is better. */
  readonly bound: number;
  readonly jobs: readonly (readonly {
    readonly machine: number;
    readonly start: number;
    readonly end: number;
  }[])[];
}

export interface ShopOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Steps of the search at most; for plans that must come out the same on every machine. */
  readonly iterations?: number;
  /** Called with every better objective and the seconds it took. */
  readonly onImprovement?: (objective: number, seconds: number) => void;
  readonly signal?: AbortSignal;
}
