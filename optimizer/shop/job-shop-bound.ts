import type { JobShop } from "./disjunctive.ts";

interface Task {
  readonly head: number;
  readonly duration: number;
  readonly tail: number;
}

/**
 * Jackson's preemptive schedule (1955; Carlier 1982): among the tasks that are there, always the one with the longest
 * tail. Its makespan is the best possible one with preemption on one machine, so a bound without.
 */
const jacksonPreemptive = (tasks: readonly Task[]): number => {
  const byHead = tasks.toSorted((a, b) => a.head - b.head);
  const heap: { left: number; tail: number }[] = [];
  const sink = () => {
    for (let at = 0; ; ) {
      let top = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && heap[child]!.tail > heap[top]!.tail) top = child;
      if (top === at) return;
      [heap[at], heap[top]] = [heap[top]!, heap[at]!];
      at = top;
    }
  };
  const push = (task: { left: number; tail: number }) => {
    let at = heap.push(task) - 1;
    for (let up = (at - 1) >> 1; at > 0 && heap[up]!.tail < heap[at]!.tail; at = up, up = (at - 1) >> 1)
      [heap[at], heap[up]] = [heap[up]!, heap[at]!];
  };
  let time = 0;
  let bound = 0;
  let next = 0;
  while (next < byHead.length || heap.length > 0) {
    if (heap.length === 0) time = Math.max(time, byHead[next]!.head);
    for (; next < byHead.length && byHead[next]!.head <= time; next++)
      push({ left: byHead[next]!.duration, tail: byHead[next]!.tail });
    const current = heap[0]!;
    const until = next < byHead.length ? byHead[next]!.head : Number.POSITIVE_INFINITY;
    const runs = Math.min(current.left, until - time);
    time += runs;
    current.left -= runs;
    if (current.left > 0) continue;
    bound = Math.max(bound, time + current.tail);
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      sink();
    }
  }
  return bound;
};

/** The `count` smallest heads, all durations and the `count` smallest tails, shared by machines (Carlier 1987). */
const parallelBound = (tasks: readonly Task[], count: number): number => {
  if (tasks.length < count) return 0;
  const smallest = (values: number[]) =>
    values
      .sort((a, b) => a - b)
      .slice(0, count)
      .reduce((a, b) => a + b, 0);
  const work = tasks.reduce((sum, { duration }) => sum + duration, 0);
  return Math.ceil(
    (smallest(tasks.map(({ head }) => head)) + work + smallest(tasks.map(({ tail }) => tail))) / count,
  );
};

/**
 * A lower bound of the makespan: the longest job, and every machine (in flexible shops every set of machines that some
 * operation has to choose from, and all machines) with what only it can do.
 */
export const jobShopBound = (shop: JobShop): number => {
  const { operations, machines, release, jobOf, jobNext, lastOperation } = shop;
  const { firstAlternative, alternativeMachine } = shop;
  const shortest = new Int32Array(operations + 1);
  for (let operation = 0; operation < operations; operation++)
    shortest[operation] = shop.alternativeDuration
      .subarray(firstAlternative[operation]!, firstAlternative[operation + 1]!)
      .reduce((a, b) => Math.min(a, b));
  const head = new Int32Array(operations);
  const free = Int32Array.from(release);
  for (let operation = 0; operation < operations; operation++) {
    head[operation] = free[jobOf[operation]!]!;
    free[jobOf[operation]!]! += shortest[operation]!;
  }
  const tail = new Int32Array(operations + 1);
  for (let operation = operations - 1; operation >= 0; operation--) {
    const after = jobNext[operation]!;
    tail[operation] = after === operations ? 0 : tail[after]! + shortest[after]!;
  }

  const groups = new Map<string, { machines: Set<number>; tasks: Task[] }>();
  for (let operation = 0; operation < operations; operation++) {
    const set = new Set(
      alternativeMachine.subarray(firstAlternative[operation]!, firstAlternative[operation + 1]!),
    );
    const key = [...set].sort((a, b) => a - b).join();
    const group = groups.get(key) ?? { machines: set, tasks: [] };
    group.tasks.push({ head: head[operation]!, duration: shortest[operation]!, tail: tail[operation]! });
    groups.set(key, group);
  }
  let bound = 0;
  for (const last of lastOperation) bound = Math.max(bound, free[jobOf[last]!]!);
  if (!shop.flexible) {
    for (const { tasks } of groups.values()) bound = Math.max(bound, jacksonPreemptive(tasks));
    return bound;
  }
  const all = new Set(Array.from({ length: machines }, (_, machine) => machine));
  const sets = [all, ...groups.values().map((group) => group.machines)];
  for (const set of sets.slice(0, 1 + Math.floor(mostPairs / groups.size))) {
    const tasks = [...groups.values()]
      .filter((group) => group.machines.isSubsetOf(set))
      .flatMap((group) => group.tasks);
    bound = Math.max(bound, set.size === 1 ? jacksonPreemptive(tasks) : parallelBound(tasks, set.size));
  }
  return bound;
};

/** Random instances have as many sets as operations; comparing all with all would be felt. */
const mostPairs = 1 << 18;
