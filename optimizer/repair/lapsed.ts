import type { Kept } from "../construct/chain.ts";
import { createBoardDecoder } from "../construct/decode.ts";
import type { Model } from "../construct/model.ts";
import { emptySchedule } from "../construct/schedule.ts";
import { keyOf } from "../plan.ts";
import type { Operation, Problem } from "../problem.ts";
import type { Former } from "./affected.ts";

/** The problem in which the maximum lags of these operations have lapsed, by key, and of no others. */
export const withLapsed = (problem: Problem, keys: readonly string[]): Problem => {
  const lapsed = new Set(keys);
  const isLapsed = (order: string, { id }: Operation) => lapsed.has(keyOf(order, id));
  const isSame = (order: string, operation: Operation) =>
    isLapsed(order, operation) === (operation.lapsed === true);
  return {
    ...problem,
    orders: problem.orders.map((order) =>
      order.operations.every((operation) => isSame(order.id, operation))
        ? order
        : {
            ...order,
            operations: order.operations.map((operation): Operation => {
              const { lapsed: _lapsed, ...rest } = operation;
              return isLapsed(order.id, operation) ? { ...rest, lapsed: true } : rest;
            }),
          },
    ),
  };
};

/**
 * Facts that nothing can follow within their maximum lags any more, whatever else gives way to it, by key: what comes next lacks its
 * machine, its material or its people until later.
 *
 * @param frozenUntil Nothing new is begun before that.
 */
export const lapsedIn = (model: Model, { schedule: old, placed }: Former, frozenUntil: number): string[] => {
  const maxLag = model.maxLag.slice();
  const isFollowed = (operation: number) =>
    maxLag[operation]! < Number.POSITIVE_INFINITY &&
    model.fixed[operation] &&
    model.orderOf[operation + 1] === model.orderOf[operation] &&
    !model.fixed[operation + 1];
  if (!maxLag.some((_, operation) => isFollowed(operation))) return [];
  const kept: Kept = {
    alternative: new Int32Array(model.keys.length).fill(-1),
    start: Float64Array.from(old.start, (start, operation) =>
      placed[operation] ? Math.min(frozenUntil, start) : frozenUntil,
    ),
    yields: false,
  };
  const schedule = emptySchedule(model);
  const found: string[] = [];
  for (;;) {
    // Of an empty sequence only those get places who must follow a fact in time, before all others.
    const decode = createBoardDecoder({ ...model, maxLag, isPriced: false }, kept);
    if (Number.isFinite(decode(new Int32Array(0), schedule))) return found;
    const before = schedule.blocked - 1;
    if (!isFollowed(before)) return found;
    maxLag[before] = Number.POSITIVE_INFINITY;
    found.push(model.keys[before]!);
  }
};
