import type { Model } from "./model.ts";

/** A schedule under construction, by operation. */
export interface Schedule {
  readonly resource: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly setup: Float64Array;
  cost: number;
}

/** What an hour of set-up weighs beside an hour of lateness of an order of weight 1. */
export const setupWeight = 0.05;
const hour = 3_600;

export const emptySchedule = (model: Model): Schedule => ({
  resource: new Int32Array(model.keys.length),
  start: new Float64Array(model.keys.length),
  end: new Float64Array(model.keys.length),
  setup: new Float64Array(model.keys.length),
  cost: 0,
});

/**
 * Turns a sequence into a schedule: each entry names an order, its n-th appearance is the order's n-th operation
 * (Bierwirth 1995), which goes to the resource where it ends soonest, after everything that is there already.
 */
export const createDecoder = (model: Model) => {
  const resources = model.calendars.length;
  const free = new Float64Array(resources);
  const family = new Int32Array(resources);
  const next = new Int32Array(model.orders);

  return (sequence: Int32Array, schedule: Schedule): number => {
    free.fill(0);
    family.set(model.initialFamily);
    next.set(model.first.subarray(0, model.orders));
    let cost = 0;
    // What runs or is frozen holds its place before anything else is placed.
    for (let operation = 0; operation < model.keys.length; operation += 1) {
      const fixed = model.fixed[operation];
      if (!fixed) continue;
      if (fixed.end > free[fixed.resource]!) {
        free[fixed.resource] = fixed.end;
        family[fixed.resource] = model.family[operation]!;
      }
      schedule.resource[operation] = fixed.resource;
      schedule.start[operation] = fixed.start;
      schedule.end[operation] = fixed.end;
      schedule.setup[operation] = 0;
    }
    for (let position = 0; position < sequence.length; position += 1) {
      const order = sequence[position]!;
      const operation = next[order]!++;
      const last = operation + 1 === model.first[order + 1];
      if (!model.fixed[operation]) {
        const before =
          operation === model.first[order]
            ? model.release[order]!
            : schedule.end[operation - 1]! + model.lag[operation - 1]!;
        const ready = Math.max(before, model.materialTime[operation]!);
        let bestEnd = Number.POSITIVE_INFINITY;
        let bestStart = 0;
        let bestResource = -1;
        let bestSetup = 0;
        for (const { resource, duration } of model.alternatives[operation]!) {
          const calendar = model.calendars[resource]!;
          const setup = model.setup(resource, family[resource]!, model.family[operation]!);
          const prepared =
            setup > 0 ? calendar.finish(calendar.opens(free[resource]!), setup) : free[resource]!;
          const start = calendar.opens(Math.max(ready, prepared));
          const end = calendar.finish(start, duration);
          if (end < bestEnd || (end === bestEnd && setup < bestSetup)) {
            bestEnd = end;
            bestStart = start;
            bestResource = resource;
            bestSetup = setup;
          }
        }
        if (bestResource < 0) return Number.POSITIVE_INFINITY;
        free[bestResource] = bestEnd;
        family[bestResource] = model.family[operation]!;
        schedule.resource[operation] = bestResource;
        schedule.start[operation] = bestStart;
        schedule.end[operation] = bestEnd;
        schedule.setup[operation] = bestSetup;
        cost += (setupWeight * bestSetup) / hour;
      }
      if (last)
        cost += (model.weight[order]! * Math.max(0, schedule.end[operation]! - model.due[order]!)) / hour;
    }
    schedule.cost = cost;
    return cost;
  };
};
