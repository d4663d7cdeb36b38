import type { ShopPlan, ShopProblem } from "./problem.ts";

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

export const compileJobShop = (problem: ShopProblem): JobShop => {
  if (problem.setups) throw new RangeError("the job shop engine knows no set-up times");
  if (problem.permutation) throw new RangeError("the job shop engine keeps no permutation");
  if (problem.objective !== "makespan") throw new RangeError("the job shop engine minimises makespan only");
  const jobs = problem.jobs.length;
  const operations = problem.jobs.reduce((sum, job) => sum + job.operations.length, 0);
  const none = operations;
  const jobPrevious = new Int32Array(operations).fill(none);
  const jobNext = new Int32Array(operations).fill(none);
  const jobOf = new Int32Array(operations);
  const release = new Int32Array(jobs);
  const firstAlternative = new Int32Array(operations + 1);
  const alternativeMachine: number[] = [];
  const alternativeDuration: number[] = [];
  let horizon = 0;
  let index = 0;
  for (const [job, { operations: own, release: from }] of problem.jobs.entries()) {
    if (!Number.isSafeInteger(from)) throw new RangeError(`job ${job}: its release ${from} is not whole`);
    release[job] = Math.max(0, from);
    horizon = Math.max(horizon, from);
    for (const [at, { alternatives }] of own.entries()) {
      jobOf[index] = job;
      jobPrevious[index] = at === 0 ? none + 1 + job : index - 1;
      if (at < own.length - 1) jobNext[index] = index + 1;
      if (alternatives.length === 0) throw new RangeError(`job ${job} operation ${at} has no machine`);
      for (const { machine, duration } of alternatives) {
        if (!(machine >= 0 && machine < problem.machines && Number.isSafeInteger(duration) && duration >= 0))
          throw new RangeError(
            `job ${job} operation ${at}: machine ${machine} for ${duration} is not possible`,
          );
        alternativeMachine.push(machine);
        alternativeDuration.push(duration);
      }
      firstAlternative[++index] = alternativeMachine.length;
    }
  }
  for (let operation = 0; operation < operations; operation++)
    horizon += Math.max(
      ...alternativeDuration.slice(firstAlternative[operation]!, firstAlternative[operation + 1]!),
    );
  if (horizon > longestHorizon) throw new RangeError(`all durations add up to ${horizon}, more than 2^30`);
  const machineOffset = new Int32Array(problem.machines + 1);
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
    alternativeMachine: Int32Array.from(alternativeMachine),
    alternativeDuration: Int32Array.from(alternativeDuration),
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
  readonly mark: Uint8Array;
  readonly moved: Int32Array;
}

/** What is enough to build a selection again: a topological order and the alternatives. */
export interface Snapshot {
  readonly order: Int32Array;
  readonly alternative: Int32Array;
  makespan: number;
}

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
    mark: new Uint8Array(size),
    moved: new Int32Array(operations),
  };
};

export const emptySnapshot = ({ operations }: JobShop): Snapshot => ({
  order: new Int32Array(operations),
  alternative: new Int32Array(operations),
  makespan: Number.POSITIVE_INFINITY,
});

export const save = (selection: Selection, to: Snapshot) => {
  to.order.set(selection.order);
  to.alternative.set(selection.alternative);
  to.makespan = selection.makespan;
};

/** Earliest ends from this place of the topological order on; the makespan with them. */
export const updateEnds = (selection: Selection, from: number) => {
  const { order, end, duration, machinePrevious, shop } = selection;
  const { jobPrevious, operations } = shop;
  for (let place = from; place < operations; place++) {
    const operation = order[place]!;
    const job = end[jobPrevious[operation]!]!;
    const machine = end[machinePrevious[operation]!]!;
    end[operation] = (job > machine ? job : machine) + duration[operation]!;
  }
};

/** Tails from this place of the topological order back to the first. */
export const updateTails = (selection: Selection, from: number) => {
  const { order, tail, duration, machineNext, shop } = selection;
  const { jobNext } = shop;
  for (let place = from; place >= 0; place--) {
    const operation = order[place]!;
    const job = tail[jobNext[operation]!]!;
    const machine = tail[machineNext[operation]!]!;
    tail[operation] = (job > machine ? job : machine) + duration[operation]!;
  }
};

export const updateMakespan = (selection: Selection) => {
  const { end, shop } = selection;
  const { lastOperation } = shop;
  let makespan = 0;
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

/** The schedule of a snapshot, every operation as early as it can. */
export const planOf = (shop: JobShop, snapshot: Snapshot, bound: number): ShopPlan => {
  const selection = emptySelection(shop);
  restore(selection, snapshot);
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
