import type { ShopProblem } from "./problem.ts";
import { sharedFloat64From } from "./shared.ts";

/** A single-machine problem as flat lists. */
export interface Line {
  readonly jobs: number;
  readonly duration: Float64Array;
  readonly release: Float64Array;
  readonly due: Float64Array;
  readonly weight: Float64Array;
  /** (jobs + 1) rows of jobs values, as in ShopProblem.setups. */
  readonly setup: Float64Array;
  readonly released: boolean;
  readonly makespan: boolean;
}

/** @throws RangeError when there is more than one machine, or a job that is not one operation without choice */
export const compileLine = (problem: ShopProblem): Line => {
  const jobs = problem.jobs.length;
  if (problem.machines !== 1 || problem.jobs.some(({ operations }) => operations.length !== 1))
    throw new RangeError("one machine and one operation a job are wanted");
  const durations = problem.jobs.map(({ operations }) =>
    operations[0]!.alternatives.reduce(
      (least, { duration }) => Math.min(least, duration),
      Number.POSITIVE_INFINITY,
    ),
  );
  return {
    jobs,
    duration: sharedFloat64From(durations),
    release: sharedFloat64From(problem.jobs.map(({ release }) => release)),
    due: sharedFloat64From(problem.jobs.map(({ due }) => due)),
    weight: sharedFloat64From(problem.jobs.map(({ weight }) => weight)),
    setup: sharedFloat64From(problem.setups?.[0] ?? new Int32Array((jobs + 1) * jobs)),
    released: problem.jobs.some(({ release }) => release > 0),
    makespan: problem.objective === "makespan",
  };
};

/** A sequence with what its prefixes cost, so that a change is paid for from where it begins. */
export interface Sequence {
  readonly line: Line;
  readonly order: Int32Array;
  /** End of the job at each position. */
  readonly ends: Float64Array;
  /** Cost of all jobs up to and with each position. */
  readonly costs: Float64Array;
  cost: number;
  load(order: Int32Array): void;
  /** Computes ends and costs anew from a position on. */
  refresh(from: number): void;
  /**
   * Cost of the whole when the positions from `from` on hold `changed` (as many as it has) and the rest stays; stops with
   * infinity as soon as `limit` is reached.
   */
  costWith(from: number, changed: Int32Array, count: number, limit: number): number;
}

export const createSequence = (line: Line): Sequence => {
  const { jobs, duration, release, due, weight, setup, released, makespan } = line;
  const order = new Int32Array(jobs);
  const ends = new Float64Array(jobs);
  const costs = new Float64Array(jobs);
  const sequence: Sequence = {
    line,
    order,
    ends,
    costs,
    cost: 0,
    load: (from) => {
      order.set(from);
      sequence.refresh(0);
    },
    refresh: (from) => {
      let time = from > 0 ? ends[from - 1]! : 0;
      let cost = from > 0 ? costs[from - 1]! : 0;
      let row = from > 0 ? (order[from - 1]! + 1) * jobs : 0;
      for (let position = from; position < jobs; position += 1) {
        const job = order[position]!;
        time += setup[row + job]!;
        if (time < release[job]!) time = release[job]!;
        time += duration[job]!;
        const late = time - due[job]!;
        if (makespan) cost = time;
        else if (late > 0) cost += late * weight[job]!;
        ends[position] = time;
        costs[position] = cost;
        row = (job + 1) * jobs;
      }
      sequence.cost = cost;
    },
    costWith: (from, changed, count, limit) => {
      let time = from > 0 ? ends[from - 1]! : 0;
      let cost = from > 0 ? costs[from - 1]! : 0;
      let row = from > 0 ? (order[from - 1]! + 1) * jobs : 0;
      for (let index = 0; index < count; index += 1) {
        const job = changed[index]!;
        time += setup[row + job]!;
        if (released && time < release[job]!) time = release[job]!;
        time += duration[job]!;
        const late = time - due[job]!;
        if (makespan) cost = time;
        else if (late > 0) cost += late * weight[job]!;
        if (cost >= limit) return Number.POSITIVE_INFINITY;
        row = (job + 1) * jobs;
      }
      for (let position = from + count; position < jobs; position += 1) {
        const job = order[position]!;
        time += setup[row + job]!;
        if (released && time < release[job]!) time = release[job]!;
        time += duration[job]!;
        // Nothing moves from here on: the rest costs what it did.
        if (time === ends[position]!) {
          if (makespan) return ends[jobs - 1]!;
          const late = time - due[job]!;
          const before = late > 0 ? late * weight[job]! : 0;
          return cost + before + costs[jobs - 1]! - costs[position]!;
        }
        const late = time - due[job]!;
        if (makespan) cost = time;
        else if (late > 0) cost += late * weight[job]!;
        if (cost >= limit) return Number.POSITIVE_INFINITY;
        row = (job + 1) * jobs;
      }
      return cost;
    },
  };
  return sequence;
};
