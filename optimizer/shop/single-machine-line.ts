import { shortestOf } from "../shortest.ts";
import type { ShopProblem } from "./problem.ts";
import { sharedFloat64From } from "./shared.ts";

/** A single-machine problem as flat lists. */
export interface Line {
  readonly jobs: number;
  readonly duration: Float64Array;
  readonly release: Float64Array;
  readonly due: Float64Array;
  /** Nothing when the makespan counts: then the end of the last job is the whole cost. */
  readonly weight: Float64Array;
  /** (jobs + 1) rows of jobs values, as in ShopProblem.setups. */
  readonly setup: Float64Array;
  readonly released: boolean;
  readonly makespan: boolean;
  /**
   * Weight of the last job's end. Beside tardiness it is so small that it only decides between equals: a sequence with less
   * set-up has room for the next improvement.
   */
  readonly endWeight: number;
}

/** @throws RangeError when there is more than one machine, or a job that is not one operation */
export const compileLine = (problem: ShopProblem): Line => {
  const jobs = problem.jobs.length;
  const makespan = problem.objective === "makespan";
  if (problem.machines !== 1 || problem.jobs.some(({ operations }) => operations.length !== 1))
    throw new RangeError("one machine and one operation a job are wanted");
  const durations = problem.jobs.map(({ operations }) => shortestOf(operations[0]!.alternatives));
  const setups = problem.setups?.[0] ?? new Int32Array((jobs + 1) * jobs);
  const horizon =
    durations.reduce((sum, duration) => sum + duration, 0) +
    problem.jobs.reduce((latest, { release }) => Math.max(latest, release), 0) +
    jobs * setups.reduce((longest, setup) => Math.max(longest, setup), 0);
  return {
    jobs,
    duration: sharedFloat64From(durations),
    release: sharedFloat64From(problem.jobs.map(({ release }) => Math.max(0, release))),
    due: sharedFloat64From(problem.jobs.map(({ due }) => due)),
    weight: sharedFloat64From(problem.jobs.map(({ weight }) => (makespan ? 0 : weight))),
    setup: sharedFloat64From(setups),
    released: problem.jobs.some(({ release }) => release > 0),
    makespan,
    endWeight: makespan ? 1 : 0.5 / Math.max(1, horizon),
  };
};

/** A sequence with what its prefixes cost. Prefix k is the first k jobs. */
export interface Sequence {
  readonly line: Line;
  readonly order: Int32Array;
  /** End of the job at each position. */
  readonly ends: Float64Array;
  /** Weighted tardiness of each prefix. */
  readonly costs: Float64Array;
  /** Weight of each prefix's jobs that are late; and of those that are late or on time to the unit. */
  readonly late: Float64Array;
  readonly due: Float64Array;
  /** What the search minimises, and what the problem asks for. */
  cost: number;
  objective: number;
  /** Works out the sequence anew from a position on. */
  readonly refresh: (from: number) => void;
  /**
   * Lower bound of what the positions from `from` to before `to` cost when all of them shift by `shift`: tardiness is
   * convex in it. Where there are releases a stretch shifts later by that much at most.
   */
  readonly shifted: (from: number, to: number, shift: number) => number;
  /** The same for all positions from `from` on, with the end of the last job where it counts. */
  readonly restShifted: (from: number, shift: number) => number;
  /**
   * What the positions from `from` on cost when the job before them is the same and ends `shift` later; infinity as soon as
   * `limit` is reached.
   */
  readonly rest: (from: number, shift: number, limit: number) => number;
}

export const createSequence = (line: Line): Sequence => {
  const { jobs, duration, release, weight, setup, released, makespan, endWeight } = line;
  const order = new Int32Array(jobs);
  const ends = new Float64Array(jobs);
  const costs = new Float64Array(jobs + 1);
  const late = new Float64Array(jobs + 1);
  const due = new Float64Array(jobs + 1);
  const shifted = (from: number, to: number, shift: number): number => {
    const cost = costs[to]! - costs[from]!;
    if (shift <= 0) return cost + shift * (late[to]! - late[from]!);
    return released ? cost : cost + shift * (due[to]! - due[from]!);
  };
  const sequence: Sequence = {
    line,
    order,
    ends,
    costs,
    late,
    due,
    cost: 0,
    objective: 0,
    refresh: (from) => {
      let time = from > 0 ? ends[from - 1]! : 0;
      let row = from > 0 ? (order[from - 1]! + 1) * jobs : 0;
      let cost = costs[from]!;
      let lateWeight = late[from]!;
      let dueWeight = due[from]!;
      for (let position = from; position < jobs; position += 1) {
        const job = order[position]!;
        time += setup[row + job]!;
        if (time < release[job]!) time = release[job]!;
        time += duration[job]!;
        const lateness = time - line.due[job]!;
        if (lateness >= 0) {
          cost += lateness * weight[job]!;
          dueWeight += weight[job]!;
          if (lateness > 0) lateWeight += weight[job]!;
        }
        ends[position] = time;
        costs[position + 1] = cost;
        late[position + 1] = lateWeight;
        due[position + 1] = dueWeight;
        row = (job + 1) * jobs;
      }
      sequence.cost = cost + endWeight * time;
      sequence.objective = makespan ? time : cost;
    },
    shifted,
    restShifted: (from, shift) =>
      shifted(from, jobs, shift) + endWeight * (ends[jobs - 1]! + (released && shift > 0 ? 0 : shift)),
    rest: (from, shift, limit) => {
      let time = ends[from - 1]! + shift;
      let row = (order[from - 1]! + 1) * jobs;
      let cost = 0;
      for (let position = from; position < jobs; position += 1) {
        const job = order[position]!;
        time += setup[row + job]!;
        if (time < release[job]!) time = release[job]!;
        time += duration[job]!;
        const lateness = time - line.due[job]!;
        if (lateness > 0) cost += lateness * weight[job]!;
        if (cost >= limit) return Number.POSITIVE_INFINITY;
        // Nothing moves from here on.
        if (time === ends[position]!)
          return cost + costs[jobs]! - costs[position + 1]! + endWeight * ends[jobs - 1]!;
        row = (job + 1) * jobs;
      }
      return cost + endWeight * time;
    },
  };
  return sequence;
};
