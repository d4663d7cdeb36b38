import type { Model } from "../model.ts";
import { createPlaceCost, openedBy } from "../objective.ts";
import type { Schedule } from "../schedule.ts";
import { type Journal, kinds } from "./journal.ts";
import { none, type Turns } from "./turns.ts";

const hour = 3_600;

/**
 * What each operation adds to the objective where it is, and their sum. Of the windows that a resource is opened for, each
 * pays those that are not open for who has the turn before it; the energy of a batch is paid by its host.
 */
export interface Costs {
  /** By operation; 0 for what is out. */
  readonly each: Float64Array;
  /** Whether what an operation costs depends on who comes before it, by opened windows, or on who goes with it, by energy. */
  readonly areShared: boolean;
  total(): number;
  /** What an operation costs at a time, after who is before it now. */
  costAt(operation: number, start: number, end: number, setup: number): number;
  /** The same for one that goes with another, which pays their windows and their energy. */
  costBeside(operation: number, start: number, end: number, setup: number): number;
  /** Gives an operation another time and cost, in a way that can be undone. */
  change(operation: number, start: number, end: number, setup: number, value: number): void;
  /**
   * Takes what an operation's resource is opened for it off its cost, until it is weighed again: who comes before it may
   * share that.
   */
  shareWindows(operation: number | undefined): void;
  /** Weighs an operation again that stays where it is. */
  weighAgain(operation: number): void;
  /** Adds an operation to the sum, that costs nothing yet. */
  add(operation: number, value: number): void;
  /** Takes what an operation costs off the sum. */
  drop(operation: number): void;
}

/** Kilowatts of the facts; of those that share their resource from begin to end the hungriest alone draws power. */
const factPowers = ({ fixed, batchCapacity, batchFamily, power }: Model): Map<number, number> => {
  const powers = new Map<number, number>();
  const hungriest = new Map<string, number>();
  for (const [operation, fact] of fixed.entries()) {
    if (!fact) continue;
    const own = power(operation, fact.resource);
    const isShared = batchCapacity[fact.resource]! > 0 && batchFamily[operation]! >= 0;
    const key = isShared ? `${fact.resource} ${fact.start} ${fact.end}` : `one ${operation}`;
    const counted = hungriest.get(key) ?? 0;
    hungriest.set(key, Math.max(counted, own));
    powers.set(operation, Math.max(0, own - counted));
  }
  return powers;
};

/** Costs of operations that have their turns; nothing has a cost yet. */
export const createCosts = (model: Model, schedule: Schedule, turns: Turns, journal: Journal): Costs => {
  const { previous, endAt, batches } = turns;
  const placeCost = createPlaceCost(model);
  const { opened } = model.objective;
  const energy = model.isPriced ? model.objective.energy : 0;
  const ofFacts = energy > 0 ? factPowers(model) : undefined;
  const each = new Float64Array(model.keys.length);
  /** The sum alone: in an array it changes without a new number being allocated. */
  const sum = new Float64Array(1);

  /** What an operation's resource is opened for it alone costs. */
  const openCost = (operation: number, start: number, end: number, setup: number): number => {
    const last = previous[operation]!;
    const resource = schedule.resource[operation]!;
    const before =
      last === none
        ? Number.NEGATIVE_INFINITY
        : model.openings[resource]!.through(schedule.start[last]!, endAt(last));
    return (opened * openedBy(model, resource, start, end, setup, before)) / hour;
  };
  /** Cost of the energy of an operation and those that go with it. */
  const energyCost = (operation: number, start: number, end: number): number => {
    const resource = schedule.resource[operation]!;
    let power = ofFacts!.get(operation) ?? model.power(operation, resource);
    for (const member of batches?.membersOf(operation) ?? [])
      power = Math.max(power, model.power(member, resource));
    return power > 0 ? energy * power * model.energyCost[resource]!(start, end) : 0;
  };
  const costAt = (operation: number, start: number, end: number, setup: number): number => {
    let value = placeCost(operation, schedule.resource[operation]!, start, end, setup);
    if (opened > 0) value += openCost(operation, start, end, setup);
    if (energy > 0) value += energyCost(operation, start, end);
    return value;
  };
  const change = (operation: number, start: number, end: number, setup: number, value: number) => {
    journal.push(
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
      each[operation]!,
      operation,
      kinds.time,
    );
    schedule.start[operation] = start;
    schedule.end[operation] = end;
    schedule.setup[operation] = setup;
    sum[0]! += value - each[operation]!;
    each[operation] = value;
  };

  return {
    each,
    areShared: opened > 0 || (energy > 0 && batches !== undefined),
    total: () => sum[0]!,
    costAt,
    costBeside: (operation, start, end, setup) =>
      placeCost(operation, schedule.resource[operation]!, start, end, setup),
    change,
    shareWindows: (operation) => {
      if (opened === 0 || operation === undefined || Number.isNaN(schedule.start[operation])) return;
      const [start, end, setup] = [
        schedule.start[operation]!,
        schedule.end[operation]!,
        schedule.setup[operation]!,
      ];
      const shared = openCost(operation, start, end, setup);
      if (shared > 0) change(operation, start, end, setup, each[operation]! - shared);
    },
    weighAgain: (operation) => {
      const [start, end, setup] = [
        schedule.start[operation]!,
        schedule.end[operation]!,
        schedule.setup[operation]!,
      ];
      const value = costAt(operation, start, end, setup);
      // What it follows has no time yet: it is weighed again when that has.
      if (value !== each[operation] && !Number.isNaN(value)) change(operation, start, end, setup, value);
    },
    add: (operation, value) => {
      each[operation] = value;
      sum[0]! += value;
    },
    drop: (operation) => {
      sum[0]! -= each[operation]!;
      each[operation] = 0;
    },
  };
};
