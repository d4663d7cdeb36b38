import type { Budget } from "./budget.ts";
import { emptySnapshot, type JobShop, type Snapshot } from "./disjunctive.ts";
import type { SearchContext } from "./engine.ts";
import { flowShop } from "./flow-shop.ts";
import type { FlowLine } from "./flow-shop-line.ts";
import { createPoolMemory, emptySolution, openPool } from "./pool.ts";

/** Room for the line's set-ups, which are all zero, in numbers. */
const mostNumbers = 50_000_000;
/** A job that leaves out more of the machines than this does not go with the others. */
const mostLeftOut = 1 / 3;

/** Share of the jobs that go to another turn for another start. */
const movedShare = 0.05;

/** The machines in an order that no job goes against; undefined where there is none, or a job comes back to a machine. */
const routeOf = ({ machines, operations, jobNext, alternativeMachine }: JobShop): number[] | undefined => {
  const following: Set<number>[] = Array.from({ length: machines }, () => new Set());
  for (let operation = 0; operation < operations; operation++)
    if (jobNext[operation]! < operations)
      following[alternativeMachine[operation]!]!.add(alternativeMachine[jobNext[operation]!]!);
  const waits = new Int32Array(machines);
  for (const after of following) for (const machine of after) waits[machine]!++;
  const route = [...waits.keys()].filter((machine) => waits[machine] === 0);
  for (const machine of route)
    for (const after of following[machine]!) {
      waits[after]!--;
      if (waits[after] === 0) route.push(after);
    }
  return route.length === machines ? route : undefined;
};

/** A job shop whose jobs all go the same way, as a flow shop; undefined where it is none. */
export const flowLineOf = (shop: JobShop): FlowLine | undefined => {
  const { jobs, machines, operations, flexible, jobOf, release, alternativeMachine, alternativeDuration } =
    shop;
  const room = (jobs + 1) * jobs * machines;
  if (flexible || jobs < 2 || room > mostNumbers || operations < (1 - mostLeftOut) * jobs * machines)
    return undefined;
  const route = routeOf(shop);
  if (!route) return undefined;
  const place = new Int32Array(machines);
  for (const [at, machine] of route.entries()) place[machine] = at;
  const duration = new Int32Array(jobs * machines);
  for (let operation = 0; operation < operations; operation++)
    duration[jobOf[operation]! * machines + place[alternativeMachine[operation]!]!] =
      alternativeDuration[operation]!;
  return {
    jobs,
    machines,
    duration,
    release,
    due: new Float64Array(jobs),
    weight: new Float64Array(jobs),
    setup: new Int32Array(room),
    released: release.some((from) => from > 0),
    makespan: true,
  };
};

/** The schedule that has the jobs on every machine in one order. */
const inTurn = (shop: JobShop, order: Int32Array, to: Snapshot): void => {
  const { operations, machines, jobOf, jobPrevious, release, alternativeMachine, alternativeDuration } = shop;
  const first = new Int32Array(shop.jobs + 1);
  for (let operation = 0; operation < operations; operation++) first[jobOf[operation]! + 1]!++;
  for (let job = 0; job < shop.jobs; job++) first[job + 1]! += first[job]!;
  const free = new Int32Array(machines);
  const end = new Int32Array(operations);
  let place = 0;
  to.objective = 0;
  for (const job of order)
    for (let operation = first[job]!; operation < first[job + 1]!; operation++) {
      const machine = alternativeMachine[operation]!;
      const ready = jobPrevious[operation]! < operations ? end[operation - 1]! : release[job]!;
      end[operation] = free[machine] = Math.max(ready, free[machine]!) + alternativeDuration[operation]!;
      to.objective = Math.max(to.objective, end[operation]!);
      to.order[place++] = operation;
      to.alternative[operation] = operation;
    }
};

/**
 * Starts for a job shop whose jobs all go the same way: one order of the jobs for all machines, which is hardly ever far from the
 * best and so much less to search (Potts, Shmoys and Williamson 1991 show how far it can be), bettered by the flow shop's own
 * search.
 *
 * @param share Of the budget, after which it ends.
 */
export const startInTurn = (
  shop: JobShop,
  line: FlowLine,
  { pool, budget, random, member, members, onImprovement }: SearchContext,
  share: number,
) => {
  const orders = openPool(createPoolMemory(line.jobs, 1));
  orders.raiseBound(pool.bound());
  const order = emptySolution(line.jobs);
  const best = emptySnapshot(shop);
  const enough = () => budget.used() >= share;
  const part: Budget = {
    ...budget,
    over: () => budget.over() || enough(),
    spend: (steps) => budget.spend(steps) || enough(),
  };
  const improved = () => {
    if (!orders.readBest(order)) return;
    inTurn(shop, order.numbers, best);
    if (pool.offer(best)) onImprovement(best.objective);
  };
  flowShop.search(line, { pool: orders, budget: part, random, member, members, onImprovement: improved });
  improved();
  return {
    best,
    /** Another one near it: some jobs have another turn. */
    another: (to: Snapshot): void => {
      const turns = [...order.numbers];
      for (let moved = 0; moved < Math.max(2, movedShare * line.jobs); moved++) {
        const [job] = turns.splice(random.below(turns.length), 1) as [number];
        turns.splice(random.below(turns.length + 1), 0, job);
      }
      inTurn(shop, Int32Array.from(turns), to);
    },
  };
};
