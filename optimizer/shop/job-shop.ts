import {
  compileJobShop,
  emptySelection,
  emptySnapshot,
  type JobShop,
  planOf,
  restore,
  type Snapshot,
  viewsOf,
} from "./disjunctive.ts";
import { dispatch, dispatchRules, listSchedule, shortestTails } from "./dispatch.ts";
import { balancedAssignment } from "./dispatch-assignment.ts";
import { dispatchBothWays } from "./dispatch-both-ways.ts";
import { dispatchByWindows } from "./dispatch-windows.ts";
import type { Engine, SearchContext } from "./engine.ts";
import { flowLineOf, startInTurn } from "./flow-shop-start.ts";
import { jobShopBound } from "./job-shop-bound.ts";
import { distance, relink } from "./job-shop-relinking.ts";
import { createSweep } from "./job-shop-sweep.ts";
import { evolve } from "./memetic.ts";
import { createTabuSearch } from "./tabu.ts";

/** Steps without improvement that end a tabu search (Peng, Lu and Cheng 2015). */
const patience = 12_500;
/** Without a choice of machines, shops from so many operations on are searched stretch by stretch. */
const leastSwept = 5_000;
/** Sweeps in a row without a better schedule that end an improvement. */
const sweepPatience = 20;
/** Share of the budget after which no more rules are tried. */
const mostConstruction = 0.3;
/** Share of the budget for one order of jobs on all machines, where all go the same way. */
const flowShare = 0.5;
/** Dispatched schedules that a search starts from; later ones are random. */
const mostStarts = 15;

/**
 * Every dispatch rule, active and non-delay, shared out among the searches; the best come first. Ends at once where one
 * meets the bound.
 */
const construct = (shop: JobShop, context: SearchContext): Snapshot[] => {
  const { pool, budget, random, member, members, onImprovement } = context;
  const assignments = shop.flexible ? [undefined, balancedAssignment(shop)] : [undefined];
  const ways = Object.values(dispatchRules(shop, random)).flatMap((rule) =>
    [0, 1, 0.5].flatMap((delay) => assignments.map((assignment) => ({ rule, delay, assignment }))),
  );
  const found: Snapshot[] = [];
  if (member === 0) {
    const first = emptySnapshot(shop);
    listSchedule(
      shop,
      shortestTails(shop).map((tail) => -tail),
      first,
    );
    if (pool.offer(first)) onImprovement(first.objective);
    found.push(...dispatchByWindows(shop, context));
    if (pool.best() <= pool.bound()) return found;
  }
  for (const [index, delay] of [0, 0.5, 1].entries()) {
    if (index % members !== member) continue;
    found.push(dispatchBothWays(shop, delay, context));
    if (pool.best() <= pool.bound() || budget.over()) return found;
  }
  for (const [index, { rule, delay, assignment }] of ways.entries()) {
    if (index % members !== member) continue;
    if (budget.used() > mostConstruction) break;
    const snapshot = emptySnapshot(shop);
    dispatch(shop, rule, delay, snapshot, assignment);
    if (pool.offer(snapshot)) onImprovement(snapshot.objective);
    found.push(snapshot);
    if (pool.best() <= pool.bound() || budget.over()) break;
  }
  return found.sort((a, b) => a.objective - b.objective).slice(0, mostStarts);
};

const searchJobShop = (shop: JobShop, context: SearchContext): void => {
  const { pool, budget, random, onImprovement } = context;
  const line = flowLineOf(shop);
  const inTurn = line && startInTurn(shop, line, context, flowShare);
  const starts = inTurn ? [inTurn.best] : construct(shop, context);
  const selection = emptySelection(shop);
  const tabu = createTabuSearch(selection, random, budget);
  const rules = dispatchRules(shop, random);
  const sweep =
    shop.operations >= leastSwept && !shop.flexible
      ? createSweep(selection, tabu, random, budget)
      : undefined;
  /** Sweeps of the best schedule that any search has, until many in a row bring nothing. */
  const sweepOn = (snapshot: Snapshot) => {
    for (let since = 0; since < sweepPatience && pool.best() > pool.bound() && !budget.over(); since++) {
      if (pool.best() < snapshot.objective) pool.readBest(snapshot);
      const before = snapshot.objective;
      sweep?.(snapshot, pool.bound());
      if (snapshot.objective < before) since = -1;
      if (pool.offer(snapshot)) onImprovement(snapshot.objective);
    }
  };
  evolve(
    {
      empty: () => emptySnapshot(shop),
      start: (to) => {
        const from = starts.shift();
        if (from) to.numbers.set(from.numbers);
        else if (inTurn) inTurn.another(to);
        else dispatch(shop, rules["noisyWork"]!, random.below(100) / 100, to);
      },
      improve: (snapshot) => {
        if (sweep) return sweepOn(snapshot);
        restore(selection, snapshot);
        tabu(snapshot, patience, pool.bound());
      },
      combine: (one, other, to) => relink(shop, one, other, 0.3 + random.below(100) / 250, random, to),
      distance: (one, other) => distance(shop, viewsOf(shop, one), viewsOf(shop, other)),
    },
    context,
  );
};

/**
 * Makespan of job shops and flexible job shops: dispatch rules, then tabu search in a population joined by path relinking
 * (Peng, Lu and Cheng 2015).
 */
export const jobShop: Engine<JobShop> = {
  compile: compileJobShop,
  width: ({ operations }) => 2 * operations,
  bound: jobShopBound,
  search: searchJobShop,
  plan: planOf,
};
