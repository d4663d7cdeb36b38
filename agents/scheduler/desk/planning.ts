import type { PlantClock } from "../../../services/core/clock.ts";
import type { PlanningRequest } from "../../runtime/activities.ts";
import type { Desk } from "./desk.ts";

export interface PlanningDeps {
  readonly desk: Desk;
  readonly clock: PlantClock;
  readonly budgetMs: number;
  readonly seed: number;
}

export interface Planning {
  /**
   * Plans all open work close to the plan in force, has the plan verified, and stores it; gives its version. The same
   * request stores one plan.
   */
  makePlan(request: PlanningRequest): Promise<number>;
}

/** The scheduler's one act: from the data store to a verified plan in the data store. */
export const createPlanning = ({ desk, clock, budgetMs, seed }: PlanningDeps): Planning => ({
  makePlan: (request) => desk.ask("makePlan", clock.now(), request, { budgetMs, seed }),
});
