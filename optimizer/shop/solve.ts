import { createBudget } from "./budget.ts";
import type { Engine, SearchContext } from "./engine.ts";
import { flowShop } from "./flow-shop.ts";
import { jobShop } from "./job-shop.ts";
import { createPoolMemory, emptySolution, openPool, type Pool, type PoolMemory } from "./pool.ts";
import type { ShopOptions, ShopPlan, ShopProblem } from "./problem.ts";
import { createFastRandom } from "./random.ts";
import { singleMachine } from "./single-machine.ts";

const engines = { jobShop, flowShop, singleMachine };
export type EngineName = keyof typeof engines;
/** The engine by its name; only the engine that made a model may be given it. */
const engineNamed = (name: EngineName): Engine<unknown> => engines[name] as Engine<unknown>;

const engineFor = (problem: ShopProblem): EngineName => {
  if (problem.machines === 1 && problem.jobs.every(({ operations }) => operations.length === 1))
    return "singleMachine";
  return problem.permutation ? "flowShop" : "jobShop";
};

/** A problem made ready for any number of searches over the same memory. */
export interface Task {
  readonly engine: EngineName;
  readonly model: unknown;
  readonly pool: PoolMemory;
}

/** Members of a population at most, and room for them in numbers. */
const mostMembers = 30;
const mostNumbers = 1 << 24;

/** Of several times of an operation on one machine the shortest: the others are no choice, and moves go from machine to machine. */
const withShortest = (problem: ShopProblem): ShopProblem => ({
  ...problem,
  jobs: problem.jobs.map((job) => ({
    ...job,
    operations: job.operations.map(({ alternatives }) => ({
      alternatives: alternatives.filter(({ machine, duration }, at) =>
        alternatives.every(
          (other, place) =>
            place === at ||
            other.machine !== machine ||
            duration < other.duration ||
            (duration === other.duration && at < place),
        ),
      ),
    })),
  })),
});

/** @throws RangeError when no engine knows the shape */
export const createTask = (given: ShopProblem): Task => {
  const problem = withShortest(given);
  const name = engineFor(problem);
  const engine = engineNamed(name);
  const model = engine.compile(problem);
  const width = engine.width(model);
  const capacity = Math.max(1, Math.min(mostMembers, Math.floor(mostNumbers / Math.max(1, width))));
  const pool = createPoolMemory(width, capacity);
  openPool(pool).raiseBound(engine.bound(model));
  return { engine: name, model, pool };
};

/** One search on a task, until its budget is spent or the bound is met. */
export const runTask = (task: Task, context: Omit<SearchContext, "pool">, pool: Pool): void =>
  engineNamed(task.engine).search(task.model, { ...context, pool });

/** The best plan found for a task; undefined when there is none yet. */
export const planOfTask = ({ engine, model, pool }: Task): ShopPlan | undefined => {
  const opened = openPool(pool);
  const best = emptySolution(pool.width);
  if (!opened.readBest(best)) return undefined;
  return engineNamed(engine).plan(model, best.numbers, Math.min(opened.bound(), best.objective));
};

/**
 * Solves in this thread by the engine for the problem's shape: one machine, permutation flow shop, or job shop. Anytime;
 * ends early where the bound is met.
 *
 * @throws RangeError when no engine knows the shape (a job shop with set-ups or tardiness)
 */
export const solveShop = (problem: ShopProblem, options: ShopOptions): ShopPlan => {
  const { seconds, seed, iterations = Number.POSITIVE_INFINITY, onImprovement, signal } = options;
  const budget = createBudget(seconds, iterations, signal);
  const task = createTask(problem);
  const random = createFastRandom(seed);
  const improved = (objective: number) => onImprovement?.(objective, budget.seconds());
  const context = { budget, random, member: 0, members: 1, onImprovement: improved };
  runTask(task, context, openPool(task.pool));
  return planOfTask(task)!;
};
