import { parentPort, workerData } from "node:worker_threads";
import type { ShopPlan, ShopProblem } from "./problem.ts";
import { solveShop } from "./solve.ts";

/** What a worker is given and what it says. */
export interface PortfolioTask {
  readonly problem: ShopProblem;
  readonly seconds: number;
  readonly seed: number;
}
export type PortfolioMessage =
  | { readonly improved: number; readonly seconds: number }
  | { readonly plan: ShopPlan }
  | { readonly error: string };

const { problem, seconds, seed } = workerData as PortfolioTask;
const say = (message: PortfolioMessage): void => parentPort?.postMessage(message);
try {
  const onImprovement = (improved: number, at: number): void => say({ improved, seconds: at });
  say({ plan: solveShop(problem, { seconds, seed, onImprovement }) });
} catch (error) {
  say({ error: (error as Error).message });
}
