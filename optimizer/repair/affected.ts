import { createPlanReader } from "../construct/from-plan.ts";
import type { Model } from "../construct/model.ts";
import { emptySchedule, type Schedule } from "../construct/schedule.ts";
import { keyOf, type Plan } from "../plan.ts";
import type { Disruption } from "./disruption.ts";

/** What a plan says about the operations of a model. */
export interface Former {
  /** The old places; only where `placed`. */
  readonly schedule: Schedule;
  readonly placed: Uint8Array;
}

export const formerOf = (model: Model, plan: Pick<Plan, "operations">): Former => {
  const schedule = emptySchedule(model);
  const placed = new Uint8Array(model.keys.length);
  const reader = createPlanReader(model);
  const places = new Map(plan.operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  for (const [operation, key] of model.keys.entries()) {
    const place = places.get(key);
    if (place && (model.fixed[operation] || reader.read(schedule, operation, place))) placed[operation] = 1;
  }
  return { schedule, placed };
};

/**
 * Operations that a disruption robs of their places or of what they hold, and those that come after them in their
 * orders: 1 for each.
 */
export const affectedBy = (model: Model, former: Former, disruptions: readonly Disruption[]): Uint8Array => {
  const { schedule, placed } = former;
  const affected = new Uint8Array(model.keys.length);
  const indexOf = new Map(model.problem.resources.map(({ id }, index) => [id, index]));
  const secondaryIndex = new Map(
    (model.problem.secondaryResources ?? []).map(({ id }, index) => [id, index]),
  );
  const meets = (operation: number, disruption: Disruption): boolean => {
    if (disruption.kind !== "down" && disruption.kind !== "absent") return false;
    const from = schedule.start[operation]! - schedule.setup[operation]!;
    if (from >= disruption.to || schedule.end[operation]! <= disruption.from) return false;
    if (disruption.kind === "down") return schedule.resource[operation] === indexOf.get(disruption.resource);
    const held = model.alternatives[operation]![schedule.alternative[operation]!]!.secondary;
    return held.some(({ resource }) => resource === secondaryIndex.get(disruption.resource));
  };
  for (let operation = 0; operation < affected.length; operation += 1) {
    if (model.fixed[operation]) continue;
    const follows = operation > model.first[model.orderOf[operation]!]! && affected[operation - 1] === 1;
    const start = schedule.start[operation]!;
    if (
      follows ||
      !placed[operation] ||
      model.supply.materialTime[operation]! > start ||
      model.supply.until[operation]! < start ||
      disruptions.some((disruption) => meets(operation, disruption))
    )
      affected[operation] = 1;
  }
  return affected;
};
