import type { ObjectiveTerms } from "../plan.ts";
import { movedHours, type Objective } from "../problem.ts";
import type { Model } from "./model.ts";
import { orderEnd } from "./ready.ts";
import { expiredCost, type Schedule } from "./schedule.ts";

const hour = 3_600;

/** Energy of the operations on one tariff; those of one batch, that begin and end together, draw the power of the hungriest. */
const energyOf = (model: Model, schedule: Schedule): number => {
  let cost = 0;
  const batches = new Map<string, number>();
  for (let operation = 0; operation < model.keys.length; operation += 1) {
    const resource = schedule.resource[operation]!;
    const [start, end] = [schedule.start[operation]!, schedule.end[operation]!];
    let power = model.power(operation, resource);
    if (model.batchCapacity[resource]! > 0 && model.batchFamily[operation]! >= 0) {
      const batch = `${resource}/${start}/${end}`;
      const counted = batches.get(batch) ?? 0;
      batches.set(batch, Math.max(counted, power));
      power = Math.max(0, power - counted);
    }
    if (power > 0) cost += power * model.energyCost[resource]!(start, end);
  }
  return cost;
};

/** Operations of each resource in the order of time; of a batch the one with its set-up first. */
const lanesOf = (model: Model, { resource, start, end, setup }: Schedule): number[][] => {
  const lanes: number[][] = model.calendars.map(() => []);
  for (let operation = 0; operation < model.keys.length; operation += 1)
    lanes[resource[operation]!]!.push(operation);
  for (const lane of lanes)
    lane.sort((a, b) => start[a]! - start[b]! || setup[b]! - setup[a]! || end[a]! - end[b]!);
  return lanes;
};

/**
 * Seconds of the working windows that an operation and its set-up open, those left out that are open for what is before it
 * on its resource.
 *
 * @param before When that is through; -Infinity, nothing is.
 */
export const openedBy = (
  model: Model,
  resource: number,
  start: number,
  end: number,
  setup: number,
  before: number,
): number => {
  const begin = setup > 0 ? model.calendars[resource]!.begin(start, setup) : start;
  return model.openings[resource]!.opened(begin, end, before);
};

const openedOf = (model: Model, schedule: Schedule): number => {
  let seconds = 0;
  for (const [resource, lane] of lanesOf(model, schedule).entries()) {
    let before = Number.NEGATIVE_INFINITY;
    for (const operation of lane) {
      const [start, end] = [schedule.start[operation]!, schedule.end[operation]!];
      seconds += openedBy(model, resource, start, end, schedule.setup[operation]!, before);
      before = Math.max(before, model.openings[resource]!.through(start, end));
    }
  }
  return seconds / hour;
};

/** Hours of change that an operation counts for at a place. */
export const changeOf = (model: Model, operation: number, resource: number, start: number): number => {
  const before = model.previousStart[operation]!;
  if (before < 0) return 0;
  const moved = resource === model.previousResource[operation] ? 0 : movedHours;
  return Math.abs(start - before) / hour + moved;
};

/**
 * What an operation adds to the objective at a place, energy not counted: its set-up and change, its order's lateness when it
 * is the last, and what it costs to start when its material has expired.
 */
export const createPlaceCost = (model: Model) => {
  const { tardiness, setup: setupWeight, flow, promise, change } = model.objective;
  const { orderOf, first, weight, due, promised } = model;
  const { until } = model.supply;
  return (operation: number, resource: number, begin: number, end: number, setup: number): number => {
    const order = orderOf[operation]!;
    let cost = (setupWeight * setup) / hour;
    if (begin > until[operation]!) cost += expiredCost;
    if (change > 0) cost += change * changeOf(model, operation, resource, begin);
    if (operation + 1 === first[order + 1]) {
      cost += (tardiness * weight[order]! * Math.max(0, end - due[order]!) + flow * end) / hour;
      if (promise > 0) cost += (promise * weight[order]! * Math.max(0, end - promised[order]!)) / hour;
    }
    if (operation === first[order]) cost -= (flow * begin) / hour;
    return cost;
  };
};

/**
 * The terms of the objective.
 *
 * @param weighed Leaves out those that take their time and have no weight.
 */
const sumUp = (model: Model, schedule: Schedule, weighed: boolean): ObjectiveTerms => {
  const { objective } = model;
  let tardiness = 0;
  let flow = 0;
  let promise = 0;
  let change = 0;
  for (let order = 0; order < model.orders; order += 1) {
    const end = orderEnd(model, schedule, order);
    tardiness += (model.weight[order]! * Math.max(0, end - model.due[order]!)) / hour;
    promise += (model.weight[order]! * Math.max(0, end - model.promised[order]!)) / hour;
    flow += (end - schedule.start[model.first[order]!]!) / hour;
  }
  let setup = 0;
  for (const seconds of schedule.setup) setup += seconds / hour;
  for (let operation = 0; operation < model.keys.length; operation += 1)
    change += changeOf(model, operation, schedule.resource[operation]!, schedule.start[operation]!);
  const energy = model.problem.tariff && !(weighed && objective.energy === 0) ? energyOf(model, schedule) : 0;
  const opened = weighed && objective.opened === 0 ? 0 : openedOf(model, schedule);
  return { tardiness, setup, energy, flow, promise, change, opened };
};

/** Each term of the objective by itself, in the units that `Objective` names. */
export const termsOf = (model: Model, schedule: Schedule): ObjectiveTerms => sumUp(model, schedule, false);

/** The objective of a schedule. */
export const objectiveOf = (model: Model, schedule: Schedule): number =>
  costOf(model.objective, sumUp(model, schedule, true));

export const costOf = (weights: Objective, terms: ObjectiveTerms): number =>
  weights.tardiness * terms.tardiness +
  weights.setup * terms.setup +
  weights.energy * terms.energy +
  weights.flow * terms.flow +
  weights.promise * terms.promise +
  weights.change * terms.change +
  weights.opened * terms.opened;
