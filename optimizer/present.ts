import type { Bounds } from "./bound/bound.ts";
import type { Schedule } from "./construct/decode.ts";
import type { Model, SecondaryNeed } from "./construct/model.ts";
import { termsOf } from "./construct/objective.ts";
import { materialReady } from "./construct/ready.ts";
import { namesByKey, type Peg, type Plan } from "./plan.ts";

/** A schedule of numbers as a plan with names. */
export const toPlan = (
  model: Model,
  pegs: ReadonlyMap<string, Peg>,
  schedule: Schedule,
  { bound, boundWithPegs }: Bounds,
): Plan => {
  const nameNeed = ({ resource, units }: SecondaryNeed) => ({
    resource: model.problem.secondaryResources![resource]!.id,
    units,
  });
  const names = namesByKey(model.problem.orders);
  return {
    operations: model.keys.map((key, index) => {
      const needs =
        model.fixed[index]?.secondary ?? model.alternatives[index]![schedule.alternative[index]!]!.secondary;
      return {
        ...names.get(key)!,
        resource: model.problem.resources[schedule.resource[index]!]!.id,
        start: schedule.start[index]!,
        end: schedule.end[index]!,
        setup: schedule.setup[index]!,
        materialTime: materialReady(model, schedule, index),
        ...(needs.length > 0 ? { secondary: needs.map(nameNeed) } : {}),
      };
    }),
    pegs,
    unplanned: model.unplanned,
    objective: schedule.cost,
    terms: termsOf(model, schedule),
    bound,
    boundWithPegs,
    gap: schedule.cost > 0 ? Math.max(0, (schedule.cost - bound) / schedule.cost) : 0,
  };
};
