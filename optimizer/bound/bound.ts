import { type Alone, createAlone } from "../alone.ts";
import type { Model } from "../construct/model.ts";
import { plannedOrders } from "../construct/planned.ts";
import type { Problem } from "../problem.ts";
import { shortestOf } from "../shortest.ts";
import { crowdedLateness } from "./machines.ts";
import { boundMaterial, type MaterialBound } from "./material.ts";

/** What no plan can go below. */
export interface Bounds {
  /** No plan costs less, however its material is pegged. */
  readonly bound: number;
  /** No plan with the same pegs costs less. */
  readonly boundWithPegs: number;
}

const hour = 3_600;

/** Orders one by one: weighted lateness in seconds with the plant to itself, and when each operation can be begun. */
const aloneWith = (model: Model, alone: Alone, materialTime: Float64Array) => {
  const head = new Float64Array(model.keys.length);
  let lateness = 0;
  for (let order = 0; order < model.orders; order += 1) {
    const end = alone.endWith(order, materialTime, head);
    lateness += model.weight[order]! * Math.max(0, end - model.due[order]!);
  }
  return { head, lateness };
};

/**
 * Least hours of set-up: each family that no resource is set up for must be set up somewhere once, after the family that goes
 * before it with the least.
 */
const leastSetup = (model: Model): number => {
  if (!model.hasSetups) return 0;
  const families = [...new Set(model.family)].filter((family) => family >= 0);
  const there = new Set(model.initialFamily);
  for (const [operation, fixed] of model.fixed.entries()) if (fixed) there.add(model.family[operation]!);
  const befores = [-1, ...new Set([...families, ...model.initialFamily])];
  const known = new Map<string, number>();
  /** The least set-up for a family on a resource. */
  const leastOn = (resource: number, family: number): number => {
    const key = `${resource}/${family}`;
    const least =
      known.get(key) ??
      Math.min(
        ...befores.map((from) =>
          from === family ? Number.POSITIVE_INFINITY : model.setup(resource, from, family),
        ),
      );
    known.set(key, least);
    return least;
  };
  const needed = new Map<number, number>();
  for (const [operation, alternatives] of model.alternatives.entries()) {
    const family = model.family[operation]!;
    if (family < 0 || there.has(family)) continue;
    let least = needed.get(family) ?? Number.POSITIVE_INFINITY;
    for (const { resource } of alternatives) least = Math.min(least, leastOn(resource, family));
    needed.set(family, least);
  }
  return needed.values().reduce((sum, seconds) => sum + seconds, 0) / hour;
};

/**
 * Least hours of set-up, least cost of energy, least hours from first start to end, and least hours that resources are opened: each operation the
 * cheapest and the shortest way, in windows that are full.
 */
const otherTerms = (model: Model): { setup: number; energy: number; flow: number; opened: number } => {
  const { tariff } = model.problem;
  const price = tariff ? Math.min(tariff.price, ...tariff.windows.map((window) => window.price)) : 0;
  let energy = 0;
  let flow = 0;
  const setup = leastSetup(model);
  let opened = setup;
  for (const [operation, alternatives] of model.alternatives.entries()) {
    if (model.fixed[operation]) continue;
    // Those of one batch draw their power together, and what goes on in sub-lots overlaps.
    const shared = model.batchFamily[operation]! >= 0;
    if (!shared)
      energy += Math.min(
        ...alternatives.map(
          ({ resource, duration }) => (model.power(operation, resource) * duration * price) / hour,
        ),
      );
    const least = shortestOf(alternatives) / hour;
    if (model.transfer[operation]! >= 1) flow += least;
    if (!shared) opened += least;
  }
  return { setup, energy, flow, opened };
};

/** What the terms beside lateness cost at least. */
const costOfOthers = (model: Model): number => {
  const { setup, energy, flow, opened } = model.objective;
  const least = otherTerms(model);
  return setup * least.setup + energy * least.energy + flow * least.flow + opened * least.opened;
};

/** A lower bound in a moment: every order with the plant and all material to itself. */
export const quickBounds = (problem: Problem, model: Model): Bounds => {
  const unplanned = new Set(model.unplanned);
  const planned: Problem = { ...problem, orders: plannedOrders(problem.orders, unplanned) };
  const others = costOfOthers(model);
  const { tardiness } = model.objective;
  const alone = createAlone(planned);
  const withPegs = aloneWith(model, alone, model.supply.materialTime).lateness / hour;
  const withAny = aloneWith(model, alone, new Float64Array(model.keys.length)).lateness / hour;
  return { bound: tardiness * withAny + others, boundWithPegs: tardiness * withPegs + others };
};

/**
 * Lower bounds on the objective. Its lateness is no less than that of orders that have the plant to themselves, than that of
 * groups of resources as one machine each, and than what material must make late however it is shared out. Of set-ups one
 * for each family is seen, of batches and secondary resources nothing, so where a plant lives by them the bound is far from the plan.
 *
 * @param kitMs Milliseconds that the bound by material should take at the most; as long as it takes when it is left out.
 * @param known What material makes late, if that is known already and no order is left out of the plan.
 */
export const boundsOf = (
  problem: Problem,
  model: Model,
  { kitMs, known }: { readonly kitMs?: number | undefined; readonly known?: MaterialBound | undefined } = {},
): Bounds => {
  const unplanned = new Set(model.unplanned);
  const planned: Problem =
    unplanned.size === 0 ? problem : { ...problem, orders: plannedOrders(problem.orders, unplanned) };
  const alone = createAlone(planned);
  const { tardiness } = model.objective;
  const others = costOfOthers(model);
  const material = (unplanned.size === 0 ? known : undefined) ?? boundMaterial(planned, kitMs, alone);
  const withPegs = aloneWith(model, alone, model.supply.materialTime);
  const withAny = aloneWith(model, alone, material.soonest);
  const any = Math.max(
    withAny.lateness / hour,
    crowdedLateness(model, withAny.head) / hour,
    material.lateness,
  );
  const pegged = Math.max(withPegs.lateness / hour, crowdedLateness(model, withPegs.head) / hour, any);
  return { bound: tardiness * any + others, boundWithPegs: tardiness * pegged + others };
};
