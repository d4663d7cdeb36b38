import type { Budget } from "./budget.ts";
import type { Pool } from "./pool.ts";
import type { ShopPlan, ShopProblem } from "./problem.ts";
import type { FastRandom } from "./random.ts";

/** What a search is given. */
export interface SearchContext {
  readonly pool: Pool;
  readonly budget: Budget;
  readonly random: FastRandom;
  /** This search is the `member`-th of `members` that work on the pool at the same time. */
  readonly member: number;
  readonly members: number;
  /** Called when the pool has a new best solution from this search. */
  readonly onImprovement: (objective: number) => void;
}

/**
 * How one kind of problem is solved. The model holds the problem in flat arrays that threads share; a solution is a list of
 * `width` whole numbers.
 */
export interface Engine<Model> {
  /** @throws RangeError when the problem is not of this kind */
  readonly compile: (problem: ShopProblem) => Model;
  readonly width: (model: Model) => number;
  /** No plan costs less. */
  readonly bound: (model: Model) => number;
  /** Fills the pool until the budget is spent or its best solution meets the bound. */
  readonly search: (model: Model, context: SearchContext) => void;
  readonly plan: (model: Model, numbers: Int32Array, bound: number) => ShopPlan;
}
