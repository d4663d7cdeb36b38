import { createBoard } from "../construct/board.ts";
import { createChains, type Kept } from "../construct/chain.ts";
import { createBoardDecoder } from "../construct/decode.ts";
import type { Model } from "../construct/model.ts";
import { createPlacing } from "../construct/placing.ts";
import { emptySchedule } from "../construct/schedule.ts";
import { keyOf } from "../plan.ts";
import type { Operation, Problem } from "../problem.ts";
import type { Former } from "./affected.ts";

/** What tells of an operation that it cannot keep its limit: one that is still to begin can miss its latest start only. */
const flagOf = ({ latestStart, fixed }: Operation): "missed" | "lapsed" =>
  latestStart !== undefined && !fixed ? "missed" : "lapsed";

/** The problem in which the maximum lags of these operations have lapsed, or their latest starts are missed, by key, and of no others. */
export const withLapsed = (problem: Problem, keys: readonly string[]): Problem => {
  const lapsed = new Set(keys);
  const isLapsed = (order: string, { id }: Operation) => lapsed.has(keyOf(order, id));
  const isSame = (order: string, operation: Operation) =>
    isLapsed(order, operation)
      ? operation[flagOf(operation)] === true
      : !operation.lapsed && !operation.missed;
  return {
    ...problem,
    orders: problem.orders.map((order) =>
      order.operations.every((operation) => isSame(order.id, operation))
        ? order
        : {
            ...order,
            operations: order.operations.map((operation): Operation => {
              const { lapsed: _lapsed, missed: _missed, ...rest } = operation;
              return isLapsed(order.id, operation) ? { ...rest, [flagOf(rest)]: true } : rest;
            }),
          },
    ),
  };
};

/**
 * Facts that nothing can follow within their maximum lags any more, whatever else gives way to it, and what cannot start by its latest
 * start, by key: what comes next lacks its machine, its material or its people until later.
 *
 * @param frozenUntil Nothing new is begun before that.
 */
export const lapsedIn = (model: Model, { schedule: old, placed }: Former, frozenUntil: number): string[] => {
  const maxLag = model.maxLag.slice();
  const latestStart = model.latestStart.slice();
  const isDue = (latest: number) => latest < Number.POSITIVE_INFINITY;
  const isFollowed = (operation: number) =>
    maxLag[operation]! < Number.POSITIVE_INFINITY &&
    model.fixed[operation] &&
    model.orderOf[operation + 1] === model.orderOf[operation] &&
    !model.fixed[operation + 1];
  if (!latestStart.some(isDue) && !maxLag.some((_, operation) => isFollowed(operation))) return [];
  const kept: Kept = {
    alternative: new Int32Array(model.keys.length).fill(-1),
    start: Float64Array.from(old.start, (start, operation) =>
      placed[operation] ? Math.min(frozenUntil, start) : frozenUntil,
    ),
    yields: false,
  };
  const schedule = emptySchedule(model);
  const found: string[] = [];
  /** Lets that one off by which a blocked operation is in time; false when none is. */
  const letOff = (blocked: number): boolean => {
    if (isDue(latestStart[blocked]!)) {
      latestStart[blocked] = Number.POSITIVE_INFINITY;
      found.push(model.keys[blocked]!);
      return true;
    }
    const before = blocked - 1;
    if (before < 0 || !isFollowed(before)) return false;
    maxLag[before] = Number.POSITIVE_INFINITY;
    found.push(model.keys[before]!);
    return true;
  };
  /** Lets those off that have no place, each in its turn after who has one, or on a board of its own; so many at the most. */
  const letOffBlocked = (limits: Model, isAlone: boolean, most: number): number => {
    const board = createBoard(limits, { anyGap: true });
    const chains = createChains(limits, board, kept);
    const placing = createPlacing(limits, board, chains);
    placing.reset(schedule);
    let count = 0;
    for (const operation of chains.urgent) {
      if (count === most) break;
      const before = placing.size();
      const isPlaced = placing.place(operation);
      if (isAlone || !isPlaced) placing.takeBack(before);
      if (!isPlaced && letOff(schedule.blocked)) count += 1;
    }
    return count;
  };
  // Those that have no place on an empty board first, all at once; of those that are in each other's way one, two, four and so on, as
  // the others are tried in other turns between: a try takes the time of them all, and there may be a thousand.
  for (let round = 0; ; round += 1) {
    const limits: Model = {
      ...model,
      maxLag: maxLag.slice(),
      latestStart: latestStart.slice(),
      isPriced: false,
    };
    // Of an empty sequence only those get places who must follow a fact in time, before all others.
    if (Number.isFinite(createBoardDecoder(limits, kept)(new Int32Array(0), schedule))) return found;
    const alone = round === 0 ? letOffBlocked(limits, true, Number.POSITIVE_INFINITY) : 0;
    if (alone === 0 && letOffBlocked(limits, false, 2 ** Math.max(0, round - 1)) === 0) return found;
  }
};
