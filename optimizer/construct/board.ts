import { appendFact, clearLane, createLane, insertEntry, removeEntry, slotFrom } from "./lane.ts";
import type { Alternative, Model, SecondaryNeed } from "./model.ts";
import { earliestStart } from "./ready.ts";
import type { Schedule } from "./schedule.ts";
import { createTimeline } from "./timeline.ts";

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

/**
 * The planning board: everything that is placed so far, and where one more operation can go at the soonest with regard
 * to gaps, set-ups on both sides, calendars, secondary resources and batches.
 */
export interface Board {
  /** The answer of the last `look` that found something. */
  readonly found: Readonly<Place>;
  /** Empties the board but for what is fixed, and writes into this schedule from now on. */
  reset(schedule: Schedule): void;
  /**
   * Finds where an operation would end soonest; false when nothing has room for it.
   *
   * @param only The alternative that it must take; -1, any.
   */
  look(operation: number, notBefore: number, only?: number): boolean;
  /** Puts the operation where the last look found room for it. */
  commit(operation: number): void;
  /** Puts an operation where the schedule says already, unasked; those of one resource in the order of time. */
  put(operation: number): void;
  /**
   * Gives an operation that was put the set-up that it needs after what stands before it by now; false when that has no room, or
   * wants secondary resources that others hold.
   */
  prepare(operation: number): boolean;
  /** Takes the operation that was put there last back. */
  undo(operation: number): void;
  /** Has more units of a secondary resource be there for a time, or takes them back when negative. */
  lend(secondary: number, units: number, from: number, to: number): void;
  /** Moment until which secondary resources are in the way of a resource's work within a time; -1 when they are not. */
  blockedUntil(needs: readonly SecondaryNeed[], resource: number, from: number, to: number): number;
  /** Moves an operation later inside its gap; false when what follows or secondary resources leave no room. */
  shift(operation: number, start: number, end: number): boolean;
}

export interface BoardOptions {
  /** Fills gaps even where that takes more set-up than leaving them. */
  readonly anyGap?: boolean;
}

export const createBoard = (model: Model, { anyGap = false }: BoardOptions = {}): Board => {
  const lanes = model.calendars.map(createLane);
  const timelines = model.secondaryCapacity.map(createTimeline);
  const fixed = model.fixed
    .flatMap((place, operation) => (place ? [{ ...place, operation }] : []))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const shortest = new Float64Array(lanes.length).fill(Number.POSITIVE_INFINITY);
  for (const { resource, duration } of model.alternatives.flat())
    shortest[resource] = Math.min(shortest[resource]!, duration);
  const found: Place = { resource: -1, alternative: -1, slot: 0, joins: false, start: 0, end: 0, setup: 0 };
  let schedule: Schedule;

  const alternativeOf = (operation: number): Alternative | undefined =>
    model.alternatives[operation]![schedule.alternative[operation]!];
  const take = (needs: readonly SecondaryNeed[], from: number, to: number, sign: number) => {
    for (const { resource, units } of needs) timelines[resource]!.take(from, to, sign * units);
  };
  /** When an operation begins to hold its secondary resources: with its set-up, which ends where it starts. */
  const beginOf = (resource: number, start: number, setup: number): number =>
    setup > 0 ? model.calendars[resource]!.begin(start, setup) : start;
  const hold = (operation: number, sign: number) => {
    const needs = alternativeOf(operation)!.secondary;
    if (needs.length === 0) return;
    const start = schedule.start[operation]!;
    const begin = beginOf(schedule.resource[operation]!, start, schedule.setup[operation]!);
    take(needs, begin, schedule.end[operation]!, sign);
  };
  const blockedUntil = (needs: readonly SecondaryNeed[], resource: number, from: number, to: number) => {
    let until = -1;
    for (const { resource: secondary, units } of needs) {
      until = Math.max(until, timelines[secondary]!.blockedUntil(from, to, units));
      // Its units must be there whenever the resource works on the operation.
      const away = model.uncovered(resource, secondary)?.opens(from) ?? Number.POSITIVE_INFINITY;
      if (away < to) until = Math.max(until, model.secondaryCalendars[secondary]!.opens(away));
    }
    return until;
  };
  const setupAt = (resource: number, slot: number, family: number): number =>
    model.setup(
      resource,
      slot > 0 ? lanes[resource]!.family[slot - 1]! : model.initialFamily[resource]!,
      family,
    );
  /** Gives the entry the set-up that it needs after what now stands before it. */
  const settle = (resource: number, slot: number) => {
    const lane = lanes[resource]!;
    if (slot >= lane.start.length) return;
    const operation = lane.operation[slot]!;
    if (model.fixed[operation]) return;
    const setup = setupAt(resource, slot, lane.family[slot]!);
    if (setup === schedule.setup[operation]) return;
    hold(operation, -1);
    schedule.setup[operation] = setup;
    hold(operation, 1);
  };
  /** Whether what follows still has room for its set-up; its secondary resources are not asked for more time. */
  const leavesRoom = (resource: number, slot: number, end: number, family: number): boolean => {
    const lane = lanes[resource]!;
    const setup = model.setup(resource, family, lane.family[slot]!);
    if (setup === 0) return true;
    const calendar = model.calendars[resource]!;
    if (calendar.worked(lane.start[slot]!) - calendar.worked(end) < setup) return false;
    const operation = lane.operation[slot]!;
    return setup <= schedule.setup[operation]! || !alternativeOf(operation)?.secondary.length;
  };
  /** Passes over the gaps at the front that are too short for any operation once set-ups are taken off. */
  const pack = (resource: number) => {
    const lane = lanes[resource]!;
    while (lane.packed < lane.start.length) {
      const slot = lane.packed;
      const gap = lane.start[slot]! - (slot > 0 ? lane.end[slot - 1]! : 0);
      if (gap - schedule.setup[lane.operation[slot]!]! >= shortest[resource]!) return;
      lane.packed += 1;
    }
  };
  const keep = (
    resource: number,
    alternative: number,
    slot: number,
    joins: boolean,
    start: number,
    end: number,
    setup: number,
  ) => {
    found.resource = resource;
    found.alternative = alternative;
    found.slot = slot;
    found.joins = joins;
    found.start = start;
    found.end = end;
    found.setup = setup;
  };

  /** Looks for a batch with room that starts late enough and works no less than the operation needs. */
  const lookForBatch = (operation: number, alternative: number, notBefore: number) => {
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
      const length = alternativeOf(host)!.duration;
      if (length < duration || earliestStart(model, schedule, operation, resource, length) > start) continue;
      if (blockedUntil(secondary, resource, start, end) >= 0) continue;
      keep(resource, alternative, slot, true, start, end, 0);
      return;
    }
  };

  /** Looks for the soonest gap, the time after everything included. */
  const lookForGap = (operation: number, alternative: number, notBefore: number) => {
    const { resource, duration, secondary } = model.alternatives[operation]![alternative]!;
    const lane = lanes[resource]!;
    const calendar = model.calendars[resource]!;
    const family = model.family[operation]!;
    const ready = Math.max(notBefore, earliestStart(model, schedule, operation, resource, duration));
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
    reset: (into) => {
      schedule = into;
      for (const lane of lanes) clearLane(lane);
      for (const timeline of timelines) timeline.clear();
      for (const [secondary, { away = [] }] of (model.problem.secondaryResources ?? []).entries())
        for (const { from, to, units } of away) timelines[secondary]!.take(from, to, units);
      for (const { operation, resource, alternative, start, end, begin, secondary } of fixed) {
        appendFact(lanes[resource]!, { start, end }, model.family[operation]!, operation);
        take(secondary, begin, end, 1);
        schedule.resource[operation] = resource;
        schedule.alternative[operation] = alternative;
        schedule.start[operation] = start;
        schedule.end[operation] = end;
        schedule.setup[operation] = 0;
      }
    },
    look: (operation, notBefore, only = -1) => {
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
    commit: (operation) => {
      const { resource, slot, start, end, setup, alternative, joins } = found;
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
    put: (operation) => {
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
    prepare: (operation) => {
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
      const { secondary } = alternativeOf(operation)!;
      const fits = begin >= free && blockedUntil(secondary, resource, begin, schedule.end[operation]!) < 0;
      hold(operation, 1);
      return fits;
    },
    undo: (operation) => {
      hold(operation, -1);
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
    lend: (secondary, units, from, to) => timelines[secondary]!.take(from, to, -units),
    blockedUntil,
    shift: (operation, start, end) => {
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
      const fits = blockedUntil(alternativeOf(operation)!.secondary, resource, begin, end) < 0;
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
