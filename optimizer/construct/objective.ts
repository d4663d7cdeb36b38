import type { Objective } from "../problem.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

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

/** Each term of the objective by itself, in the units that `Objective` names. */
export const termsOf = (model: Model, schedule: Schedule): Objective => {
  let tardiness = 0;
  let flow = 0;
  for (let order = 0; order < model.orders; order += 1) {
    const end = schedule.end[model.first[order + 1]! - 1]!;
    tardiness += (model.weight[order]! * Math.max(0, end - model.due[order]!)) / hour;
    flow += (end - schedule.start[model.first[order]!]!) / hour;
  }
  let setup = 0;
  for (const seconds of schedule.setup) setup += seconds / hour;
  return { tardiness, setup, energy: model.problem.tariff ? energyOf(model, schedule) : 0, flow };
};

export const costOf = (weights: Objective, terms: Objective): number =>
  weights.tardiness * terms.tardiness +
  weights.setup * terms.setup +
  weights.energy * terms.energy +
  weights.flow * terms.flow;
