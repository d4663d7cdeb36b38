import type { Model } from "../construct/model.ts";
import type { Schedule } from "../construct/schedule.ts";
import type { Reservoir } from "../peg/reservoir/reservoir.ts";
import type { Peg } from "../plan.ts";
import type { Former } from "./affected.ts";

export interface MendOptions {
  readonly seed: number;
  /** Nothing new is begun before this moment. */
  readonly frozenUntil: number;
  /** Share of the unaffected operations that may move for a better plan. */
  readonly mostMoved?: number | undefined;
  /** Who is not affected may begin sooner too, in its turn, where that costs less. */
  readonly sooner?: boolean | undefined;
  /** Asked before each try, with the number of tries so far: which share of the effort is spent; from 1 on it ends. */
  readonly spent: (tries: number) => number;
  /** Where orders exchange their material as their starts let them; without it, each has what is pegged to it. */
  readonly reservoir?: Reservoir | undefined;
}

export interface Mended {
  /** Its cost is Infinity when something has no place. */
  readonly schedule: Schedule;
  /** Operations that were not affected and have another place or time all the same. */
  readonly moved: number;
  /** The pegs of the schedule, where orders have exchanged their material. */
  readonly pegs?: Map<string, Peg> | undefined;
}

/** Most of the unaffected operations that may move where nothing else is said, if that can be had. */
export const usualMoved = 0.045;

/** Work that an order's weight stands for in a queue by due time. */
export const usualWork = 28_800;

/** Who is put back first: by due time, the weightier sooner. */
export const urgencyOf = (model: Model, order: number): number =>
  model.pullDue[order]! - usualWork * model.pullWeight[order]!;

/** How many operations a schedule moves that were not affected. */
export const movedOf = (
  model: Model,
  { schedule: old }: Former,
  affected: Uint8Array,
  schedule: Schedule,
): number => {
  let moved = 0;
  for (let operation = 0; operation < affected.length; operation += 1)
    if (
      !affected[operation] &&
      !model.fixed[operation] &&
      (schedule.start[operation] !== old.start[operation] ||
        schedule.resource[operation] !== old.resource[operation])
    )
      moved += 1;
  return moved;
};
