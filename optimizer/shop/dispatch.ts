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
  const queues: number[][] = Array.from({ length: machines }, () => []);
  const free = new Int32Array(machines);
  const ready = new Int32Array(operations);
  const placed = new Uint8Array(operations);
  /** Earliest completion on every machine; less than 0: to be worked out. */
  const earliest = new Float64Array(machines).fill(Number.POSITIVE_INFINITY);
  const waits = (operation: number, at: number) => {
    ready[operation] = at;
    const from = assignment ? assignment[operation]! : firstAlternative[operation]!;
    const until = assignment ? from + 1 : firstAlternative[operation + 1]!;
    for (let alternative = from; alternative < until; alternative++) {
      const machine = alternativeMachine[alternative]!;
      queues[machine]!.push(alternative, operation);
      earliest[machine] = -1;
    }
  };
  for (let operation = 0; operation < operations; operation++) {
    const before = jobPrevious[operation]!;
    if (before > operations && before <= operations + jobs)
      waits(operation, release[before - operations - 1]!);
  }

  const findEarliest = (machine: number) => {
    const queue = queues[machine]!;
    let kept = 0;
    let found = Number.POSITIVE_INFINITY;
    for (let at = 0; at < queue.length; at += 2) {
      const operation = queue[at + 1]!;
      if (placed[operation] === 1) continue;
      queue[kept++] = queue[at]!;
      queue[kept++] = operation;
      found = Math.min(found, Math.max(free[machine]!, ready[operation]!) + alternativeDuration[queue[at]!]!);
    }
    queue.length = kept;
    earliest[machine] = found;
  };

  let makespan = 0;
  for (let place = 0; place < operations; place++) {
    let machine = 0;
    for (let candidate = 0; candidate < machines; candidate++) {
      if (earliest[candidate]! < 0) findEarliest(candidate);
      if (earliest[candidate]! < earliest[machine]!) machine = candidate;
    }
    const queue = queues[machine]!;
    let firstStart = Number.POSITIVE_INFINITY;
    for (let at = 1; at < queue.length; at += 2)
      firstStart = Math.min(firstStart, Math.max(free[machine]!, ready[queue[at]!]!));
    const before = firstStart + delay * (earliest[machine]! - firstStart);
    let best = -1;
    let bestPriority = Number.NEGATIVE_INFINITY;
    for (let at = 0; at < queue.length; at += 2) {
      const operation = queue[at + 1]!;
      const start = Math.max(free[machine]!, ready[operation]!);
      if (start !== firstStart && start >= before) continue;
      const priority = rule(operation, alternativeDuration[queue[at]!]!, ready[operation]!);
      if (priority > bestPriority) {
        bestPriority = priority;
        best = at;
      }
    }
    const alternative = queue[best]!;
    const operation = queue[best + 1]!;
    const end = Math.max(free[machine]!, ready[operation]!) + alternativeDuration[alternative]!;
    makespan = Math.max(makespan, end);
    free[machine] = end;
    placed[operation] = 1;
    to.order[place] = operation;
    to.alternative[operation] = alternative;
    for (let other = firstAlternative[operation]!; other < firstAlternative[operation + 1]!; other++)
      earliest[alternativeMachine[other]!] = -1;
    if (jobNext[operation]! < operations) waits(jobNext[operation]!, end);
  }
  to.objective = makespan;
};
