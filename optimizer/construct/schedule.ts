import type { Model } from "./model.ts";

/** A schedule under construction, by operation. */
export interface Schedule {
  readonly resource: Int32Array;
  /** Which of the operation's alternatives; -1 where a fixed operation has none on its resource. */
  readonly alternative: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly setup: Float64Array;
  cost: number;
  /** The operation that had no place when the cost is Infinity. */
  blocked: number;
}

export const emptySchedule = (model: Model): Schedule => ({
  resource: new Int32Array(model.keys.length),
  alternative: new Int32Array(model.keys.length),
  start: new Float64Array(model.keys.length),
  end: new Float64Array(model.keys.length),
  setup: new Float64Array(model.keys.length),
  cost: 0,
  blocked: -1,
});

/** Orders that end after they are due. */
export const lateOrders = (model: Model, { end }: Schedule): number[] => {
  const late: number[] = [];
  for (let order = 0; order < model.orders; order += 1)
    if (end[model.first[order + 1]! - 1]! > model.due[order]!) late.push(order);
  return late;
};

export const copySchedule = (from: Schedule, to: Schedule): void => {
  to.resource.set(from.resource);
  to.alternative.set(from.alternative);
  to.start.set(from.start);
  to.end.set(from.end);
  to.setup.set(from.setup);
  to.cost = from.cost;
};

/** Gives the cost of the schedule that it writes; Infinity when something has no place. */
export type Decoder = (sequence: Int32Array, schedule: Schedule) => number;

/** What an operation costs that starts when its material has expired: more than any lateness. */
export const expiredCost = 1e9;
