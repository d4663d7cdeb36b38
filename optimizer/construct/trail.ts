import { createAppendingDecoder } from "./append.ts";
import type { Model } from "./model.ts";
import { createPlaceCost } from "./objective.ts";
import { emptySchedule, type Schedule } from "./schedule.ts";

/** Positions between two states of the resources that are remembered. */
const stride = 128;

/**
 * A sequence with its schedule, where a change of one stretch costs the time of what it changes, not of the whole plant: what
 * comes before is remembered, and the walk behind it ends as soon as every resource and every order is as it was. Gives
 * the schedules of the appending decoder.
 */
export interface Trail {
  readonly sequence: Int32Array;
  readonly schedule: Schedule;
  /** The operation at each position, and the position of each operation. */
  readonly operationAt: Int32Array;
  readonly positionOf: Int32Array;
  /**
   * What the objective grows by when the stretch from a position on holds these orders instead, the same ones in another
   * turn; Infinity when something has no place, the change reaches too far, or it costs more than a limit on the way.
   */
  attempt(from: number, stretch: Int32Array, limit?: number): number;
  /** Takes over the last attempt. */
  accept(): void;
}

/** Plain models whose orders do not wait for each other. */
export const canTrail = (model: Model): boolean => !model.constrained && model.supply.maker.length === 0;

export const createTrail = (model: Model, start: Int32Array, mostAnew: number): Trail => {
  const resources = model.calendars.length;
  const count = model.keys.length;
  const length = start.length;
  const sequence = Int32Array.from(start);
  const schedule = emptySchedule(model);
  createAppendingDecoder(model)(sequence, schedule);
  const costAt = createPlaceCost(model);
  const { materialTime } = model.supply;
  const { first, orderOf, alternatives, calendars, fixed, lag, release } = model;

  const operationAt = new Int32Array(length);
  const positionOf = new Int32Array(count);
  const next = Int32Array.from(first.subarray(0, model.orders));
  for (let position = 0; position < length; position += 1) {
    const operation = next[sequence[position]!]!++;
    operationAt[position] = operation;
    positionOf[operation] = position;
  }

  // What runs or is frozen holds its place before all else.
  const firstFree = new Float64Array(resources);
  const firstFamily = Int32Array.from(model.initialFamily);
  for (let operation = 0; operation < count; operation += 1) {
    const place = fixed[operation];
    if (!place || place.end <= firstFree[place.resource]!) continue;
    firstFree[place.resource] = place.end;
    firstFamily[place.resource] = model.family[operation]!;
  }
  const marks = Math.floor(length / stride) + 1;
  const markFree = new Float64Array(marks * resources);
  const markFamily = new Int32Array(marks * resources);
  const wasFree = new Float64Array(resources);
  const wasFamily = new Int32Array(resources);
  /** Moves the remembered state over one position. */
  const pass = (position: number) => {
    const operation = operationAt[position]!;
    if (fixed[operation]) return;
    const resource = schedule.resource[operation]!;
    wasFree[resource] = schedule.end[operation]!;
    wasFamily[resource] = model.family[operation]!;
  };
  /** Writes the marks from one on up to a position; the state before the first of them must be right. */
  const remember = (from: number, to: number) => {
    if (from === 0) {
      markFree.set(firstFree);
      markFamily.set(firstFamily);
    }
    wasFree.set(markFree.subarray(from * resources, (from + 1) * resources));
    wasFamily.set(markFamily.subarray(from * resources, (from + 1) * resources));
    for (let position = from * stride; position < to; position += 1) {
      if (position % stride === 0 && position > from * stride) {
        const at = (position / stride) * resources;
        markFree.set(wasFree, at);
        markFamily.set(wasFamily, at);
      }
      pass(position);
    }
  };
  remember(0, length);

  const free = new Float64Array(resources);
  const family = new Int32Array(resources);
  const differs = new Uint8Array(resources);
  let differing = 0;
  const compare = (resource: number) => {
    const now = free[resource] !== wasFree[resource] || family[resource] !== wasFamily[resource] ? 1 : 0;
    differing += now - differs[resource]!;
    differs[resource] = now;
  };

  // The attempt: what is placed anew, over the schedule as it is.
  const stamp = new Int32Array(count);
  let round = 0;
  const anew: number[] = [];
  const newResource = new Int32Array(count);
  const newAlternative = new Int32Array(count);
  const newStart = new Float64Array(count);
  const newEnd = new Float64Array(count);
  const newSetup = new Float64Array(count);
  /** Operations ahead whose predecessor ends at another time. */
  const awaited = new Int32Array(count);
  let waiting = 0;
  const cursor = new Int32Array(model.orders);
  let attemptFrom = 0;
  let attemptEnd = 0;
  let attemptStretch: Int32Array = new Int32Array(0);
  let attemptDelta = Number.POSITIVE_INFINITY;

  const endOf = (operation: number): number =>
    stamp[operation] === round ? newEnd[operation]! : schedule.end[operation]!;
  /** Places an operation at the soonest; what its cost grows by. */
  const place = (operation: number): number => {
    if (awaited[operation] === round) {
      awaited[operation] = 0;
      waiting -= 1;
    }
    if (fixed[operation]) return 0;
    const order = orderOf[operation]!;
    const before = operation === first[order] ? release[order]! : endOf(operation - 1) + lag[operation - 1]!;
    const ready = Math.max(before, materialTime[operation]!);
    const ways = alternatives[operation]!;
    let bestEnd = Number.POSITIVE_INFINITY;
    let bestStart = 0;
    let best = -1;
    let bestSetup = 0;
    for (let index = 0; index < ways.length; index += 1) {
      const { resource, duration } = ways[index]!;
      const calendar = calendars[resource]!;
      const setup = model.setup(resource, family[resource]!, model.family[operation]!);
      const prepared = setup > 0 ? calendar.finish(calendar.opens(free[resource]!), setup) : free[resource]!;
      if (Math.max(ready, prepared) + duration > bestEnd) continue;
      const begin = calendar.opens(Math.max(ready, prepared));
      const end = calendar.finish(begin, duration);
      if (end < bestEnd || (end === bestEnd && setup < bestSetup)) {
        bestEnd = end;
        bestStart = begin;
        best = index;
        bestSetup = setup;
      }
    }
    if (best < 0) return Number.POSITIVE_INFINITY;
    const { resource } = ways[best]!;
    free[resource] = bestEnd;
    family[resource] = model.family[operation]!;
    stamp[operation] = round;
    anew.push(operation);
    newResource[operation] = resource;
    newAlternative[operation] = best;
    newStart[operation] = bestStart;
    newEnd[operation] = bestEnd;
    newSetup[operation] = bestSetup;
    if (bestEnd !== schedule.end[operation] && operation + 1 < first[order + 1]!) {
      if (awaited[operation + 1] !== round) waiting += 1;
      awaited[operation + 1] = round;
    }
    return (
      costAt(operation, resource, bestStart, bestEnd, bestSetup) -
      costAt(
        operation,
        schedule.resource[operation]!,
        schedule.start[operation]!,
        schedule.end[operation]!,
        schedule.setup[operation]!,
      )
    );
  };
  const touches = (operation: number): boolean => {
    if (awaited[operation] === round) return true;
    const ways = alternatives[operation]!;
    for (let index = 0; index < ways.length; index += 1) if (differs[ways[index]!.resource]) return true;
    return false;
  };

  return {
    sequence,
    schedule,
    operationAt,
    positionOf,
    attempt: (from, stretch, limit = Number.POSITIVE_INFINITY) => {
      round += 1;
      anew.length = 0;
      waiting = 0;
      differing = 0;
      differs.fill(0);
      attemptFrom = from;
      attemptStretch = stretch;
      attemptDelta = Number.POSITIVE_INFINITY;
      const to = from + stretch.length;
      const mark = Math.floor(from / stride);
      wasFree.set(markFree.subarray(mark * resources, (mark + 1) * resources));
      wasFamily.set(markFamily.subarray(mark * resources, (mark + 1) * resources));
      for (let position = mark * stride; position < from; position += 1) pass(position);
      free.set(wasFree);
      family.set(wasFamily);
      for (let position = to - 1; position >= from; position -= 1)
        cursor[sequence[position]!] = operationAt[position]!;
      let delta = 0;
      for (const order of stretch) {
        delta += place(cursor[order]!++);
        if (delta === Number.POSITIVE_INFINITY) return delta;
      }
      for (let position = from; position < to; position += 1) pass(position);
      for (let resource = 0; resource < resources; resource += 1) compare(resource);
      let position = to;
      for (; position < length && (differing > 0 || waiting > 0); position += 1) {
        const operation = operationAt[position]!;
        if (touches(operation)) {
          delta += place(operation);
          if (!(delta <= limit) || anew.length > mostAnew) return Number.POSITIVE_INFINITY;
          pass(position);
          if (fixed[operation]) continue;
          compare(schedule.resource[operation]!);
          compare(newResource[operation]!);
        } else {
          pass(position);
          if (fixed[operation]) continue;
          const resource = schedule.resource[operation]!;
          free[resource] = wasFree[resource]!;
          family[resource] = wasFamily[resource]!;
        }
      }
      attemptEnd = position;
      attemptDelta = delta;
      return delta;
    },
    accept: () => {
      if (attemptDelta === Number.POSITIVE_INFINITY) return;
      for (const operation of anew) {
        schedule.resource[operation] = newResource[operation]!;
        schedule.alternative[operation] = newAlternative[operation]!;
        schedule.start[operation] = newStart[operation]!;
        schedule.end[operation] = newEnd[operation]!;
        schedule.setup[operation] = newSetup[operation]!;
      }
      const to = attemptFrom + attemptStretch.length;
      for (let position = to - 1; position >= attemptFrom; position -= 1)
        cursor[sequence[position]!] = operationAt[position]!;
      for (let index = 0; index < attemptStretch.length; index += 1) {
        const order = attemptStretch[index]!;
        const position = attemptFrom + index;
        const operation = cursor[order]!++;
        sequence[position] = order;
        operationAt[position] = operation;
        positionOf[operation] = position;
      }
      schedule.cost += attemptDelta;
      remember(Math.floor(attemptFrom / stride), Math.min(length, attemptEnd + stride));
    },
  };
};
