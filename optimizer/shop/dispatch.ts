import { createTournament } from "../construct/tournament.ts";
import type { JobShop, Snapshot } from "./disjunctive.ts";
import type { FastRandom } from "./random.ts";

/** Priority of an operation among those that compete for a machine; the greatest goes first. */
export type DispatchRule = (operation: number, duration: number, ready: number) => number;

/** The classic rules (Panwalkar and Iskander 1977) for this shop. */
export const dispatchRules = (shop: JobShop, random: FastRandom): Record<string, DispatchRule> => {
  const { operations, jobNext, jobOf, firstAlternative, alternativeDuration } = shop;
  const workLeft = new Int32Array(operations + 1);
  const countLeft = new Int32Array(operations + 1);
  for (let operation = operations - 1; operation >= 0; operation--) {
    const own = alternativeDuration.subarray(firstAlternative[operation]!, firstAlternative[operation + 1]!);
    workLeft[operation] = workLeft[jobNext[operation]!]! + own.reduce((a, b) => Math.min(a, b));
    countLeft[operation] = countLeft[jobNext[operation]!]! + 1;
  }
  return {
    mostWorkRemaining: (operation) => workLeft[operation]!,
    mostWorkAfter: (operation) => workLeft[jobNext[operation]!]!,
    mostOperationsRemaining: (operation) => countLeft[operation]!,
    shortestTime: (_, duration) => -duration,
    longestTime: (_, duration) => duration,
    firstCome: (operation, _, ready) => -ready - jobOf[operation]! / (shop.jobs + 1),
    noisyWork: (operation) => workLeft[operation]! * (1 + random.below(256) / 512),
    random: () => random.bits(),
  };
};

/** The least time that an operation and those behind it in its job take. */
export const shortestTails = (shop: JobShop): Float64Array => {
  const { operations, jobNext, firstAlternative, alternativeDuration } = shop;
  const tail = new Float64Array(operations + 1);
  for (let operation = operations - 1; operation >= 0; operation--) {
    let shortest = Number.POSITIVE_INFINITY;
    for (let at = firstAlternative[operation]!; at < firstAlternative[operation + 1]!; at++)
      if (alternativeDuration[at]! < shortest) shortest = alternativeDuration[at]!;
    tail[operation] = tail[jobNext[operation]!]! + shortest;
  }
  return tail;
};

/**
 * The operations by a rising key, which must not fall along a job, each behind what its machine has and where it ends
 * first. For a first schedule at once, however large the shop is: dispatching looks at all that waits at a machine again
 * and again.
 */
export const listSchedule = (shop: JobShop, key: Float64Array, to: Snapshot): void => {
  const { operations, machines, jobPrevious, release } = shop;
  const { firstAlternative, alternativeMachine, alternativeDuration } = shop;
  for (let operation = 0; operation < operations; operation++) to.order[operation] = operation;
  // A job's numbers rise: among equal keys each operation comes behind the one before it.
  to.order.sort((a, b) => key[a]! - key[b]! || a - b);
  const free = new Float64Array(machines);
  const end = new Float64Array(operations);
  let makespan = 0;
  for (const operation of to.order) {
    const before = jobPrevious[operation]!;
    const ready = before < operations ? end[before]! : release[before - operations - 1]!;
    let best = -1;
    let bestEnd = Number.POSITIVE_INFINITY;
    for (let at = firstAlternative[operation]!; at < firstAlternative[operation + 1]!; at++) {
      const ends = Math.max(ready, free[alternativeMachine[at]!]!) + alternativeDuration[at]!;
      if (ends < bestEnd) {
        bestEnd = ends;
        best = at;
      }
    }
    to.alternative[operation] = best;
    free[alternativeMachine[best]!] = bestEnd;
    end[operation] = bestEnd;
    if (bestEnd > makespan) makespan = bestEnd;
  }
  to.objective = makespan;
};

/**
 * Builds a schedule step by step. `delay` 1: active schedules (Giffler and Thompson 1960): on the machine of the earliest
 * possible completion, any operation that could start before it; 0: non-delay, only what can start first; between: the
 * share of that time. With `assignment` every operation keeps its alternative; else it goes where it wins.
 */
export const dispatch = (
  shop: JobShop,
  rule: DispatchRule,
  delay: number,
  to: Snapshot,
  assignment?: Int32Array,
): void => {
  const { machines, operations, jobNext, jobPrevious, release, jobs } = shop;
  const { firstAlternative, alternativeMachine, alternativeDuration } = shop;
  /** Alternative and operation in turn: what waits at each machine, or comes to it. */
  const queues: number[][] = Array.from({ length: machines }, () => []);
  const free = new Int32Array(machines);
  const ready = new Int32Array(operations);
  const placed = new Uint8Array(operations);
  /** By the earliest completion on every machine; a lower bound of it where some other machine took an operation away. */
  const earliest = createTournament(machines);
  const outdated = new Uint8Array(machines);
  const waits = (operation: number, at: number) => {
    ready[operation] = at;
    const from = assignment ? assignment[operation]! : firstAlternative[operation]!;
    const until = assignment ? from + 1 : firstAlternative[operation + 1]!;
    for (let alternative = from; alternative < until; alternative++) {
      const machine = alternativeMachine[alternative]!;
      queues[machine]!.push(alternative, operation);
      const end = (free[machine]! > at ? free[machine]! : at) + alternativeDuration[alternative]!;
      if (end < earliest.at(machine)) earliest.set(machine, end);
    }
  };
  for (let operation = 0; operation < operations; operation++) {
    const before = jobPrevious[operation]!;
    if (before > operations && before <= operations + jobs)
      waits(operation, release[before - operations - 1]!);
  }

  /** Drops what is placed and finds the earliest completion anew. */
  const tidy = (machine: number) => {
    const queue = queues[machine]!;
    let kept = 0;
    let found = Number.POSITIVE_INFINITY;
    for (let at = 0; at < queue.length; at += 2) {
      const operation = queue[at + 1]!;
      if (placed[operation] === 1) continue;
      const alternative = queue[at]!;
      queue[kept++] = alternative;
      queue[kept++] = operation;
      const start = free[machine]! > ready[operation]! ? free[machine]! : ready[operation]!;
      const end = start + alternativeDuration[alternative]!;
      if (end < found) found = end;
    }
    queue.length = kept;
    outdated[machine] = 0;
    earliest.set(machine, found);
  };

  let makespan = 0;
  for (let place = 0; place < operations; place++) {
    let machine = earliest.winner();
    while (outdated[machine] === 1) {
      tidy(machine);
      machine = earliest.winner();
    }
    const queue = queues[machine]!;
    const now = free[machine]!;
    let firstStart = Number.POSITIVE_INFINITY;
    for (let at = 1; at < queue.length; at += 2) {
      const start = ready[queue[at]!]!;
      if (start < firstStart) firstStart = start;
    }
    if (firstStart < now) firstStart = now;
    const before = firstStart + delay * (earliest.at(machine) - firstStart);
    let best = -1;
    let bestPriority = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < queue.length; at += 2) {
      const operation = queue[at + 1]!;
      const start = ready[operation]!;
      if (start > firstStart && start >= before) continue;
      const priority = rule(operation, alternativeDuration[queue[at]!]!, start);
      if (priority > bestPriority) {
        bestPriority = priority;
        best = at;
      }
    }
    const alternative = queue[best]!;
    const operation = queue[best + 1]!;
    const end = (now > ready[operation]! ? now : ready[operation]!) + alternativeDuration[alternative]!;
    if (end > makespan) makespan = end;
    free[machine] = end;
    placed[operation] = 1;
    to.order[place] = operation;
    to.alternative[operation] = alternative;
    if (!assignment)
      for (let other = firstAlternative[operation]!; other < firstAlternative[operation + 1]!; other++)
        outdated[alternativeMachine[other]!] = 1;
    tidy(machine);
    if (jobNext[operation]! < operations) waits(jobNext[operation]!, end);
  }
  to.objective = makespan;
};
