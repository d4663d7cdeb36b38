import type { ObjectiveTerms } from "../plan.ts";
import { movedHours, type Objective } from "../problem.ts";
import type { Model } from "./model.ts";
import { expiredCost, type Schedule } from "./schedule.ts";

const hour = 3_600;

/** Energy of the operations on one tariff; those of one batch draw the power of the hungriest together. */
const energyOf = (model: Model, schedule: Schedule): number => {
  let cost = 0;
  const batches = new Map<string, number>();
  for (let operation = 0; operation < model.keys.length; operation += 1) {
    const resource = schedule.resource[operation]!;
    const start = schedule.start[operation]!;
    let power = model.power(operation, resource);
    if (model.batchCapacity[resource]! > 0 && model.batchFamily[operation]! >= 0) {
      const batch = `${resource}/${start}`;
      const counted = batches.get(batch) ?? 0;
      batches.set(batch, Math.max(counted, power));
      power = Math.max(0, power - counted);
    }
    if (power > 0) cost += power * model.energyCost[resource]!(start, schedule.end[operation]!);
  }
  return cost;
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

/** Each term of the objective by itself, in the units that `Objective` names. */
export const termsOf = (model: Model, schedule: Schedule): ObjectiveTerms => {
  let tardiness = 0;
  let flow = 0;
  let promise = 0;
  let change = 0;
  for (let order = 0; order < model.orders; order += 1) {
    const end = schedule.end[model.first[order + 1]! - 1]!;
    tardiness += (model.weight[order]! * Math.max(0, end - model.due[order]!)) / hour;
    promise += (model.weight[order]! * Math.max(0, end - model.promised[order]!)) / hour;
    flow += (end - schedule.start[model.first[order]!]!) / hour;
  }
  let setup = 0;
  for (const seconds of schedule.setup) setup += seconds / hour;
  for (let operation = 0; operation < model.keys.length; operation += 1)
    change += changeOf(model, operation, schedule.resource[operation]!, schedule.start[operation]!);
  const energy = model.problem.tariff ? energyOf(model, schedule) : 0;
  return { tardiness, setup, energy, flow, promise, change };
};

export const costOf = (weights: Objective, terms: ObjectiveTerms): number =>
  weights.tardiness * terms.tardiness +
  weights.setup * terms.setup +
  weights.energy * terms.energy +
  weights.flow * terms.flow +
  weights.promise * terms.promise +
  weights.change * terms.change;
