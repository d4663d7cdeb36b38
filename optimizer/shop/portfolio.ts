import { Worker } from "node:worker_threads";
import type { PortfolioMessage, PortfolioTask } from "./portfolio-worker.ts";
import type { ShopOptions, ShopPlan, ShopProblem } from "./problem.ts";

export interface PortfolioOptions extends ShopOptions {
  readonly workers: number;
}

/** What a search may take beyond its seconds before its thread is ended. */
const graceMs = 2_000;

const runOne = (
  task: PortfolioTask,
  onImprovement: (objective: number, seconds: number) => void,
  signal: AbortSignal,
): Promise<ShopPlan | undefined> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./portfolio-worker.ts", import.meta.url), { workerData: task });
    const end = (): void => {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", end);
      void worker.terminate();
      resolve(undefined);
    };
    // A thread that never comes back must not hold the plan up.
    const watchdog = setTimeout(end, task.seconds * 1_000 + graceMs + 10_000);
    signal.addEventListener("abort", end);
    worker.on("message", (message: PortfolioMessage) => {
      if ("improved" in message) return onImprovement(message.improved, message.seconds);
      clearTimeout(watchdog);
      signal.removeEventListener("abort", end);
      void worker.terminate();
      if ("plan" in message) resolve(message.plan);
      else reject(new RangeError(message.error));
    });
    worker.on("error", reject);
  });

/**
 * The same problem on several threads with seeds of their own; the best plan counts. All end as soon as one has met its bound.
 *
 * @throws RangeError when no engine knows the shape
 */
export const solveShopInThreads = async (
  problem: ShopProblem,
  { workers, seconds, seed, onImprovement, signal }: PortfolioOptions,
): Promise<ShopPlan> => {
  let best = Number.POSITIVE_INFINITY;
  const proven = new AbortController();
  const ending = signal ? AbortSignal.any([signal, proven.signal]) : proven.signal;
  const improved = (objective: number, at: number): void => {
    if (objective >= best) return;
    best = objective;
    onImprovement?.(objective, at);
  };
  const plans = await Promise.all(
    Array.from({ length: workers }, async (_, index) => {
      const plan = await runOne({ problem, seconds, seed: seed + index * 7_919 }, improved, ending);
      if (plan && plan.objective <= plan.bound) proven.abort();
      return plan;
    }),
  );
  const [plan] = plans.filter((each) => each !== undefined).sort((a, b) => a.objective - b.objective);
  if (!plan) throw new Error("no search came back in its time");
  return plan;
};
