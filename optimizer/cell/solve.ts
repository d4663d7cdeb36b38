import { setImmediate } from "node:timers/promises";
import { createSolverThread } from "../exact/thread.ts";
import { createFastRandom } from "../shop/random.ts";
import { cellBound } from "./bound.ts";
import { dispatchCell } from "./dispatch.ts";
import type { CellSolveAnswer, CellSolveRequest } from "./exact/request.ts";
import { costOf } from "./objective.ts";
import type { CellPlan, CellProblem } from "./problem.ts";
import { createCellSearch } from "./search.ts";
import { type CellViolation, verifyCell } from "./verify.ts";

export interface CellOptions {
  readonly budgetMs: number;
  readonly seed: number;
  /** Without it the plan comes from the search alone. */
  readonly exact?: boolean;
  readonly signal?: AbortSignal;
  readonly onImprovement?: (plan: CellPlan, cost: number) => void;
}

export interface CellResult {
  /** Absent when what has begun in the cell cannot be finished by any order of the rest. */
  readonly plan?: CellPlan;
  readonly makespan: number;
  readonly cost: number;
  /** No plan costs less. */
  readonly bound: number;
  /** Always empty for a plan that is handed out; a plan that is not is a defect of the planner. */
  readonly violations: readonly CellViolation[];
}

/** Uses on one resource beyond which the whole is too large for one model: its circuit has their square in arcs. */
const mostNodes = 60;
const shareOfDispatching = 0.1;
const mostDispatched = 300;
const windowTasks = 14;
const windowSeconds = 2;
const roundsBetween = 40;

const nodesOf = ({ tasks, resources }: CellProblem): number => {
  const count = resources.map(() => 0);
  for (const { modes } of tasks)
    for (const { uses } of modes)
      for (const { resource } of uses) if (resources[resource]!.transition) count[resource]! += 1;
  return Math.max(0, ...count);
};

/** Tasks that lie together in time, around a moment. */
const windowAround = (problem: CellProblem, plan: CellPlan, moment: number): boolean[] => {
  const near = problem.tasks
    .map((_, t) => t)
    .sort((a, b) => Math.abs(plan.starts[a]! - moment) - Math.abs(plan.starts[b]! - moment))
    .slice(0, windowTasks);
  const loose = problem.tasks.map(() => false);
  for (const t of near) loose[t] = true;
  return loose;
};

/**
 * Plans a cell: search first, then CP-SAT on the whole where it is small enough, else on windows of time by turns with the
 * search. Anytime: the best so far when the budget ends or the signal comes. Seeded; how far it gets depends on the machine.
 */
export const planCell = async (problem: CellProblem, options: CellOptions): Promise<CellResult> => {
  const { budgetMs, seed, exact = true, signal, onImprovement } = options;
  const until = performance.now() + budgetMs;
  const left = () => (signal?.aborted ? 0 : until - performance.now());
  const search = createCellSearch(problem, seed);
  const random = createFastRandom(seed + 1);
  /** Many plans as a cell without a plan would run, for the search to go on from. */
  const dispatched = (): CellPlan | undefined => {
    let least: CellPlan | undefined;
    const enough = budgetMs * (1 - shareOfDispatching);
    for (let i = 0; i === 0 || (i < mostDispatched && left() > enough); i++) {
      const plan = dispatchCell(problem, i === 0 ? undefined : random);
      if (!plan) break;
      if (least && costOf(problem, plan).total >= costOf(problem, least).total) continue;
      if (verifyCell(problem, plan).length === 0) least = plan;
    }
    return least;
  };
  let best = search.best();
  const first = dispatched();
  if (first && (!best || costOf(problem, first).total < costOf(problem, best).total)) {
    search.adopt(first);
    best = first;
  }
  if (!best) return { makespan: 0, cost: Number.POSITIVE_INFINITY, bound: 0, violations: [] };
  let bound = cellBound(problem);
  const total = (plan: CellPlan) => costOf(problem, plan).total;
  const take = (plan: CellPlan | undefined): boolean => {
    if (!plan || !best || total(plan) >= total(best)) return false;
    best = plan;
    onImprovement?.(plan, total(plan));
    return true;
  };
  const done = () => left() <= 0 || total(best!) <= bound;
  const whole = exact && nodesOf(problem) <= mostNodes;
  /** The search has the first part of the budget, and all of it where nothing follows. */
  const own = exact ? budgetMs * (whole ? 0.1 : 0.3) : budgetMs;
  while (!done() && until - performance.now() > budgetMs - own) {
    search.run(roundsBetween);
    take(search.best());
    await setImmediate();
  }
  if (exact && !done()) {
    const thread = createSolverThread<CellSolveRequest, CellSolveAnswer>(
      new URL("./exact/worker.ts", import.meta.url),
    );
    const stop = () => void thread.close();
    signal?.addEventListener("abort", stop);
    try {
      while (!done()) {
        const seconds = left() / 1_000;
        const { makespan } = costOf(problem, best);
        const answer = await thread.solve({
          problem,
          hint: best,
          ...(whole ? {} : { loose: windowAround(problem, best, random.below(makespan + 1)) }),
          maxSeconds: whole ? seconds : Math.min(seconds, windowSeconds),
          seed,
        });
        if (whole) {
          if (answer) bound = Math.max(bound, answer.bound);
          take(answer?.plan);
          break;
        }
        if (take(answer?.plan)) search.adopt(best);
        search.run(roundsBetween);
        take(search.best());
        await setImmediate();
      }
    } finally {
      signal?.removeEventListener("abort", stop);
      await thread.close();
    }
  }
  const { makespan } = costOf(problem, best);
  return { plan: best, makespan, cost: total(best), bound, violations: verifyCell(problem, best) };
};
