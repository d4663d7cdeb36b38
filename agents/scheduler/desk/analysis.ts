import { type Plan, type Problem, shortagesOf } from "../../../optimizer/index.ts";
import type { NewPlan } from "../../../services/mes/commands/save-plan.ts";

const secondMs = 1_000;

/** What a plan lacks, as the data store keeps it. */
export const analysisOf = (
  problem: Problem,
  plan: Plan,
  now: Date,
): Required<Pick<NewPlan, "unplanned" | "shortages">> => ({
  unplanned: plan.unplanned,
  shortages: shortagesOf(problem, plan).map(({ material, quantity, needs }) => ({
    material,
    quantity,
    needs: needs.map(({ operation, quantity: pieces, by }) => {
      const cut = operation.lastIndexOf("/");
      return {
        order: operation.slice(0, cut),
        segment: Number(operation.slice(cut + 1)),
        quantity: pieces,
        by: new Date(now.getTime() + by * secondMs).toISOString(),
      };
    }),
  })),
});
