import { type Batches, createBatches } from "../batches.ts";
import type { Model } from "../model.ts";
import type { Schedule } from "../schedule.ts";

/** Nobody has the turn, or no turn is had. */
export const none = -1;

/** Who comes after whom on each resource: the lanes, and the same as arcs between neighbours. */
export interface Turns {
  /** Operations of each resource in their turns. */
  readonly lanes: readonly number[][];
  /** Who has the turn before and after an operation; -1, nobody. Those that go with another have no turn of their own. */
  readonly previous: Int32Array;
  readonly next: Int32Array;
  /** 1 for facts, whose time is given. */
  readonly isFixed: Uint8Array;
  /** Family that a resource is in after an operation. */
  readonly leaves: Int32Array;
  /** Undefined where no resource takes more than one operation at a time. */
  readonly batches: Batches | undefined;
  /** Who has the turn of an operation: itself, or the first of its batch. */
  hostOf(operation: number): number;
  /** When an operation and the facts before it leave their resource. */
  endAt(operation: number): number;
  /** Gives an operation a turn, before the one that has it now. */
  link(operation: number, resource: number, turn: number): void;
  /** Takes an operation out of its turn. */
  unlink(operation: number, resource: number, turn: number): void;
  /** Gives the turn of one operation to another. */
  handOver(from: number, to: number): void;
  /** The turn that an operation has on its resource; times must be settled. */
  turnOf(operation: number): number;
  /** First turn of a resource whose operation ends after a moment; times must be settled. */
  turnAt(resource: number, time: number): number;
}

/** The turns of a schedule: by start, then by end. */
export const createTurns = (model: Model, schedule: Schedule, isIn: Uint8Array): Turns => {
  const count = model.keys.length;
  const isFixed = Uint8Array.from(model.fixed, (place) => (place ? 1 : 0));
  const lanes: number[][] = model.calendars.map(() => []);
  const batches = model.batchCapacity.some((capacity) => capacity > 0)
    ? createBatches(model, schedule, isIn)
    : undefined;
  const hostOf = (operation: number): number => (batches ? batches.hostOf[operation]! : operation);
  for (let operation = 0; operation < count; operation += 1)
    if (isIn[operation] && hostOf(operation) === operation)
      lanes[schedule.resource[operation]!]!.push(operation);
  const next = new Int32Array(count).fill(none);
  const previous = new Int32Array(count).fill(none);
  /** Facts may overlap: the one that ends last says when the resource is free, and in which family. */
  const through = new Float64Array(count);
  const leaves = Int32Array.from(model.family);
  for (const lane of lanes) {
    lane.sort(
      (a, b) => schedule.start[a]! - schedule.start[b]! || schedule.end[a]! - schedule.end[b]! || a - b,
    );
    for (const [turn, operation] of lane.entries()) {
      const last = turn > 0 ? lane[turn - 1]! : none;
      previous[operation] = last;
      if (last !== none) next[last] = operation;
      through[operation] = schedule.end[operation]!;
      if (last === none || !isFixed[operation] || !isFixed[last]) continue;
      if (through[last]! <= through[operation]!) continue;
      through[operation] = through[last]!;
      leaves[operation] = leaves[last]!;
    }
  }
  const endAt = (operation: number): number =>
    isFixed[operation] ? through[operation]! : schedule.end[operation]!;

  return {
    lanes,
    previous,
    next,
    isFixed,
    leaves,
    batches,
    hostOf,
    endAt,
    link: (operation, resource, turn) => {
      const lane = lanes[resource]!;
      const after = turn < lane.length ? lane[turn]! : none;
      const last = turn > 0 ? lane[turn - 1]! : none;
      lane.splice(turn, 0, operation);
      previous[operation] = last;
      next[operation] = after;
      if (last !== none) next[last] = operation;
      if (after !== none) previous[after] = operation;
      isIn[operation] = 1;
    },
    unlink: (operation, resource, turn) => {
      lanes[resource]!.splice(turn, 1);
      const last = previous[operation]!;
      const after = next[operation]!;
      if (last !== none) next[last] = after;
      if (after !== none) previous[after] = last;
      isIn[operation] = 0;
    },
    handOver: (from, to) => {
      const lane = lanes[schedule.resource[from]!]!;
      lane[lane.indexOf(from)] = to;
      const [last, after] = [previous[from]!, next[from]!];
      previous[to] = last;
      next[to] = after;
      if (last !== none) next[last] = to;
      if (after !== none) previous[after] = to;
      previous[from] = none;
      next[from] = none;
    },
    turnOf: (sought) => {
      const operation = hostOf(sought);
      const lane = lanes[schedule.resource[operation]!]!;
      const start = schedule.start[operation]!;
      let low = 0;
      let high = lane.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (schedule.start[lane[middle]!]! < start) low = middle + 1;
        else high = middle;
      }
      return lane[low] === operation ? low : lane.indexOf(operation);
    },
    turnAt: (resource, time) => {
      const lane = lanes[resource]!;
      let low = 0;
      let high = lane.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (endAt(lane[middle]!) <= time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
};
