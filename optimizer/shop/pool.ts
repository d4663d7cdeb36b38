import { sharedFloat64, sharedInt32 } from "./shared.ts";

/** A solution as whole numbers, in the engine's own writing, and what it costs. */
export interface Solution {
  readonly numbers: Int32Array;
  objective: number;
}

export const emptySolution = (width: number): Solution => ({
  numbers: new Int32Array(width),
  objective: Number.POSITIVE_INFINITY,
});

/** The memory of a pool; may be given to other threads. */
export interface PoolMemory {
  readonly width: number;
  readonly capacity: number;
  readonly counters: Int32Array;
  readonly objectives: Float64Array;
  readonly numbers: Int32Array;
}

// Counters.
const lock = 0;
const members = 1;
/** Which of the two best slots holds: the other one is written, so that nobody ever sees half a solution. */
const bestSlot = 2;
const failures = 3;
const generation = 4;
const counters = 5;
// Objectives: two best ones, the bound, when the generation began, then the members.
const boundAt = 2;
const begunAt = 3;
const memberAt = 4;

export const createPoolMemory = (width: number, capacity: number): PoolMemory => {
  const objectives = sharedFloat64(memberAt + capacity).fill(Number.POSITIVE_INFINITY);
  objectives[boundAt] = Number.NEGATIVE_INFINITY;
  objectives[begunAt] = 0;
  return {
    width,
    capacity,
    counters: sharedInt32(counters),
    objectives,
    numbers: sharedInt32(width * (capacity + 2)),
  };
};

/**
 * The best solution so far and a population, for one search or for several threads over the same memory. Where a method
 * says so it wants the lock: call it inside `locked`.
 */
export interface Pool {
  readonly width: number;
  readonly capacity: number;
  /** Runs alone among all threads; must be short. */
  readonly locked: <T>(work: () => T) => T;
  readonly best: () => number;
  /** Copies the best solution; false when there is none yet. Needs no lock. */
  readonly readBest: (into: Solution) => boolean;
  /** Keeps the solution when it is the best so far, and says whether. */
  readonly offer: (solution: Solution) => boolean;
  /** No solution is better than this. */
  readonly bound: () => number;
  readonly raiseBound: (bound: number) => void;
  /** How many members the population has. */
  readonly count: () => number;
  readonly objective: (member: number) => number;
  /** The member's numbers where they lie; wants the lock. */
  readonly view: (member: number) => Int32Array;
  /** Writes a member, or adds one at `count()`; wants the lock. */
  readonly put: (member: number, solution: Solution) => void;
  /** Tries in a row that brought the population nothing. */
  readonly failures: () => number;
  readonly failed: () => void;
  readonly succeeded: () => void;
  /** Populations given up so far; and when the present one began, in the budget's share. */
  readonly generation: () => number;
  readonly begun: () => number;
  /** Gives the population up; wants the lock. */
  readonly restart: (share: number) => void;
}

export const openPool = ({ width, capacity, counters: count, objectives, numbers }: PoolMemory): Pool => {
  const view = (member: number) => numbers.subarray((member + 2) * width, (member + 3) * width);
  const locked = <T>(work: () => T): T => {
    while (Atomics.compareExchange(count, lock, 0, 1) !== 0) Atomics.wait(count, lock, 1, 1);
    try {
      return work();
    } finally {
      Atomics.store(count, lock, 0);
      Atomics.notify(count, lock, 1);
    }
  };
  const best = () => objectives[Atomics.load(count, bestSlot)]!;
  return {
    width,
    capacity,
    locked,
    best,
    readBest: (into) => {
      const slot = Atomics.load(count, bestSlot);
      into.numbers.set(numbers.subarray(slot * width, (slot + 1) * width));
      into.objective = objectives[slot]!;
      return into.objective < Number.POSITIVE_INFINITY;
    },
    offer: (solution) =>
      solution.objective < best() &&
      locked(() => {
        if (solution.objective >= best()) return false;
        const slot = 1 - Atomics.load(count, bestSlot);
        numbers.set(solution.numbers, slot * width);
        objectives[slot] = solution.objective;
        Atomics.store(count, bestSlot, slot);
        return true;
      }),
    bound: () => objectives[boundAt]!,
    raiseBound: (bound) => {
      if (bound > objectives[boundAt]!) objectives[boundAt] = bound;
    },
    count: () => Atomics.load(count, members),
    objective: (member) => objectives[memberAt + member]!,
    view,
    put: (member, solution) => {
      view(member).set(solution.numbers);
      objectives[memberAt + member] = solution.objective;
      if (member >= Atomics.load(count, members)) Atomics.store(count, members, member + 1);
    },
    failures: () => Atomics.load(count, failures),
    failed: () => {
      Atomics.add(count, failures, 1);
    },
    succeeded: () => {
      Atomics.store(count, failures, 0);
    },
    generation: () => Atomics.load(count, generation),
    begun: () => objectives[begunAt]!,
    restart: (share) => {
      Atomics.store(count, members, 0);
      Atomics.store(count, failures, 0);
      Atomics.add(count, generation, 1);
      objectives[begunAt] = share;
    },
  };
};
