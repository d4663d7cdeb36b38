import type { Board } from "./board.ts";
import type { Chains } from "./chain.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

/** Operations put on a board one after the other, each with what others make for it ahead of it. */
export interface Placing {
  /** Begins anew: nothing but facts is on the board, and places are written into this schedule. */
  reset(schedule: Schedule): void;
  /** False when it has no room; the schedule's `blocked` tells which one has none then. What was made for it stays. */
  place(operation: number): boolean;
  /** Places the next one of an order, if one is left. */
  placeNext(order: number): boolean;
  /** How many were placed: a moment to go back to. */
  size(): number;
  /** Takes back what was placed since it was so many. */
  takeBack(size: number): void;
}

export const createPlacing = (model: Model, board: Board, chains: Chains): Placing => {
  const next = new Int32Array(model.orders);
  const placed = new Uint8Array(model.keys.length);
  const standing: number[] = [];
  const { firstMaker, maker } = model.supply;
  const linked = maker.length > 0;
  let schedule: Schedule;
  const place = (operation: number): boolean => {
    if (placed[operation] || model.fixed[operation]) return true;
    if (linked && !finishMakers(operation)) return false;
    const count = chains.place(schedule, operation);
    placed.fill(1, operation, operation + count);
    for (let at = operation; at < operation + count; at += 1) standing.push(at);
    if (count === 0) schedule.blocked = operation;
    return count > 0;
  };
  const placeNext = (order: number): boolean =>
    next[order]! >= model.first[order + 1]! || place(next[order]!++);
  /** What others make for an operation, and for those that go with it, has its place before it. */
  const finishMakers = (operation: number): boolean => {
    const end = chains.endOf(operation);
    for (let at = firstMaker[operation]!; at < firstMaker[end + 1]!; at += 1) {
      const order = maker[at]!;
      while (next[order]! < model.first[order + 1]!) if (!placeNext(order)) return false;
    }
    return true;
  };
  return {
    reset: (into) => {
      schedule = into;
      board.reset(schedule);
      next.set(model.first.subarray(0, model.orders));
      placed.fill(0);
      standing.length = 0;
    },
    place,
    placeNext,
    size: () => standing.length,
    takeBack: (size) => {
      while (standing.length > size) {
        const operation = standing.pop()!;
        board.undo(operation);
        placed[operation] = 0;
        const order = model.orderOf[operation]!;
        next[order] = Math.min(next[order]!, operation);
      }
    },
  };
};
