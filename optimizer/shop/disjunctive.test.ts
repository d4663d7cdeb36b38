import fc from "fast-check";
import { expect, test } from "vitest";
import { createBudget } from "./budget.ts";
import { compileJobShop, emptySelection, emptySnapshot, restore, save } from "./disjunctive.ts";
import { reinsert } from "./disjunctive-move.ts";
import { dispatch, dispatchRules } from "./dispatch.ts";
import { createSweep } from "./job-shop-sweep.ts";
import type { ShopProblem } from "./problem.ts";
import { createFastRandom } from "./random.ts";
import { createTabuSearch } from "./tabu.ts";

/** Few machines and many zero durations, so that jobs come back to a machine and paths of no length abound. */
const randomShop = (seed: number): ShopProblem => {
  const random = createFastRandom(seed);
  const machines = 2 + random.below(3);
  return {
    machines,
    jobs: Array.from({ length: 4 + random.below(4) }, () => ({
      release: random.below(5),
      due: 0,
      weight: 0,
      operations: Array.from({ length: 1 + random.below(6) }, () => ({
        alternatives: Array.from({ length: machines }, (_, machine) => ({
          machine,
          duration: random.below(4),
        }))
          .filter(() => random.below(2) === 0)
          .concat({ machine: machines, duration: random.below(6) }),
      })),
    })),
    objective: "makespan",
  };
};

const selectionOf = (seed: number) => {
  const problem = randomShop(seed);
  const shop = compileJobShop({ ...problem, machines: problem.machines + 1 });
  const random = createFastRandom(seed);
  const snapshot = emptySnapshot(shop);
  dispatch(shop, dispatchRules(shop, random)["random"]!, 1, snapshot);
  const selection = emptySelection(shop);
  restore(selection, snapshot);
  return { shop, random, selection, snapshot };
};

/** Operations that follow from one, along jobs and machines. */
const reachable = (selection: ReturnType<typeof emptySelection>, from: number): Set<number> => {
  const seen = new Set<number>();
  const open = [from];
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    if (here === selection.shop.operations || seen.has(here)) continue;
    seen.add(here);
    open.push(selection.shop.jobNext[here]!, selection.machineNext[here]!);
  }
  return seen;
};

const expectConsistent = (selection: ReturnType<typeof emptySelection>) => {
  const { shop } = selection;
  const snapshot = emptySnapshot(shop);
  save(selection, snapshot);
  const fresh = emptySelection(shop);
  restore(fresh, snapshot);
  expect(fresh.makespan).toBe(selection.makespan);
  for (const field of [
    "end",
    "tail",
    "rank",
    "machineOf",
    "duration",
    "position",
    "machineFirst",
    "machineLength",
  ] as const)
    expect(selection[field].slice(0, shop.operations)).toEqual(fresh[field].slice(0, shop.operations));
  for (let operation = 0; operation < shop.operations; operation++) {
    expect(selection.machineNext[operation]).toBe(fresh.machineNext[operation]);
    expect(selection.machinePrevious[operation]).toBe(fresh.machinePrevious[operation]);
  }
};

test("an operation put anywhere it may go: the selection is the one built anew", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const { shop, random, selection } = selectionOf(seed);
      for (let round = 0; round < 30; round++) {
        const operation = random.below(shop.operations);
        const from = shop.firstAlternative[operation]!;
        const alternative = from + random.below(shop.firstAlternative[operation + 1]! - from);
        const machine = shop.alternativeMachine[alternative]!;
        const others = [...selection.machineOf.keys()].filter(
          (other) => other !== operation && selection.machineOf[other] === machine,
        );
        const after = [shop.operations, ...others][random.below(others.length + 1)]!;
        const follower = shop.jobNext[operation]!;
        const behind = reachable(selection, follower);
        const before = others.filter((other) =>
          after === shop.operations ? true : selection.position[other]! > selection.position[after]!,
        );
        const leader = shop.jobPrevious[operation]!;
        // Reachability by way of the operation itself counts as well: that refuses a few moves more.
        const cycle = behind.has(after) || before.some((other) => reachable(selection, other).has(leader));
        if (cycle) continue;
        reinsert(selection, operation, alternative, after);
        expectConsistent(selection);
      }
    }),
    { numRuns: 40, seed: 4 },
  );
});

test("tabu search closes no cycle: its selection is always the one built anew", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 400 }), (seed, steps) => {
      const { random, selection, shop } = selectionOf(seed);
      const best = emptySnapshot(shop);
      createTabuSearch(selection, random, createBudget(60, steps, undefined))(best, steps, 0);
      expectConsistent(selection);
    }),
    { numRuns: 300, seed: 5 },
  );
});

test("a sweep closes no cycle, never makes a schedule worse, and says what it costs", () => {
  let better = 0;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 400 }), (seed, steps) => {
      const problem = randomShop(seed);
      const jobs = problem.jobs.map((job) => ({
        ...job,
        operations: job.operations.map(({ alternatives }) => ({ alternatives: alternatives.slice(0, 1) })),
      }));
      const shop = compileJobShop({ ...problem, machines: problem.machines + 1, jobs });
      const random = createFastRandom(seed);
      const snapshot = emptySnapshot(shop);
      dispatch(shop, dispatchRules(shop, random)["random"]!, 1, snapshot);
      const before = snapshot.objective;
      const selection = emptySelection(shop);
      const budget = createBudget(60, steps, undefined);
      createSweep(selection, createTabuSearch(selection, random, budget), random, budget)(snapshot, 0);
      expectConsistent(selection);
      expect(snapshot.objective).toBe(selection.makespan);
      expect(snapshot.objective).toBeLessThanOrEqual(before);
      restore(selection, snapshot);
      expect(snapshot.objective).toBe(selection.makespan);
      if (snapshot.objective < before) better++;
    }),
    { numRuns: 300, seed: 6 },
  );
  expect(better).toBeGreaterThan(20);
});
