import type { Model, SecondaryNeed } from "./model.ts";
import type { Schedule } from "./schedule.ts";
import { createUnitLanes } from "./units/lanes.ts";
import { createUnitLook } from "./units/look.ts";
import { seatAll } from "./units/seat-all.ts";

const none = -1;

/** How the turns at units are changed: what a look found, or what was written down to undo it. */
export interface Units {
  /** When the units that an operation holds are left by who has them before it; facts before a fact do not count. */
  freeFor(operation: number): number;
  /** Calls with each operation that has one of the units next. */
  next(operation: number, call: (other: number) => void): void;
  /** Calls with those that have one of the units before it, back to a moment. */
  before(operation: number, since: number, call: (other: number) => void): void;
  /** End of what keeps needs from being met while a resource works, the operation's own units away among it; -1, nothing. */
  awayUntil(
    operation: number,
    resource: number,
    needs: readonly SecondaryNeed[],
    from: number,
    to: number,
  ): number;
  /**
   * Looks for units for a time, where whoever has them then is kept from them least, and the wait for them is least.
   *
   * @param aside Nobody may be kept from them.
   * @returns When they are free.
   */
  look(needs: readonly SecondaryNeed[], from: number, length: number, aside: boolean): number;
  /** Gives an operation its turns at the units that the last look found. */
  take(operation: number, journal: number[]): void;
  /** Takes an operation's turns away. */
  leave(operation: number, journal: number[]): void;
  undoTake(operation: number, journal: number[]): void;
  undoLeave(operation: number, journal: number[]): void;
}

export interface UnitsOptions {
  /** Operations that have a place in the schedule: 1 for each. */
  readonly isIn: Uint8Array;
  /** When an operation begins to hold its units. */
  readonly beginOf: (operation: number) => number;
}

/**
 * The turns of operations at each unit of the secondary resources: whoever holds a unit has it alone, from the begin of the
 * set-up to the end, so that no more are ever in use than there are (the resource flow of Artigues, Michelon and
 * Reusser 2003, unit by unit).
 */
export const createUnits = (model: Model, schedule: Schedule, options: UnitsOptions): Units => {
  const { fixed } = model;
  const unitLanes = createUnitLanes(model, schedule);
  const { isAway, firstSlot, owner, unitOf, previous, following } = unitLanes;
  const { endOf, isFact, link, unlink, filledUntil, turnOf, backAt } = unitLanes;
  const { look, found } = createUnitLook(unitLanes, options.beginOf);
  seatAll(model, schedule, unitLanes, options);

  return {
    freeFor: (operation) => {
      let free = 0;
      const fact = fixed[operation] !== undefined;
      for (let slot = firstSlot[operation]!, end = filledUntil(operation); slot < end; slot += 1) {
        const last = previous[slot]!;
        if (last === none || (fact && isFact(last))) continue;
        const left = endOf(last);
        // Who has no time yet is waited for.
        if (Number.isNaN(left)) return left;
        free = Math.max(free, left);
      }
      return free;
    },
    next: (operation, call) => {
      for (let slot = firstSlot[operation]!, end = filledUntil(operation); slot < end; slot += 1)
        if (following[slot]! !== none) call(owner[following[slot]!]!);
    },
    before: (operation, since, call) => {
      for (let slot = firstSlot[operation]!, end = filledUntil(operation); slot < end; slot += 1)
        for (let at = previous[slot]!; at !== none && endOf(at) > since; at = previous[at]!) call(owner[at]!);
    },
    awayUntil: (operation, resource, needs, from, to) => {
      let until = -1;
      for (const { resource: secondary } of needs) {
        const gone = model.uncovered(resource, secondary)?.opens(from) ?? Number.POSITIVE_INFINITY;
        if (gone < to) until = Math.max(until, model.secondaryCalendars[secondary]!.opens(gone));
      }
      if (isAway)
        for (let slot = firstSlot[operation]!, end = filledUntil(operation); slot < end; slot += 1)
          until = Math.max(until, backAt(unitOf[slot]!, from, to));
      return until;
    },
    look,
    take: (operation, journal) => {
      let slot = firstSlot[operation]!;
      const units = found();
      for (const { unit, turn } of units) {
        link(slot++, unit, turn);
        journal.push(turn);
      }
      journal.push(units.length);
    },
    undoTake: (operation, journal) => {
      for (let slot = firstSlot[operation]! + journal.pop()! - 1; slot >= firstSlot[operation]!; slot -= 1)
        unlink(slot, journal.pop()!);
    },
    leave: (operation, journal) => {
      let size = 0;
      for (let slot = firstSlot[operation]!, end = filledUntil(operation); slot < end; slot += 1) {
        const turn = turnOf(slot);
        journal.push(unitOf[slot]!, turn);
        unlink(slot, turn);
        size += 1;
      }
      journal.push(size);
    },
    undoLeave: (operation, journal) => {
      for (let slot = firstSlot[operation]! + journal.pop()! - 1; slot >= firstSlot[operation]!; slot -= 1) {
        const turn = journal.pop()!;
        link(slot, journal.pop()!, turn);
      }
    },
  };
};
