import { createHolding } from "./board/holding.ts";
import { createLook, type Place } from "./board/look.ts";
import { createNeighbours } from "./board/neighbours.ts";
import { createStanding } from "./board/standing.ts";
import type { BoardState } from "./board/state.ts";
import { appendFact, clearLane, createLane } from "./lane.ts";
import type { Model, SecondaryNeed } from "./model.ts";
import { emptySchedule, type Schedule } from "./schedule.ts";

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
  const state: BoardState = {
    model,
    lanes: model.calendars.map(createLane),
    schedule: emptySchedule(model),
  };
  const fixed = model.fixed
    .flatMap((place, operation) => (place ? [{ ...place, operation }] : []))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const holding = createHolding(state);
  const neighbours = createNeighbours(state, holding);
  const { found, look } = createLook(state, holding, neighbours, anyGap);
  const { commit, put, prepare, undo, shift } = createStanding(state, holding, neighbours);
  return {
    found,
    reset: (schedule) => {
      state.schedule = schedule;
      for (const lane of state.lanes) clearLane(lane);
      holding.clear();
      for (const { operation, resource, alternative, start, end, begin, secondary } of fixed) {
        appendFact(state.lanes[resource]!, { start, end }, model.family[operation]!, operation);
        holding.take(secondary, begin, end, 1);
        schedule.resource[operation] = resource;
        schedule.alternative[operation] = alternative;
        schedule.start[operation] = start;
        schedule.end[operation] = end;
        schedule.setup[operation] = 0;
      }
    },
    look,
    commit: (operation) => commit(operation, found),
    put,
    prepare,
    undo,
    lend: holding.lend,
    blockedUntil: holding.blockedUntil,
    shift,
  };
};
