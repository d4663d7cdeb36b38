import type { Model } from "../construct/model.ts";
import { materialReady } from "../construct/ready.ts";
import type { Schedule } from "../construct/schedule.ts";
import type { SequencingProblem } from "../exact/sequencing.ts";

/** The last operation of the order that an operation belongs to. */
export const lastOf = (model: Model, operation: number): number =>
  model.first[model.orderOf[operation]! + 1]! - 1;

/**
 * Neighbouring operations of one resource as a problem for CP-SAT: everything around them keeps its place, so that an
 * operation is due by as much before its order as the rest of the order takes. Breaks count as work in it; whoever asked
 * judges the answer by decoding it.
 */
export const stretchProblem = (
  model: Model,
  schedule: Schedule,
  stretch: readonly number[],
  familyBefore: number,
): Pick<SequencingProblem, "jobs" | "setups" | "start"> => {
  const [first] = stretch as readonly [number, ...number[]];
  const resource = schedule.resource[first]!;
  const jobs = stretch.map((operation) => {
    const order = model.orderOf[operation]!;
    const earlier =
      operation === model.first[order]
        ? model.release[order]!
        : schedule.end[operation - 1]! + model.lag[operation - 1]!;
    const tail = schedule.end[lastOf(model, operation)]! - schedule.end[operation]!;
    return {
      release: Math.round(Math.max(earlier, materialReady(model, schedule, operation))),
      duration: Math.round(schedule.end[operation]! - schedule.start[operation]!),
      due: Math.round(model.due[order]! - tail),
      weight: model.weight[order]!,
    };
  });
  const families = [familyBefore, ...stretch.map((operation) => model.family[operation]!)];
  const setups = families.map((family) =>
    stretch.map((operation) => Math.round(model.setup(resource, family, model.family[operation]!))),
  );
  return { jobs, setups, start: Math.round(schedule.start[first]! - schedule.setup[first]!) };
};
