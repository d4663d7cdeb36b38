import type { Schedule } from "./construct/decode.ts";
import type { Model } from "./construct/model.ts";
import type { Peg, Plan } from "./plan.ts";

/** A schedule of numbers as a plan with names. */
export const toPlan = (
  model: Model,
  pegs: ReadonlyMap<string, Peg>,
  schedule: Schedule,
  bound: number,
): Plan => ({
  operations: model.keys.map((key, index) => {
    const cut = key.lastIndexOf("/");
    return {
      orderId: key.slice(0, cut),
      operationId: key.slice(cut + 1),
      resource: model.problem.resources[schedule.resource[index]!]!.id,
      start: schedule.start[index]!,
      end: schedule.end[index]!,
      setup: schedule.setup[index]!,
      materialTime: model.materialTime[index]!,
    };
  }),
  pegs,
  unplanned: model.unplanned,
  objective: schedule.cost,
  bound,
  gap: schedule.cost > 0 ? Math.max(0, (schedule.cost - bound) / schedule.cost) : 0,
});
