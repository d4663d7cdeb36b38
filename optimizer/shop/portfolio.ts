import { Worker } from "node:worker_threads";
import { openPool } from "./pool.ts";
import type { PortfolioMessage, PortfolioWork } from "./portfolio-worker.ts";
import type { ShopOptions, ShopPlan, ShopProblem } from "./problem.ts";
import { createTask, planOfTask } from "./solve.ts";

export interface PortfolioOptions extends Omit<ShopOptions, "iterations"> {
  readonly workers: number;
}

/** What a search may take beyond its end before its thread is stopped; the pool keeps what it found. */
const graceMs = 300;
/** Of the time that it took to make the problem ready. */
const writingShare = 0.2;

const runWorker = (
  work: PortfolioWork,
  onImprovement: (objective: number, seconds: number) => void,
  stop: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    if (stop.aborted) return resolve();
    const worker = new Worker(new URL("./portfolio-worker.ts", import.meta.url), { workerData: work });
    const end = (): void => {
      stop.removeEventListener("abort", end);
      void worker.terminate().then(() => resolve());
    };
    stop.addEventListener("abort", end);
    worker.on("message", (message: PortfolioMessage) => {
      if ("improved" in message) onImprovement(message.improved, message.seconds);
      else end();
    });
    worker.on("error", (error) => {
      stop.removeEventListener("abort", end);
      reject(error);
    });
  });

/**
 * Several searches with seeds of their own on one pool of solutions, each in a thread; the best plan counts. All end as soon
 * as one has met the bound, when the time is up, or with the signal. The first plan is waited for, however long it takes.
 *
 * @throws RangeError when no engine knows the shape
 */
export const solveShopInThreads = async (
  problem: ShopProblem,
  { workers, seconds, seed, onImprovement, signal }: PortfolioOptions,
): Promise<ShopPlan> => {
  const from = performance.timeOrigin + performance.now();
  const task = createTask(problem);
  const pool = openPool(task.pool);
  const prepared = performance.timeOrigin + performance.now();
  // Writing the plan takes a part of the time that reading the problem did, and belongs to the caller's time, too.
  const until = Math.max(prepared, from + seconds * 1_000 - writingShare * (prepared - from));
  const stop = new AbortController();
  let best = Number.POSITIVE_INFINITY;
  let late = false;
  const improved = (objective: number, at: number): void => {
    if (objective >= best) return;
    best = objective;
    onImprovement?.(objective, at);
    if (late || objective <= pool.bound()) stop.abort();
  };
  const expire = (): void => {
    late = true;
    if (best < Number.POSITIVE_INFINITY) stop.abort();
  };
  const watchdog = setTimeout(expire, until - prepared + graceMs);
  signal?.addEventListener("abort", expire);
  if (signal?.aborted) expire();
  try {
    await Promise.all(
      Array.from({ length: workers }, async (_, member) => {
        const work = { task, from, until, seed: seed + member * 7_919, member, members: workers };
        await runWorker(work, improved, stop.signal);
        if (pool.best() <= pool.bound()) stop.abort();
      }),
    );
  } finally {
    clearTimeout(watchdog);
    signal?.removeEventListener("abort", expire);
    stop.abort();
  }
  const plan = planOfTask(task);
  if (!plan) throw new Error("no search came back in its time");
  return plan;
};
