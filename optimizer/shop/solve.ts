import { solveFlowShop } from "./flow-shop.ts";
import { solveJobShop } from "./job-shop.ts";
import type { ShopOptions, ShopPlan, ShopProblem } from "./problem.ts";
import { solveSingleMachine } from "./single-machine.ts";

/**
 * The engine for the problem's shape: one machine, permutation flow shop, or job shop.
 *
 * @throws RangeError when no engine knows the shape (a job shop with set-ups or tardiness)
 */
export const solveShop = (problem: ShopProblem, options: ShopOptions): ShopPlan => {
  if (problem.machines === 1 && problem.jobs.every(({ operations }) => operations.length === 1))
    return solveSingleMachine(problem, options);
  if (problem.permutation) return solveFlowShop(problem, options);
  return solveJobShop(problem, options);
};
