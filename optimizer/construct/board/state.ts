import type { Lane } from "../lane.ts";
import type { Alternative, Model } from "../model.ts";
import type { Schedule } from "../schedule.ts";

/** What stands on the board so far. */
export interface BoardState {
  readonly model: Model;
  /** By resource. */
  readonly lanes: readonly Lane[];
  /** The schedule that is written into. */
  schedule: Schedule;
}

/** The alternative that an operation was placed with; none for a fact on a resource that is not among its own. */
export const alternativeOf = ({ model, schedule }: BoardState, operation: number): Alternative | undefined =>
  model.alternatives[operation]![schedule.alternative[operation]!];
