import type { Reservoir } from "../peg/reservoir/reservoir.ts";
import { createBonds } from "./graph/bonds.ts";
import { createChanges } from "./graph/changes.ts";
import { createCosts } from "./graph/costs.ts";
import type { Journal } from "./graph/journal.ts";
import { type Before, createMoves, type MoveLimits } from "./graph/moves.ts";
import { createRetiming } from "./graph/retiming.ts";
import { createTiming } from "./graph/timing.ts";
import { createTurns, none } from "./graph/turns.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";
import { areCountable } from "./units/scarce.ts";
import { createUnits } from "./units.ts";

export interface GraphOptions {
  /** Operations that have a place in the schedule: 1 for each. */
  readonly isIn: Uint8Array;
  /** No operation starts sooner; may be changed with `free`. */
  readonly floor: Float64Array;
  readonly before?: Before;
  /** Where whoever waits for material takes what others have put off; the model's material times must be the reservoir's. */
  readonly reservoir?: Reservoir | undefined;
}

/**
 * A schedule as the turns of operations on each resource (disjunctive graph of Roy and Sussmann 1964): each operation starts as
 * soon as what is before it on its resource and in its order lets it. A change of turns is timed by following only what
 * it moves, and can be taken back. For models that fit it (`fitsGraph`).
 */
export interface Graph {
  /** Places and times as they are now; those of an operation that is taken out mean nothing. */
  readonly schedule: Schedule;
  /** Operations of each resource in their turns. */
  readonly lanes: readonly (readonly number[])[];
  readonly isIn: Uint8Array;
  readonly floor: Float64Array;
  /** Who has the turn before an operation; -1, nobody. */
  previousOf(operation: number): number;
  /** Calls with those that hold what an operation needs beside its resource before it, back to a moment. */
  holders(operation: number, since: number, call: (other: number) => void): void;
  /** Operations that count and are elsewhere than before. */
  moved(): number;
  /** Sets what moves cost from now on, and how many there may be; at first they cost nothing, and all may move. */
  limitMoves(limits: MoveLimits): void;
  /** Objective of all operations that are in, and what moves cost. */
  cost(): number;
  remove(operation: number): void;
  /** Whether an operation may go together with the one that has a turn on one of its alternatives. */
  mayJoin(operation: number, alternative: number, turn: number): boolean;
  /** Puts an operation into the batch of the one that has a turn. */
  join(operation: number, alternative: number, turn: number): void;
  /** Puts an operation on one of its alternatives, before the one that has the turn now; `aside`, where it keeps nobody from a unit. */
  insert(operation: number, alternative: number, turn: number, aside?: boolean): void;
  /** Lets an operation start from another moment on. */
  free(operation: number, from: number): void;
  /**
   * Times what changed, and what that moves; false when something has no place, when more operations are timed than a limit, or
   * the cost grows beyond one: then `back` must follow.
   */
  settle(most: number, costliest?: number): boolean;
  /** When an operation could start by its order and its material. */
  readyOf(operation: number): number;
  /** When an operation would end on one of its alternatives if it had a turn now, those behind left aside. */
  endWith(operation: number, alternative: number, turn: number): number;
  /** When an operation would end that had a turn now and kept nobody from resource or units; Infinity when it would. */
  endAside(operation: number, alternative: number, turn: number): number;
  /** The turn that an operation has on its resource; times must be settled. */
  turnOf(operation: number): number;
  /** First turn of a resource whose operation ends after a moment; times must be settled. */
  turnAt(resource: number, time: number): number;
  /** What `back` takes to undo everything since. */
  mark(): number;
  back(mark: number): void;
  /** Keeps all changes, those of the material that its operations hold too, and forgets how to undo them. */
  accept(): void;
  /** Undoes everything since changes were last kept, what became of the material too. */
  reject(): void;
}

/** Whether a model fits the graph: every rule of it is kept by turns and the soonest times. */
export const fitsGraph = (model: Model): boolean => !model.constrained || areCountable(model);

/** The graph of a schedule: turns as its times have them; all that may go sooner does when it is settled. */
export const createGraph = (
  model: Model,
  schedule: Schedule,
  { floor, before, isIn, reservoir }: GraphOptions,
): Graph => {
  const { alternatives, calendars } = model;
  const journal: Journal = [];
  const turns = createTurns(model, schedule, isIn);
  const costs = createCosts(model, schedule, turns, journal);
  const moves = createMoves(schedule, isIn, before);
  const beginOf = (operation: number): number => {
    const fact = model.fixed[operation];
    if (fact) return fact.begin;
    const setup = schedule.setup[operation]!;
    const start = schedule.start[operation]!;
    return setup > 0 ? calendars[schedule.resource[operation]!]!.begin(start, setup) : start;
  };
  const units =
    model.secondaryCapacity.length === 0 ? undefined : createUnits(model, schedule, { isIn, beginOf });
  const timing = createTiming(model, schedule, { isIn, floor, turns, units });
  const bonds = createBonds(model, schedule, { isIn, turns, timing });
  const retiming = createRetiming(model, schedule, {
    isIn,
    turns,
    units,
    costs,
    moves,
    timing,
    bonds,
    journal,
    reservoir,
  });
  const changes = createChanges(model, schedule, {
    isIn,
    floor,
    journal,
    turns,
    units,
    costs,
    moves,
    timing,
    retiming,
    bonds,
    reservoir,
  });
  const back = (mark: number): void => {
    while (journal.length > mark) changes.undo();
  };
  const { lanes, previous, isFixed, batches, hostOf } = turns;
  const { timed, timeWithUnits } = timing;

  for (const operation of lanes.flat()) {
    const [start, end, setup] = [
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
    ];
    costs.add(operation, costs.costAt(operation, start, end, setup));
    moves.judge(operation);
    if (!isFixed[operation]) retiming.touch(operation);
    for (const member of batches?.membersOf(operation) ?? []) {
      if (member === operation) continue;
      const [start, end] = [schedule.start[member]!, schedule.end[member]!];
      costs.add(member, costs.costBeside(member, start, end, schedule.setup[member]!));
      moves.judge(member);
    }
  }

  return {
    schedule,
    lanes,
    isIn,
    floor,
    previousOf: (operation) => previous[hostOf(operation)]!,
    holders: (operation, since, call) => units?.before(operation, since, call),
    moved: moves.count,
    limitMoves: moves.limit,
    cost: () => costs.total() + moves.cost(),
    remove: changes.remove,
    insert: changes.insert,
    mayJoin: (operation, alternative, turn) => {
      if (!batches) return false;
      const host = lanes[alternatives[operation]![alternative]!.resource]![turn]!;
      return batches.mayJoin(operation, alternative, host);
    },
    join: changes.join,
    free: changes.free,
    settle: retiming.settle,
    readyOf: timing.readyOf,
    endWith: (operation, alternative, turn) => {
      const { resource } = alternatives[operation]![alternative]!;
      timeWithUnits(operation, alternative, turn > 0 ? lanes[resource]![turn - 1]! : none);
      return timed.end;
    },
    endAside: (operation, alternative, turn) => {
      const { resource } = alternatives[operation]![alternative]!;
      timeWithUnits(operation, alternative, turn > 0 ? lanes[resource]![turn - 1]! : none, true);
      const after = lanes[resource]![turn];
      const { end } = timed;
      if (after === undefined || !(end < Number.POSITIVE_INFINITY)) return end;
      const setup = model.setup(resource, model.family[operation]!, model.family[after]!);
      if (setup === 0) return end <= schedule.start[after]! ? end : Number.POSITIVE_INFINITY;
      // A longer set-up wants its units sooner: they must be free by then, and there.
      const calendar = calendars[resource]!;
      const start = schedule.start[after]!;
      let unitsFree = 0;
      for (const member of units ? (batches?.membersOf(after) ?? [after]) : []) {
        unitsFree = Math.max(unitsFree, units!.freeFor(member));
        if (isFixed[member]) continue;
        const { secondary } = alternatives[member]![schedule.alternative[member]!]!;
        const begin = calendar.begin(start, setup);
        if (units!.awayUntil(member, resource, secondary, begin, schedule.end[after]!) >= 0)
          return Number.POSITIVE_INFINITY;
      }
      const prepared = calendar.finish(calendar.opens(Math.max(end, unitsFree)), setup);
      return prepared <= start ? end : Number.POSITIVE_INFINITY;
    },
    turnOf: turns.turnOf,
    turnAt: turns.turnAt,
    mark: () => journal.length,
    back,
    accept: () => {
      journal.length = 0;
      reservoir?.accept();
    },
    reject: () => {
      back(0);
      reservoir?.back(0);
    },
  };
};
