import type { Reservoir } from "../../peg/reservoir/reservoir.ts";
import type { Model } from "../model.ts";
import type { Schedule } from "../schedule.ts";
import type { Units } from "../units.ts";
import type { Bonds } from "./bonds.ts";
import type { Costs } from "./costs.ts";
import { type Journal, kinds } from "./journal.ts";
import type { Moves } from "./moves.ts";
import type { Retiming } from "./retiming.ts";
import type { Timing } from "./timing.ts";
import { none, type Turns } from "./turns.ts";

/** The changes of turns, each written down in the journal so that it can be undone. Times follow when they are settled. */
export interface Changes {
  remove(operation: number): void;
  /** Puts an operation on one of its alternatives, before the one that has the turn now; `aside`, where it keeps nobody from a unit. */
  insert(operation: number, alternative: number, turn: number, aside?: boolean): void;
  /** Puts an operation into the batch of the one that has a turn. */
  join(operation: number, alternative: number, turn: number): void;
  /** Lets an operation start from another moment on. */
  free(operation: number, from: number): void;
  /** Undoes the last change in the journal. */
  undo(): void;
}

export interface ChangesOptions {
  readonly isIn: Uint8Array;
  readonly floor: Float64Array;
  readonly journal: Journal;
  readonly turns: Turns;
  readonly units: Units | undefined;
  readonly costs: Costs;
  readonly moves: Moves;
  readonly timing: Timing;
  readonly retiming: Retiming;
  readonly bonds: Bonds | undefined;
  readonly reservoir: Reservoir | undefined;
}

export const createChanges = (
  { alternatives }: Model,
  schedule: Schedule,
  { isIn, floor, journal, turns, units, costs, moves, timing, retiming, bonds, reservoir }: ChangesOptions,
): Changes => {
  const { lanes, next, previous, batches, hostOf, link, unlink, handOver, turnOf } = turns;
  const { touch, follow, enter } = retiming;
  const { each, areShared, shareWindows, add, drop } = costs;
  const { judge } = moves;
  const { timeWithUnits } = timing;

  /** Writes down where an operation is, when, and what it costs. */
  const notePlace = (operation: number) => {
    journal.push(
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
      each[operation]!,
      schedule.resource[operation]!,
      schedule.alternative[operation]!,
    );
  };
  /** Gives an operation the time and cost that the journal ends with. */
  const undoTime = (operation: number) => {
    add(operation, journal.pop()!);
    schedule.setup[operation] = journal.pop()!;
    schedule.end[operation] = journal.pop()!;
    schedule.start[operation] = journal.pop()!;
  };
  const undoPlace = (operation: number) => {
    schedule.alternative[operation] = journal.pop()!;
    schedule.resource[operation] = journal.pop()!;
    undoTime(operation);
  };
  /** Gives an operation a place without a time. */
  const place = (operation: number, resource: number, alternative: number) => {
    schedule.resource[operation] = resource;
    schedule.alternative[operation] = alternative;
    schedule.start[operation] = Number.NaN;
    schedule.end[operation] = Number.NaN;
  };
  /** Takes an operation out of its batch, which goes on without it. */
  const part = (operation: number) => {
    const members = batches!.membersOf(hostOf(operation))!;
    const at = batches!.leave(operation);
    const host = members[0]!;
    if (at === 0) handOver(operation, host);
    isIn[operation] = 0;
    journal.push(at, host);
    touch(host);
  };
  const undoPart = (operation: number) => {
    const host = journal.pop()!;
    const at = journal.pop()!;
    batches!.rejoin(operation, host, at);
    if (at === 0) handOver(host, operation);
    isIn[operation] = 1;
  };

  return {
    remove: (operation) => {
      const isShared = batches?.membersOf(hostOf(operation)) !== undefined;
      const turn = isShared ? none : turnOf(operation);
      notePlace(operation);
      follow(operation);
      // Who may not come too long before it was held by it.
      if (bonds?.binds[operation - 1]) touch(operation - 1);
      if (!isShared) journal.push(turn);
      units?.leave(operation, journal);
      if (isShared) {
        part(operation);
        journal.push(operation, kinds.parting);
      } else {
        journal.push(operation, kinds.removal);
        unlink(operation, schedule.resource[operation]!, turn);
      }
      drop(operation);
      judge(operation);
    },
    insert: (operation, alternative, turn, aside) => {
      const { resource } = alternatives[operation]![alternative]!;
      const lane = lanes[resource]!;
      const last = turn > 0 ? lane[turn - 1]! : none;
      if (units) timeWithUnits(operation, alternative, last, aside);
      journal.push(turn);
      units?.take(operation, journal);
      journal.push(operation, kinds.insertion);
      units?.next(operation, touch);
      place(operation, resource, alternative);
      if (areShared) shareWindows(lane[turn]);
      enter(operation);
      link(operation, resource, turn);
      touch(operation, last === none ? 0 : schedule.start[last]!);
      touch(next[operation]!);
    },
    join: (operation, alternative, turn) => {
      const { resource, secondary } = alternatives[operation]![alternative]!;
      const host = lanes[resource]![turn]!;
      units?.look(secondary, schedule.start[host]!, schedule.end[host]! - schedule.start[host]!, false);
      units?.take(operation, journal);
      journal.push(operation, kinds.joining);
      units?.next(operation, touch);
      place(operation, resource, alternative);
      schedule.setup[operation] = 0;
      previous[operation] = none;
      next[operation] = none;
      isIn[operation] = 1;
      enter(operation);
      batches!.join(operation, host);
      touch(host);
    },
    free: (operation, from) => {
      journal.push(floor[operation]!, operation, kinds.floor);
      floor[operation] = from;
      touch(operation);
    },
    undo: () => {
      const kind = journal.pop()!;
      const operation = journal.pop()!;
      if (kind === kinds.time) {
        drop(operation);
        undoTime(operation);
      } else if (kind === kinds.floor) {
        floor[operation] = journal.pop()!;
        return;
      } else if (kind === kinds.material) {
        reservoir!.back(journal.pop()!);
        return;
      } else if (kind === kinds.insertion) {
        units?.undoTake(operation, journal);
        unlink(operation, schedule.resource[operation]!, journal.pop()!);
      } else if (kind === kinds.joining) {
        units?.undoTake(operation, journal);
        batches!.unjoin(operation);
        isIn[operation] = 0;
      } else if (kind === kinds.parting) {
        undoPart(operation);
        units?.undoLeave(operation, journal);
        undoPlace(operation);
      } else {
        units?.undoLeave(operation, journal);
        const turn = journal.pop()!;
        undoPlace(operation);
        link(operation, schedule.resource[operation]!, turn);
      }
      judge(operation);
    },
  };
};
