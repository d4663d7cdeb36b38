import { parentPort, workerData } from "node:worker_threads";
import { createBudget } from "./budget.ts";
import { openPool } from "./pool.ts";
import { createFastRandom } from "./random.ts";
import { runTask, type Task } from "./solve.ts";

/** What a worker is given and what it says. */
export interface PortfolioWork {
  readonly task: Task;
  /** Milliseconds since 1970 when the search began and when it has to end: threads have no other clock in common. */
  readonly from: number;
  readonly until: number;
  readonly seed: number;
  readonly member: number;
  readonly members: number;
}
export type PortfolioMessage =
  | { readonly improved: number; readonly seconds: number }
  | { readonly done: true };

const { task, from, until, seed, member, members } = workerData as PortfolioWork;
const say = (message: PortfolioMessage): void => parentPort?.postMessage(message);
const now = () => performance.timeOrigin + performance.now();
const budget = createBudget((until - now()) / 1_000, Number.POSITIVE_INFINITY, undefined);
const onImprovement = (improved: number): void => say({ improved, seconds: (now() - from) / 1_000 });
const random = createFastRandom(seed);
runTask(task, { budget, random, member, members, onImprovement }, openPool(task.pool));
say({ done: true });
