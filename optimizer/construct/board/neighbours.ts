import type { Holding } from "./holding.ts";
import { alternativeOf, type BoardState } from "./state.ts";

/** What stands next to each other on a resource: the set-ups between them, and whether there is room for those. */
export const createNeighbours = (state: BoardState, { hold }: Pick<Holding, "hold">) => {
  const { model, lanes } = state;
  const shortest = new Float64Array(lanes.length).fill(Number.POSITIVE_INFINITY);
  for (const { resource, duration } of model.alternatives.flat())
    shortest[resource] = Math.min(shortest[resource]!, duration);
  /** Set-up that a family needs at a slot after what stands before it. */
  const setupAt = (resource: number, slot: number, family: number): number =>
    model.setup(
      resource,
      slot > 0 ? lanes[resource]!.family[slot - 1]! : model.initialFamily[resource]!,
      family,
    );
  return {
    setupAt,
    /** Gives the entry the set-up that it needs after what now stands before it. */
    settle: (resource: number, slot: number): void => {
      const lane = lanes[resource]!;
      if (slot >= lane.start.length) return;
      const operation = lane.operation[slot]!;
      if (model.fixed[operation]) return;
      const setup = setupAt(resource, slot, lane.family[slot]!);
      if (setup === state.schedule.setup[operation]) return;
      hold(operation, -1);
      state.schedule.setup[operation] = setup;
      hold(operation, 1);
    },
    /** Whether what follows still has room for its set-up; its secondary resources are not asked for more time. */
    leavesRoom: (resource: number, slot: number, end: number, family: number): boolean => {
      const lane = lanes[resource]!;
      const setup = model.setup(resource, family, lane.family[slot]!);
      if (setup === 0) return true;
      const calendar = model.calendars[resource]!;
      if (calendar.worked(lane.start[slot]!) - calendar.worked(end) < setup) return false;
      const operation = lane.operation[slot]!;
      return setup <= state.schedule.setup[operation]! || !alternativeOf(state, operation)?.secondary.length;
    },
    /** Passes over the gaps at the front that are too short for any operation once set-ups are taken off. */
    pack: (resource: number): void => {
      const lane = lanes[resource]!;
      while (lane.packed < lane.start.length) {
        const slot = lane.packed;
        const gap = lane.start[slot]! - (slot > 0 ? lane.end[slot - 1]! : 0);
        if (gap - state.schedule.setup[lane.operation[slot]!]! >= shortest[resource]!) return;
        lane.packed += 1;
      }
    },
  };
};
export type Neighbours = ReturnType<typeof createNeighbours>;
