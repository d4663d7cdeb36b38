import { slotFrom } from "../lane.ts";
import { earliestStart } from "../ready.ts";
import type { Holding } from "./holding.ts";
import type { Neighbours } from "./neighbours.ts";
import { alternativeOf, type BoardState } from "./state.ts";

/** Where an operation would go. */
export interface Place {
  resource: number;
  alternative: number;
  /** Entry of the resource's lane that it goes before, or whose batch it joins. */
  slot: number;
  joins: boolean;
  start: number;
  end: number;
  setup: number;
}

/** Finds where an operation would end soonest: in a batch that stands, in a gap, or behind everything. */
export const createLook = (
  state: BoardState,
  { beginOf, blockedUntil }: Pick<Holding, "beginOf" | "blockedUntil">,
  { setupAt, leavesRoom }: Pick<Neighbours, "setupAt" | "leavesRoom">,
  anyGap: boolean,
) => {
  const { model, lanes } = state;
  const found: Place = { resource: -1, alternative: -1, slot: 0, joins: false, start: 0, end: 0, setup: 0 };
  const keep = (
    resource: number,
    alternative: number,
    slot: number,
    joins: boolean,
    start: number,
    end: number,
    setup: number,
  ): void => {
    found.resource = resource;
    found.alternative = alternative;
    found.slot = slot;
    found.joins = joins;
    found.start = start;
    found.end = end;
    found.setup = setup;
  };

  /** Looks for a batch with room that starts late enough and works no less than the operation needs. */
  const lookForBatch = (operation: number, alternative: number, notBefore: number): void => {
    const { schedule } = state;
    const { resource, duration, secondary } = model.alternatives[operation]![alternative]!;
    const lane = lanes[resource]!;
    const from = Math.max(notBefore, earliestStart(model, schedule, operation, resource, duration));
    const room = model.batchCapacity[resource]! - model.batchSize[operation]!;
    for (let slot = slotFrom(lane, from); slot < lane.start.length; slot += 1) {
      const start = lane.start[slot]!;
      const end = lane.end[slot]!;
      if (end > found.end) return;
      const host = lane.operation[slot]!;
      if (model.fixed[host] || model.batchFamily[host] !== model.batchFamily[operation]) continue;
      if (lane.family[slot] !== model.family[operation] || lane.load[slot]! > room) continue;
      const length = alternativeOf(state, host)!.duration;
      if (length < duration || earliestStart(model, schedule, operation, resource, length) > start) continue;
      if (blockedUntil(secondary, resource, start, end) >= 0) continue;
      keep(resource, alternative, slot, true, start, end, 0);
      return;
    }
  };

  /** Looks for the soonest gap, the time after everything included. */
  const lookForGap = (operation: number, alternative: number, notBefore: number): void => {
    const { resource, duration, secondary } = model.alternatives[operation]![alternative]!;
    const lane = lanes[resource]!;
    const calendar = model.calendars[resource]!;
    const family = model.family[operation]!;
    const ready = Math.max(notBefore, earliestStart(model, state.schedule, operation, resource, duration));
    const count = lane.start.length;
    for (let slot = Math.max(lane.packed, slotFrom(lane, ready)); slot <= count; slot += 1) {
      const free = slot > 0 ? lane.end[slot - 1]! : 0;
      const limit = slot < count ? lane.start[slot]! : Number.POSITIVE_INFINITY;
      const soonest = Math.max(free, ready) + duration;
      if (soonest > found.end) return;
      if (soonest > limit) continue;
      const setup = setupAt(resource, slot, family);
      // A gap is filled only where that takes no more set-up: measured, the rest costs more than it gains. What is fixed gives
      // no way, so the time ahead of it would be lost.
      if (slot < count && !anyGap && !model.fixed[lane.operation[slot]!]) {
        const next = lane.family[slot]!;
        if (setup + model.setup(resource, family, next) > setupAt(resource, slot, next)) continue;
      }
      const prepared = setup > 0 ? calendar.finish(calendar.opens(free), setup) : free;
      let start = calendar.opens(Math.max(ready, prepared));
      let end = calendar.finish(start, duration);
      while (end <= limit && end <= found.end && end < Number.POSITIVE_INFINITY) {
        const begin = beginOf(resource, start, setup);
        const until = secondary.length > 0 ? blockedUntil(secondary, resource, begin, end) : -1;
        if (until < 0) break;
        const opens = calendar.opens(until);
        start = setup > 0 ? calendar.opens(calendar.finish(opens, setup)) : opens;
        end = calendar.finish(start, duration);
      }
      if (end === Number.POSITIVE_INFINITY || end > found.end) return;
      if (end > limit || (slot < count && !leavesRoom(resource, slot, end, family))) continue;
      if (end < found.end || setup < found.setup) keep(resource, alternative, slot, false, start, end, setup);
      return;
    }
  };

  return {
    found,
    look: (operation: number, notBefore: number, only = -1): boolean => {
      found.end = Number.POSITIVE_INFINITY;
      found.setup = Number.POSITIVE_INFINITY;
      found.resource = -1;
      const alternatives = model.alternatives[operation]!;
      const from = only < 0 ? 0 : only;
      const to = only < 0 ? alternatives.length : only + 1;
      for (let index = from; index < to; index += 1) {
        if (model.batchFamily[operation]! >= 0 && model.batchCapacity[alternatives[index]!.resource]! > 0)
          lookForBatch(operation, index, notBefore);
        lookForGap(operation, index, notBefore);
      }
      return found.resource >= 0;
    },
  };
};
