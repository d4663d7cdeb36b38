import { createRandom } from "../random.ts";
import { sumOfCosts } from "./cost.ts";
import { createDistances } from "./distance.ts";
import { createLacam } from "./lacam.ts";
import { createPibt } from "./pibt.ts";
import { createRefiner } from "./refine.ts";
import type { Graph } from "./roadmap.ts";
import { verifyFleetPlan } from "./verify.ts";

export interface FleetProblem {
  readonly graph: Graph;
  readonly starts: Int32Array;
  readonly goals: Int32Array;
}

export interface FleetOptions {
  readonly budgetMs: number;
  readonly seed: number;
  /** Whether all vehicles of a full circle may move on at once. */
  readonly rotations?: boolean;
  readonly signal?: AbortSignal;
}

export interface FleetPlan {
  /** Node of each vehicle, one array a step; undefined: none found within the budget, or there is none. */
  readonly plan: readonly Int32Array[] | undefined;
  /** All was tried: without a plan there is none; with one, no plan has fewer vehicle-steps off the goal. */
  readonly isComplete: boolean;
  /** Sum of costs: steps until each vehicle stays at its goal. */
  readonly cost: number;
  /** Sum of the shortest ways. */
  readonly bound: number;
  readonly firstMs: number;
  readonly violations: readonly string[];
}

const sliceMs = 40;

/** @throws RangeError for starts or goals that are two vehicles' or outside of the graph. */
const requireDistinct = (name: string, nodes: Int32Array, size: number): void => {
  const seen = new Set<number>();
  for (const node of nodes) {
    if (node < 0 || node >= size) throw new RangeError(`${name} ${node} is not a node of the graph`);
    if (seen.has(node)) throw new RangeError(`two vehicles have the ${name} ${node}`);
    seen.add(node);
  }
};

/**
 * A way for each vehicle from its start to its goal: LaCAM* finds a first plan, large neighbourhoods make it shorter, and on
 * small problems LaCAM* goes on until nothing better is left. Depends on the seed, and on time by how far it gets.
 */
export const planFleet = async (
  { graph, starts, goals }: FleetProblem,
  { budgetMs, seed, rotations = true, signal }: FleetOptions,
): Promise<FleetPlan> => {
  if (starts.length !== goals.length) throw new RangeError("as many goals as starts are asked for");
  requireDistinct("start", starts, graph.size);
  requireDistinct("goal", goals, graph.size);
  const begin = performance.now();
  const random = createRandom(seed);
  const distancesTo = createDistances(graph);
  const distances = Array.from(goals, (goal) => distancesTo(goal));
  const bound = distances.reduce((sum, distance, vehicle) => sum + distance[starts[vehicle]!]!, 0);
  const none = { plan: undefined, cost: 0, bound, firstMs: 0, violations: [] };
  if (!Number.isFinite(bound)) return { ...none, isComplete: true };
  const search = createLacam({
    graph,
    starts,
    goals,
    distances,
    pibt: createPibt({ graph, random, rotations }),
    random,
  });
  let sliceEnd = begin + sliceMs;
  const isOver = async (): Promise<boolean> => {
    const now = performance.now();
    if (now < sliceEnd) return false;
    await new Promise((done) => setImmediate(done));
    sliceEnd = performance.now() + sliceMs;
    return now - begin > budgetMs || signal?.aborted === true;
  };
  let isComplete = false;
  while (!search.isFound()) {
    if (!search.advance()) return { ...none, isComplete: true };
    if (await isOver()) return { ...none, isComplete: false };
  }
  const firstMs = performance.now() - begin;
  let plan = search.plan();
  const refiner = createRefiner(plan, { graph, goals, distances, random, rotations });
  const isSmall = starts.length <= 12;
  while (!(await isOver())) {
    if (refiner && refiner.cost() === bound) break;
    for (let times = 0; refiner && times < 8; times += 1) refiner.advance();
    if (!isSmall && refiner) continue;
    if (isComplete) break;
    for (let times = 0; times < 64 && !isComplete; times += 1) isComplete = !search.advance();
  }
  plan = search.plan();
  const refined = refiner?.plan();
  if (refined && sumOfCosts(refined, goals) <= sumOfCosts(plan, goals)) plan = refined;
  return {
    plan,
    isComplete,
    cost: sumOfCosts(plan, goals),
    bound,
    firstMs,
    violations: verifyFleetPlan(graph, starts, goals, plan, rotations ? "any" : "no-circle"),
  };
};
