import { type Budget, createBudget } from "./budget.ts";
import {
  compileJobShop,
  emptySelection,
  emptySnapshot,
  type JobShop,
  planOf,
  restore,
  type Snapshot,
} from "./disjunctive.ts";
import { dispatch, dispatchRules } from "./dispatch.ts";
import { balancedAssignment } from "./dispatch-assignment.ts";
import { jobShopBound } from "./job-shop-bound.ts";
import { distance, relink } from "./job-shop-relinking.ts";
import type { ShopOptions, ShopPlan, ShopProblem } from "./problem.ts";
import { createFastRandom, type FastRandom } from "./random.ts";
import { createTabuSearch } from "./tabu.ts";

export interface JobShopOptions extends ShopOptions {
  /** Steps of the tabu search at most; for plans that must come out the same on every machine. */
  readonly iterations?: number;
}

/** Solutions kept at most. */
const populationSize = 30;
/** Solutions that a population has even where they take long. */
const fewest = 4;
/** Share of the budget for the first population. */
const buildingShare = 0.1;
/** Steps without improvement that end a tabu search (Peng, Lu and Cheng 2015). */
const patience = 12_500;
/** Solutions closer than this count as the same. */
const sameBelow = 0.01;

const copy = (from: Snapshot, to: Snapshot) => {
  to.order.set(from.order);
  to.alternative.set(from.alternative);
  to.makespan = from.makespan;
};

/** Every dispatch rule, active and non-delay; the best comes first. Ends at once where one meets the bound. */
const construct = (shop: JobShop, random: FastRandom, bound: number, budget: Budget): Snapshot[] => {
  const found: Snapshot[] = [];
  const assignments = shop.flexible ? [undefined, balancedAssignment(shop)] : [undefined];
  for (const rule of Object.values(dispatchRules(shop, random)))
    for (const delay of [0, 1, 0.5])
      for (const assignment of assignments) {
        const snapshot = emptySnapshot(shop);
        dispatch(shop, rule, delay, snapshot, assignment);
        found.push(snapshot);
        if (snapshot.makespan <= bound || budget.over()) return found.sort((a, b) => a.makespan - b.makespan);
      }
  return found.sort((a, b) => a.makespan - b.makespan);
};

/**
 * Makespan of job shops and flexible job shops: dispatch rules, then tabu search in a population joined by path
 * relinking (Peng, Lu and Cheng 2015). Anytime; ends early where the bound is met.
 */
export const solveJobShop = (problem: ShopProblem, options: JobShopOptions): ShopPlan => {
  const { seconds, seed, iterations = Number.POSITIVE_INFINITY, onImprovement, signal } = options;
  const budget = createBudget(seconds, iterations, signal);
  const shop = compileJobShop(problem);
  const random = createFastRandom(seed);
  const bound = jobShopBound(shop);
  const best = emptySnapshot(shop);
  const keep = (snapshot: Snapshot) => {
    if (snapshot.makespan >= best.makespan) return;
    copy(snapshot, best);
    onImprovement?.(best.makespan, budget.seconds());
  };
  const done = () => best.makespan <= bound || budget.over();

  const constructed = construct(shop, random, bound, budget);
  keep(constructed[0]!);
  if (done() || shop.operations === 0) return planOf(shop, best, bound);

  const selection = emptySelection(shop);
  const search = createTabuSearch(selection, random, budget);
  const improve = (from: Snapshot): Snapshot => {
    restore(selection, from);
    const found = emptySnapshot(shop);
    search(found, patience, bound);
    keep(found);
    return found;
  };

  const rules = dispatchRules(shop, random);
  const randomStart = (): Snapshot => {
    const snapshot = emptySnapshot(shop);
    dispatch(shop, rules["noisyWork"]!, random.below(100) / 100, snapshot);
    return snapshot;
  };
  // Half of the population from the better rules, the rest at random.
  let starts = constructed.slice(0, populationSize / 2);
  while (!done()) {
    const population: Snapshot[] = [];
    const from = budget.used();
    while (
      !done() &&
      population.length < populationSize &&
      (population.length < fewest || budget.used() - from < buildingShare)
    )
      population.push(improve(starts.shift() ?? randomStart()));
    if (!done()) evolve(shop, population, improve, random, done);
    starts = [best];
  }
  return planOf(shop, best, bound);
};

/** Relinks random pairs until the population has become one solution or the budget is spent. */
const evolve = (
  shop: JobShop,
  population: Snapshot[],
  improve: (from: Snapshot) => Snapshot,
  random: FastRandom,
  done: () => boolean,
) => {
  let failures = 0;
  while (!done() && failures < 3 * population.length) {
    const start = random.below(population.length);
    const guide = (start + 1 + random.below(population.length - 1)) % population.length;
    const middle = emptySnapshot(shop);
    relink(shop, population[start]!, population[guide]!, 0.3 + random.below(100) / 250, random, middle);
    const child = improve(middle);
    failures++;
    const twin = population.find((member) => distance(shop, member, child) < sameBelow);
    const worst = population.reduce((a, b) => (b.makespan > a.makespan ? b : a));
    const loser = twin ?? worst;
    if (child.makespan >= loser.makespan) continue;
    copy(child, loser);
    if (!twin) failures = 0;
  }
};
