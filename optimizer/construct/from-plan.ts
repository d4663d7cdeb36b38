import type { PlannedOperation } from "../plan.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

/** Writes places of a plan into a schedule of numbers. */
export const createPlanReader = (model: Model) => {
  const { resources, secondaryResources = [] } = model.problem;
  const indexOf = new Map(resources.map(({ id }, index) => [id, index]));
  /** The alternative that a place was planned with: of two on one resource, the one that needs what it holds. */
  const alternativeOf = (
    operation: number,
    resource: number,
    { secondary = [] }: PlannedOperation,
  ): number => {
    const alternatives = model.alternatives[operation]!;
    const same = alternatives.findIndex(
      (item) =>
        item.resource === resource &&
        item.secondary.length === secondary.length &&
        item.secondary.every((need) =>
          secondary.some(
            (held) => held.resource === secondaryResources[need.resource]!.id && held.units === need.units,
          ),
        ),
    );
    return same >= 0 ? same : alternatives.findIndex((item) => item.resource === resource);
  };
  return {
    /** Writes one place; false when the operation has no alternative there. */
    read: (schedule: Schedule, operation: number, place: PlannedOperation): boolean => {
      const resource = indexOf.get(place.resource) ?? -1;
      const alternative = resource < 0 ? -1 : alternativeOf(operation, resource, place);
      if (alternative < 0) return false;
      schedule.resource[operation] = resource;
      schedule.alternative[operation] = alternative;
      schedule.start[operation] = place.start;
      schedule.end[operation] = place.end;
      schedule.setup[operation] = place.setup;
      return true;
    },
  };
};
