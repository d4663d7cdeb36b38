import { insertEntry, removeEntry, slotFrom } from "../lane.ts";
import type { Holding } from "./holding.ts";
import type { Place } from "./look.ts";
import type { Neighbours } from "./neighbours.ts";
import { alternativeOf, type BoardState } from "./state.ts";

/** Puts operations on the board, moves them there and takes them back. */
export const createStanding = (
  state: BoardState,
  { hold, beginOf, blockedUntil }: Pick<Holding, "hold" | "beginOf" | "blockedUntil">,
  { setupAt, settle, leavesRoom, pack }: Neighbours,
) => {
  const { model, lanes } = state;
  return {
    commit: (operation: number, { resource, slot, start, end, setup, alternative, joins }: Place): void => {
      const { schedule } = state;
      schedule.resource[operation] = resource;
      schedule.alternative[operation] = alternative;
      schedule.start[operation] = start;
      schedule.end[operation] = end;
      schedule.setup[operation] = setup;
      const lane = lanes[resource]!;
      const size = model.batchSize[operation]!;
      if (joins) lane.load[slot]! += size;
      else {
        insertEntry(lane, slot, start, end, model.family[operation]!, operation, size);
        settle(resource, slot + 1);
        pack(resource);
      }
      hold(operation, 1);
    },
    put: (operation: number): void => {
      const { schedule } = state;
      const resource = schedule.resource[operation]!;
      const lane = lanes[resource]!;
      const start = schedule.start[operation]!;
      const size = model.batchSize[operation]!;
      const slot = slotFrom(lane, start);
      const host = lane.start[slot] === start ? lane.operation[slot]! : -1;
      const joins =
        host >= 0 &&
        model.batchCapacity[resource]! > 0 &&
        model.batchFamily[operation]! >= 0 &&
        model.batchFamily[host] === model.batchFamily[operation] &&
        !model.fixed[host];
      if (joins) lane.load[slot]! += size;
      else
        insertEntry(lane, slot, start, schedule.end[operation]!, model.family[operation]!, operation, size);
      hold(operation, 1);
    },
    prepare: (operation: number): boolean => {
      const { schedule } = state;
      const resource = schedule.resource[operation]!;
      const lane = lanes[resource]!;
      const start = schedule.start[operation]!;
      const slot = slotFrom(lane, start);
      if (lane.operation[slot] !== operation || model.fixed[operation]) return true;
      const setup = setupAt(resource, slot, model.family[operation]!);
      if (setup === schedule.setup[operation]) return true;
      hold(operation, -1);
      schedule.setup[operation] = setup;
      const begin = beginOf(resource, start, setup);
      const free = slot > 0 ? lane.end[slot - 1]! : 0;
      const { secondary } = alternativeOf(state, operation)!;
      const fits = begin >= free && blockedUntil(secondary, resource, begin, schedule.end[operation]!) < 0;
      hold(operation, 1);
      return fits;
    },
    undo: (operation: number): void => {
      hold(operation, -1);
      const { schedule } = state;
      const resource = schedule.resource[operation]!;
      const lane = lanes[resource]!;
      const slot = slotFrom(lane, schedule.start[operation]!);
      if (lane.operation[slot] !== operation) {
        lane.load[slot]! -= model.batchSize[operation]!;
        return;
      }
      removeEntry(lane, slot);
      settle(resource, slot);
    },
    shift: (operation: number, start: number, end: number): boolean => {
      const { schedule } = state;
      const resource = schedule.resource[operation]!;
      const lane = lanes[resource]!;
      const slot = slotFrom(lane, schedule.start[operation]!);
      // What takes no time may start at the same moment.
      if (lane.operation[slot] !== operation) return false;
      if (slot + 1 < lane.start.length) {
        if (end > lane.start[slot + 1]!) return false;
        if (!leavesRoom(resource, slot + 1, end, lane.family[slot]!)) return false;
      }
      hold(operation, -1);
      const begin = beginOf(resource, start, schedule.setup[operation]!);
      const fits = blockedUntil(alternativeOf(state, operation)!.secondary, resource, begin, end) < 0;
      if (fits) {
        lane.start[slot] = start;
        lane.end[slot] = end;
        schedule.start[operation] = start;
        schedule.end[operation] = end;
      }
      hold(operation, 1);
      return fits;
    },
  };
};
