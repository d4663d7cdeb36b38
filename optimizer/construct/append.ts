import type { Model } from "./model.ts";
import { changeOf, openedBy } from "./objective.ts";
import { materialReady, orderEnd } from "./ready.ts";
import { type Decoder, expiredCost } from "./schedule.ts";

const hour = 3_600;

/** Appends to each resource, nothing else: all that plain problems need, and several times as fast as the board. */
export const createAppendingDecoder = (model: Model): Decoder => {
  const resources = model.calendars.length;
  const free = new Float64Array(resources);
  const family = new Int32Array(resources);
  const next = new Int32Array(model.orders);
  const { tardiness, setup: setupWeight, flow, promise, change, opened } = model.objective;
  const { materialTime, until, firstMaker, maker } = model.supply;
  const linked = maker.length > 0;
  const through = new Float64Array(resources);
  /** Notes what a resource is opened for; the cost of that. */
  const open = (resource: number, start: number, end: number, setup: number): number => {
    const seconds = openedBy(model, resource, start, end, setup, through[resource]!);
    through[resource] = Math.max(through[resource]!, model.openings[resource]!.through(start, end));
    return (opened * seconds) / hour;
  };
  const facts = model.fixed
    .flatMap((fact, operation) => (fact ? [{ ...fact, operation }] : []))
    .sort((a, b) => a.start - b.start || a.end - b.end);

  return (sequence, schedule) => {
    free.fill(0);
    family.set(model.initialFamily);
    next.set(model.first.subarray(0, model.orders));
    let cost = 0;
    if (opened > 0) {
      through.fill(Number.NEGATIVE_INFINITY);
      for (const { resource, start, end } of facts) cost += open(resource, start, end, 0);
    }
    // What runs or is frozen holds its place before anything else is placed.
    for (const { operation, resource, alternative, start, end } of facts) {
      if (end >= free[resource]!) {
        free[resource] = end;
        family[resource] = model.family[operation]!;
      }
      schedule.resource[operation] = resource;
      schedule.alternative[operation] = alternative;
      schedule.start[operation] = start;
      schedule.end[operation] = end;
      schedule.setup[operation] = 0;
      if (change > 0) cost += change * changeOf(model, operation, resource, start);
    }
    const place = (order: number): boolean => {
      const operation = next[order]!++;
      const last = operation + 1 === model.first[order + 1];
      if (!model.fixed[operation]) {
        if (linked && !finishMakers(operation)) return false;
        const before =
          operation === model.first[order]
            ? model.release[order]!
            : schedule.end[operation - 1]! + model.lag[operation - 1]!;
        const ready = Math.max(
          before,
          linked ? materialReady(model, schedule, operation) : materialTime[operation]!,
        );
        let bestEnd = Number.POSITIVE_INFINITY;
        let bestStart = 0;
        let best = -1;
        let bestSetup = 0;
        const alternatives = model.alternatives[operation]!;
        for (let index = 0; index < alternatives.length; index += 1) {
          const { resource, duration } = alternatives[index]!;
          const calendar = model.calendars[resource]!;
          const setup = model.setup(resource, family[resource]!, model.family[operation]!);
          const prepared =
            setup > 0 ? calendar.finish(calendar.opens(free[resource]!), setup) : free[resource]!;
          const start = calendar.opens(Math.max(ready, prepared));
          const end = calendar.finish(start, duration);
          if (end < bestEnd || (end === bestEnd && setup < bestSetup)) {
            bestEnd = end;
            bestStart = start;
            best = index;
            bestSetup = setup;
          }
        }
        if (best < 0) {
          schedule.blocked = operation;
          return false;
        }
        const { resource } = alternatives[best]!;
        free[resource] = bestEnd;
        family[resource] = model.family[operation]!;
        schedule.resource[operation] = resource;
        schedule.alternative[operation] = best;
        schedule.start[operation] = bestStart;
        schedule.end[operation] = bestEnd;
        schedule.setup[operation] = bestSetup;
        cost += (setupWeight * bestSetup) / hour;
        if (change > 0) cost += change * changeOf(model, operation, resource, bestStart);
        if (opened > 0) cost += open(resource, bestStart, bestEnd, bestSetup);
        if (bestStart > until[operation]!) cost += expiredCost;
      }
      if (last) {
        const end = orderEnd(model, schedule, order);
        cost += (tardiness * model.weight[order]! * Math.max(0, end - model.due[order]!)) / hour;
        if (promise > 0)
          cost += (promise * model.weight[order]! * Math.max(0, end - model.promised[order]!)) / hour;
        if (flow > 0) cost += (flow * (end - schedule.start[model.first[order]!]!)) / hour;
      }
      return true;
    };
    /** What others make for an operation has its place before it. */
    const finishMakers = (operation: number): boolean => {
      for (let at = firstMaker[operation]!; at < firstMaker[operation + 1]!; at += 1) {
        const order = maker[at]!;
        while (next[order]! < model.first[order + 1]!) if (!place(order)) return false;
      }
      return true;
    };
    for (let position = 0; position < sequence.length; position += 1) {
      const order = sequence[position]!;
      if (next[order]! < model.first[order + 1]! && !place(order)) return Number.POSITIVE_INFINITY;
    }
    schedule.cost = cost;
    return cost;
  };
};
