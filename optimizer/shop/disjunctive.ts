import { emptySolution, type Solution } from "./pool.ts";
import type { ShopPlan, ShopProblem } from "./problem.ts";
import { sharedInt32, sharedInt32From } from "./shared.ts";

/**
 * A (flexible) job shop in flat arrays. Operations are numbered job by job. Behind the `operations` real ones stand
 * sentinels of no duration: `operations` itself means "none", `operations + 1 + job` is the release of a job, the
 * predecessor of its first operation; so the recursions over heads and tails need no branches.
 */
export interface JobShop {
  readonly machines: number;
  readonly jobs: number;
  readonly operations: number;
  readonly jobPrevious: Int32Array;
  readonly jobNext: Int32Array;
  readonly jobOf: Int32Array;
  /** Last operation of every job that has any. */
  readonly lastOperation: Int32Array;
  readonly release: Int32Array;
  /** Alternatives of operation i: from firstAlternative[i] to before firstAlternative[i + 1]. */
  readonly firstAlternative: Int32Array;
  readonly alternativeMachine: Int32Array;
  readonly alternativeDuration: Int32Array;
  /** Room in one array for the sequences of all machines: machine i from machineOffset[i] on. */
  readonly machineOffset: Int32Array;
  /** Some operation has a choice of machines. */
  readonly flexible: boolean;
}

/** Heads plus tails must stay 32-bit numbers. */
const longestHorizon = 2 ** 30;
/** No schedule that a search looks at is so many times longer than its longest job and its busiest machine together. */
const worstStretch = 4;

const refuseOtherShapes = (problem: ShopProblem): void => {
  if (problem.setups) throw new RangeError("the job shop engine knows no set-up times");
  if (problem.permutation) throw new RangeError("the job shop engine keeps no permutation");
  if (problem.objective !== "makespan") throw new RangeError("the job shop engine minimises makespan only");
};

/** @throws RangeError when the problem is no job shop for makespan, or its times do not fit 32 bits */
export const compileJobShop = (problem: ShopProblem): JobShop => {
  refuseOtherShapes(problem);
  const jobs = problem.jobs.length;
  const operations = problem.jobs.reduce((sum, job) => sum + job.operations.length, 0);
  const none = operations;
  const jobPrevious = sharedInt32(operations).fill(none);
  const jobNext = sharedInt32(operations).fill(none);
  const jobOf = sharedInt32(operations);
  const release = sharedInt32(jobs);
  const firstAlternative = sharedInt32(operations + 1);
  const alternativeMachine: number[] = [];
  const alternativeDuration: number[] = [];
  const load = new Float64Array(problem.machines);
  let allWork = 0;
  let longestJob = 0;
  let index = 0;
  for (const [job, { operations: own, release: from }] of problem.jobs.entries()) {
    if (!Number.isSafeInteger(from)) throw new RangeError(`job ${job}: its release ${from} is not whole`);
    release[job] = Math.max(0, from);
    let length = Math.max(0, from);
    for (const [at, { alternatives }] of own.entries()) {
      jobOf[index] = job;
      jobPrevious[index] = at === 0 ? none + 1 + job : index - 1;
      if (at < own.length - 1) jobNext[index] = index + 1;
      if (alternatives.length === 0) throw new RangeError(`job ${job} operation ${at} has no machine`);
      let longest = 0;
      for (const { machine, duration } of alternatives) {
        if (!(machine >= 0 && machine < problem.machines && Number.isSafeInteger(duration) && duration >= 0))
          throw new RangeError(
            `job ${job} operation ${at}: machine ${machine} for ${duration} is not possible`,
          );
        alternativeMachine.push(machine);
        alternativeDuration.push(duration);
        load[machine]! += duration;
        longest = Math.max(longest, duration);
      }
      allWork += longest;
      length += longest;
      firstAlternative[++index] = alternativeMachine.length;
    }
    longestJob = Math.max(longestJob, length);
  }
  const busiest = load.reduce((a, b) => Math.max(a, b), 0);
  const horizon = Math.min(allWork + longestJob, (busiest + longestJob) * worstStretch);
  if (horizon > longestHorizon)
    throw new RangeError(
      `the schedule may take ${horizon}, more than 2^30: give the times in a coarser unit`,
    );
  const machineOffset = sharedInt32(problem.machines + 1);
  for (const machine of alternativeMachine) machineOffset[machine + 1]!++;
  for (let machine = 0; machine < problem.machines; machine++)
    machineOffset[machine + 1]! += machineOffset[machine]!;
  return {
    machines: problem.machines,
    machineOffset,
    jobs,
    operations,
    jobPrevious,
    jobNext,
    jobOf,
    lastOperation: Int32Array.from(jobNext.keys()).filter((operation) => jobNext[operation] === none),
    release,
    firstAlternative,
    alternativeMachine: sharedInt32From(alternativeMachine),
    alternativeDuration: sharedInt32From(alternativeDuration),
    flexible: alternativeMachine.length > operations,
  };
};

/**
 * A complete selection of the disjunctive graph (Roy and Sussmann 1964): a machine for every operation and a sequence on
 * every machine, with the earliest ends, the tails and a topological order kept up to date.
 */
export interface Selection {
  readonly shop: JobShop;
  /** The chosen alternative of every operation, and its machine and duration. */
  readonly alternative: Int32Array;
  readonly machineOf: Int32Array;
  readonly duration: Int32Array;
  readonly machinePrevious: Int32Array;
  readonly machineNext: Int32Array;
  /** First operation of every machine, or "none". */
  readonly machineFirst: Int32Array;
  /** Place of an operation in its machine's sequence, and the sequences place by place (JobShop.machineOffset). */
  readonly position: Int32Array;
  readonly sequence: Int32Array;
  readonly machineLength: Int32Array;
  /** Earliest end. */
  readonly end: Int32Array;
  /** Longest path from the start of an operation to the sink, its own duration included. */
  readonly tail: Int32Array;
  readonly order: Int32Array;
  readonly rank: Int32Array;
  makespan: number;
  /** The places of the order that may change, from `first` to before `until`; heads before and tails behind stay. */
  first: number;
  until: number;
  readonly mark: Uint8Array;
  readonly moved: Int32Array;
}

/** What is enough to build a selection again: a topological order and the alternatives, one behind the other. */
export interface Snapshot extends Solution {
  readonly order: Int32Array;
  readonly alternative: Int32Array;
}

/** The numbers of a solution as what they are. */
export const viewsOf = ({ operations }: JobShop, numbers: Int32Array) => ({
  order: numbers.subarray(0, operations),
  alternative: numbers.subarray(operations, 2 * operations),
});

export const emptySelection = (shop: JobShop): Selection => {
  const { operations, jobs, machines } = shop;
  const size = operations + 1 + jobs;
  const end = new Int32Array(size);
  end.set(shop.release, operations + 1);
  return {
    shop,
    alternative: new Int32Array(operations),
    machineOf: new Int32Array(operations),
    duration: new Int32Array(size),
    machinePrevious: new Int32Array(size),
    machineNext: new Int32Array(size),
    machineFirst: new Int32Array(machines),
    position: new Int32Array(operations),
    sequence: new Int32Array(shop.alternativeMachine.length),
    machineLength: new Int32Array(machines),
    end,
    tail: new Int32Array(size),
    order: new Int32Array(operations),
    rank: new Int32Array(size),
    makespan: 0,
    first: 0,
    until: operations,
    mark: new Uint8Array(size),
    moved: new Int32Array(operations),
  };
};

export const emptySnapshot = (shop: JobShop): Snapshot => {
  const solution = emptySolution(2 * shop.operations);
  return { ...solution, ...viewsOf(shop, solution.numbers) };
};

/** Writes the selection; where only some places may change, `to` holds all else already. */
export const save = (selection: Selection, to: Snapshot) => {
  const { order, alternative, first, until, shop } = selection;
  to.order.set(order.subarray(first, until), first);
  if (until - first === shop.operations) to.alternative.set(alternative);
  to.objective = selection.makespan;
};

/** Earliest ends from this place of the topological order on. */
export const updateEnds = (selection: Selection, from: number) => {
  const { order, end, duration, machinePrevious, shop, until } = selection;
  const { jobPrevious } = shop;
  for (let place = from; place < until; place++) {
    const operation = order[place]!;
    const job = end[jobPrevious[operation]!]!;
    const machine = end[machinePrevious[operation]!]!;
    end[operation] = (job > machine ? job : machine) + duration[operation]!;
  }
};

/** Tails from this place of the topological order back to the first. */
export const updateTails = (selection: Selection, from: number) => {
  const { order, tail, duration, machineNext, shop, first } = selection;
  const { jobNext } = shop;
  for (let place = from; place >= first; place--) {
    const operation = order[place]!;
    const job = tail[jobNext[operation]!]!;
    const machine = tail[machineNext[operation]!]!;
    tail[operation] = (job > machine ? job : machine) + duration[operation]!;
  }
};

/** The longest path; of those through the places that may change, where not all may. */
export const updateMakespan = (selection: Selection) => {
  const { end, tail, duration, order, first, until, shop } = selection;
  const { lastOperation } = shop;
  let makespan = 0;
  if (until - first < shop.operations) {
    for (let place = first; place < until; place++) {
      const here = order[place]!;
      const length = end[here]! + tail[here]! - duration[here]!;
      if (length > makespan) makespan = length;
    }
    selection.makespan = makespan;
    return;
  }
  for (let index = 0; index < lastOperation.length; index++) {
    const last = end[lastOperation[index]!]!;
    if (last > makespan) makespan = last;
  }
  selection.makespan = makespan;
};

/** Builds the selection in which every machine takes its operations in this order; it must respect the jobs. */
export const restore = (selection: Selection, from: Pick<Snapshot, "order" | "alternative">) => {
  const { shop, order, alternative, rank, machineOf, duration, position } = selection;
  const { machinePrevious, machineNext, machineFirst, sequence, machineLength } = selection;
  const { operations, machines, machineOffset, alternativeMachine, alternativeDuration } = shop;
  order.set(from.order);
  alternative.set(from.alternative);
  selection.first = 0;
  selection.until = operations;
  const last = new Int32Array(machines).fill(operations);
  machineLength.fill(0);
  machineFirst.fill(operations);
  for (let place = 0; place < operations; place++) {
    const operation = order[place]!;
    const machine = alternativeMachine[alternative[operation]!]!;
    rank[operation] = place;
    machineOf[operation] = machine;
    duration[operation] = alternativeDuration[alternative[operation]!]!;
    position[operation] = machineLength[machine]!;
    sequence[machineOffset[machine]! + machineLength[machine]!++] = operation;
    const before = last[machine]!;
    if (before === operations) machineFirst[machine] = operation;
    else machineNext[before] = operation;
    machinePrevious[operation] = before;
    machineNext[operation] = operations;
    last[machine] = operation;
  }
  updateEnds(selection, 0);
  updateTails(selection, operations - 1);
  updateMakespan(selection);
};

/**
 * As `restore` for a shop without a choice of machines, where the two differ at places that may change only. Ends and tails
 * at other places stay as they are.
 */
export const restoreRange = (selection: Selection, from: Pick<Snapshot, "order">) => {
  const { shop, order, rank, machineOf, position, first, until } = selection;
  const { machinePrevious, machineNext, machineFirst, sequence, machineLength } = selection;
  const { operations: none, machineOffset } = shop;
  // A machine's operations keep the stretch of its sequence that they have.
  const next = new Map<number, number>();
  for (let place = first; place < until; place++) {
    const operation = order[place]!;
    const machine = machineOf[operation]!;
    const known = next.get(machine);
    if (known === undefined || position[operation]! < known) next.set(machine, position[operation]!);
  }
  for (let place = first; place < until; place++) {
    const operation = from.order[place]!;
    const machine = machineOf[operation]!;
    const at = next.get(machine)!;
    order[place] = operation;
    rank[operation] = place;
    position[operation] = at;
    sequence[machineOffset[machine]! + at] = operation;
    next.set(machine, at + 1);
  }
  for (let place = first; place < until; place++) {
    const operation = order[place]!;
    const machine = machineOf[operation]!;
    const at = position[operation]!;
    const offset = machineOffset[machine]!;
    const before = at === 0 ? none : sequence[offset + at - 1]!;
    const after = at + 1 === machineLength[machine]! ? none : sequence[offset + at + 1]!;
    machinePrevious[operation] = before;
    machineNext[operation] = after;
    if (before === none) machineFirst[machine] = operation;
    else machineNext[before] = operation;
    if (after !== none) machinePrevious[after] = operation;
  }
  updateEnds(selection, first);
  updateTails(selection, until - 1);
  updateMakespan(selection);
};

/** The schedule of a snapshot, every operation as early as it can. */
export const planOf = (shop: JobShop, numbers: Int32Array, bound: number): ShopPlan => {
  const selection = emptySelection(shop);
  restore(selection, viewsOf(shop, numbers));
  const jobs: { machine: number; start: number; end: number }[][] = Array.from(
    { length: shop.jobs },
    () => [],
  );
  for (let operation = 0; operation < shop.operations; operation++) {
    const end = selection.end[operation]!;
    jobs[shop.jobOf[operation]!]!.push({
      machine: selection.machineOf[operation]!,
      start: end - selection.duration[operation]!,
      end,
    });
  }
  return { objective: selection.makespan, bound, jobs };
};
