import {
  type ShopPlan,
  type ShopProblem,
  solveShopInThreads,
  verifyShop,
} from "../../../optimizer/shop/index.ts";
import { type Instance, load } from "./instances.ts";

export interface RunLimits {
  readonly seconds: number;
  readonly cores: number;
  readonly seed: number;
}

export interface ShopRun {
  readonly problem: ShopProblem;
  readonly plan: ShopPlan;
  readonly violations: readonly string[];
  /** From before the file was read until the plan was there. */
  readonly seconds: number;
  /** Every better objective, with the seconds of the search. */
  readonly improvements: readonly { readonly objective: number; readonly seconds: number }[];
}

/** Reads, solves and verifies one instance. */
export const runShop = async (
  instance: Instance,
  { seconds, cores, seed }: RunLimits,
  onImprovement?: (objective: number, seconds: number) => void,
): Promise<ShopRun> => {
  const started = performance.now();
  const problem = load(instance);
  const improvements: { objective: number; seconds: number }[] = [];
  const reading = (performance.now() - started) / 1_000;
  const plan = await solveShopInThreads(problem, {
    seconds: Math.max(0, seconds - reading),
    seed,
    workers: cores,
    onImprovement: (objective, at) => {
      improvements.push({ objective, seconds: at });
      onImprovement?.(objective, at);
    },
  });
  const took = (performance.now() - started) / 1_000;
  return { problem, plan, violations: verifyShop(problem, plan), seconds: took, improvements };
};
