import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { createBudget } from "./budget.ts";
import { compileJobShop, emptySnapshot, planOf } from "./disjunctive.ts";
import { dispatch, listSchedule, shortestTails } from "./dispatch.ts";
import { dispatchBothWays } from "./dispatch-both-ways.ts";
import { jobShopBound } from "./job-shop-bound.ts";
import { windowsFor } from "./job-shop-windows.ts";
import { createPoolMemory, openPool } from "./pool.ts";
import type { ShopProblem } from "./problem.ts";
import { createFastRandom } from "./random.ts";
import { readFjsp } from "./read/fjsp.ts";
import { readJsp } from "./read/jsp.ts";
import { solveShop } from "./solve.ts";
import { verifyShop } from "./verify.ts";

const instance = (path: string) =>
  readFileSync(new URL(`../../test/bench/instances/${path}.txt`, import.meta.url), "utf8");

const steps = (iterations: number, seed = 1) => ({ seconds: 60, seed, iterations });

const problemOf = (
  machines: number,
  jobs: { release: number; operations: { machine: number; duration: number }[][] }[],
): ShopProblem => ({
  machines,
  jobs: jobs.map(({ release, operations }) => ({
    release,
    due: 0,
    weight: 0,
    operations: operations.map((alternatives) => ({ alternatives })),
  })),
  objective: "makespan",
});

const shops = (most: { jobs: number; operations: number; alternatives: number }) =>
  fc.integer({ min: 1, max: 4 }).chain((machines) =>
    fc
      .array(
        fc.record({
          release: fc.oneof(fc.constant(0), fc.nat(12)),
          operations: fc.array(
            fc.uniqueArray(fc.record({ machine: fc.nat(machines - 1), duration: fc.nat(9) }), {
              selector: ({ machine }) => machine,
              minLength: 1,
              maxLength: most.alternatives,
            }),
            { maxLength: most.operations },
          ),
        }),
        { maxLength: most.jobs },
      )
      .map((jobs) => problemOf(machines, jobs)),
  );

/** The optimum by trying every order of operations on every machine, each as early as it can. */
const bruteForce = (problem: ShopProblem): number => {
  const free = new Array<number>(problem.machines).fill(0);
  const next = problem.jobs.map(() => 0);
  const ready = problem.jobs.map(({ release }) => release);
  let best = Number.POSITIVE_INFINITY;
  const extend = (makespan: number) => {
    if (makespan >= best) return;
    let complete = true;
    for (const [job, { operations }] of problem.jobs.entries()) {
      const operation = operations[next[job]!];
      if (!operation) continue;
      complete = false;
      for (const { machine, duration } of operation.alternatives) {
        const [readyBefore, freeBefore] = [ready[job]!, free[machine]!];
        const end = Math.max(readyBefore, freeBefore) + duration;
        ready[job] = free[machine] = end;
        next[job]!++;
        extend(Math.max(makespan, end));
        next[job]!--;
        ready[job] = readyBefore;
        free[machine] = freeBefore;
      }
    }
    if (complete) best = makespan;
  };
  extend(0);
  return best;
};

test.each([
  ["ft06", 55, 5_000],
  ["ft10", 937, 300_000],
  ["la21", 1070, 100_000],
])("%s: at most %i", (name, most, iterations) => {
  const problem = readJsp(instance(`jsp/${name}`));
  const plan = solveShop(problem, steps(iterations));
  expect(verifyShop(problem, plan)).toEqual([]);
  expect(plan.objective).toBeLessThanOrEqual(most);
});

test.each([
  ["mk01", 41],
  ["mk03", 204],
  ["mk08", 523],
])("%s: at most %i", (name, most) => {
  const problem = readFjsp(instance(`fjsp/${name}`));
  const plan = solveShop(problem, steps(40_000));
  expect(verifyShop(problem, plan)).toEqual([]);
  expect(plan.objective).toBeLessThanOrEqual(most);
});

test("tiny shops, flexible and not: the optimum", () => {
  fc.assert(
    fc.property(shops({ jobs: 3, operations: 3, alternatives: 2 }), fc.nat(99), (problem, seed) => {
      const plan = solveShop(problem, steps(1_500, seed));
      expect(verifyShop(problem, plan)).toEqual([]);
      expect(plan.objective).toBe(bruteForce(problem));
    }),
    { numRuns: 60, seed: 2 },
  );
});

test("random shops with repeated machines, idle jobs, releases and zero durations: every rule kept", () => {
  fc.assert(
    fc.property(shops({ jobs: 12, operations: 8, alternatives: 3 }), fc.nat(99), (problem, seed) => {
      let last = 0;
      const onImprovement = (value: number) => {
        last = value;
      };
      const plan = solveShop(problem, { ...steps(2_000, seed), onImprovement });
      expect(verifyShop(problem, plan)).toEqual([]);
      // A cycle in the search would show as a makespan that the plan does not have.
      expect(plan.objective).toBe(last);
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("the same seed and steps give the same plan; improvements only go down", () => {
  const problem = readFjsp(instance("fjsp/mk02"));
  const seen: number[] = [];
  const first = solveShop(problem, { ...steps(30_000, 7), onImprovement: (value) => seen.push(value) });
  expect(solveShop(problem, steps(30_000, 7))).toEqual(first);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => b - a));
  expect(seen.at(-1)).toBe(first.objective);
});

test("stops with the clock and with the signal", () => {
  const problem = readJsp(instance("jsp/ta21"));
  // A clock that goes on by a millisecond whenever it is looked at.
  let now = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => ++now);
  try {
    const timed = solveShop(problem, { seconds: 0.2, seed: 1 });
    expect(now).toBeGreaterThan(200);
    expect(now).toBeLessThan(250);
    now = 0;
    const aborted = solveShop(problem, { seconds: 60, seed: 1, signal: AbortSignal.abort() });
    expect(now).toBeLessThan(60_000);
    for (const plan of [timed, aborted]) expect(verifyShop(problem, plan)).toEqual([]);
  } finally {
    clock.mockRestore();
  }
});

test("a list schedule keeps every rule and costs what it says, whatever the shop", () => {
  fc.assert(
    fc.property(shops({ jobs: 6, operations: 5, alternatives: 3 }), (problem) => {
      const shop = compileJobShop(problem);
      const snapshot = emptySnapshot(shop);
      const key = shortestTails(shop).map((tail) => -tail);
      listSchedule(shop, key, snapshot);
      const plan = planOf(shop, snapshot.numbers, 0);
      expect(verifyShop(problem, plan)).toEqual([]);
      expect(plan.objective).toBeLessThanOrEqual(snapshot.objective);
    }),
    { numRuns: 200, seed: 6 },
  );
});

test("passes both ways keep every rule, cost what they say, and are never worse than one pass ahead", () => {
  let better = 0;
  fc.assert(
    fc.property(
      shops({ jobs: 12, operations: 6, alternatives: 3 }),
      fc.constantFrom(0, 0.5, 1),
      (problem, delay) => {
        const shop = compileJobShop(problem);
        const pool = openPool(createPoolMemory(2 * shop.operations, 2));
        const budget = createBudget(60, Number.POSITIVE_INFINITY, undefined);
        const found = dispatchBothWays(shop, delay, { pool, budget, onImprovement: () => {} });
        const plan = planOf(shop, found.numbers, 0);
        expect(verifyShop(problem, plan)).toEqual([]);
        expect(plan.objective).toBeLessThanOrEqual(found.objective);
        expect(pool.best()).toBe(found.objective);
        const once = emptySnapshot(shop);
        const tails = shortestTails(shop);
        dispatch(shop, (operation) => tails[operation]!, delay, once);
        expect(found.objective).toBeLessThanOrEqual(once.objective);
        if (found.objective < once.objective) better++;
      },
    ),
    { numRuns: 200, seed: 9 },
  );
  expect(better).toBeGreaterThan(50);
});

test("windows against a target cut off no schedule that keeps it", () => {
  const shape = { jobs: 6, operations: 5, alternatives: 2 };
  let narrowed = 0;
  fc.assert(
    fc.property(shops(shape), fc.nat(99), (problem, seed) => {
      const shop = compileJobShop(problem);
      const plan = solveShop(problem, steps(400, seed));
      const windows = windowsFor(shop, plan.objective, () => true);
      if (windows!.taken > 0) narrowed++;
      for (const [operation, { start, end }] of plan.jobs.flat().entries()) {
        expect(start).toBeGreaterThanOrEqual(windows!.earliest[operation]!);
        expect(end).toBeLessThanOrEqual(windows!.latest[operation]!);
      }
    }),
    { numRuns: 100, seed: 8 },
  );
  expect(narrowed).toBeGreaterThan(10);
});

/** A full plan cut into pieces: no machine and hardly any job has time to spare. */
const fullShop = (machines: number, makespan: number, pieces: number): ShopProblem => {
  const random = createFastRandom(5);
  const cut = Array.from({ length: machines }, (_, machine) => {
    const cuts = new Set([0, makespan]);
    while (cuts.size < pieces + 1) cuts.add(1 + random.below(makespan - 1));
    const at = [...cuts].sort((a, b) => a - b);
    return at.slice(1).map((end, index) => ({ machine, start: at[index]!, end }));
  }).flat();
  const jobs: { end: number; operations: { machine: number; duration: number }[][] }[] = [];
  for (const { machine, start, end } of cut.sort((a, b) => a.start - b.start)) {
    // The job that has waited least takes the piece.
    const free = jobs.filter((job) => job.end <= start).sort((a, b) => b.end - a.end);
    const job = free[0] ?? { end: 0, operations: [] };
    if (!free[0]) jobs.push(job);
    job.operations.push([{ machine, duration: end - start }]);
    job.end = end;
  }
  return problemOf(
    machines,
    jobs.map(({ operations }) => ({ release: 0, operations })),
  );
};

test("a shop that is full to the brim: the bound is met by its windows, before any search", () => {
  const problem = fullShop(30, 100_000, 40);
  const plan = solveShop(problem, steps(1));
  expect(verifyShop(problem, plan)).toEqual([]);
  expect(plan.objective).toBe(100_000);
  expect(plan.bound).toBe(100_000);
});

test("flexible shops have the bound of all machines together, however many sets of machines there are", () => {
  const random = createFastRandom(1);
  const machines = 12;
  const jobs = Array.from({ length: 700 }, () => ({
    release: 0,
    operations: [
      Array.from({ length: machines }, (_, machine) => ({ machine, duration: 60 })).filter(
        () => random.below(3) > 0,
      ),
    ].map((some) => (some.length > 0 ? some : [{ machine: 0, duration: 60 }])),
  }));
  const bound = jobShopBound(compileJobShop(problemOf(machines, jobs)));
  expect(bound).toBeGreaterThanOrEqual((700 * 60) / machines);
});

test("hundreds of jobs on unlike machines: the bound is met at once", () => {
  // One machine has far more to do than all others, as in plants.
  let state = 1;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const jobs = Array.from({ length: 800 }, () => ({
    release: 0,
    operations: Array.from({ length: 1 + random(12) }, () => [
      { machine: random(3) === 0 ? 0 : random(48), duration: 1 + random(900) },
    ]),
  }));
  const problem = problemOf(48, jobs);
  const plan = solveShop(problem, steps(1));
  expect(plan.objective).toBe(plan.bound);
  expect(verifyShop(problem, plan)).toEqual([]);
});

const idle = { release: 0, due: 0, weight: 0, operations: [] };

test.each([
  ["set-ups", { setups: [new Int32Array(2)] }],
  ["a permutation", { permutation: true }],
  ["tardiness", { objective: "weightedTardiness" as const }],
  ["a machine too many", { machines: 0 }],
  ["part of a unit", { jobs: [{ ...idle, release: 0.5 }] }],
  ["times beyond 32 bits", { jobs: [{ ...idle, release: 2 ** 31 }] }],
])("what it cannot do it says: %s", (_, change) => {
  const problem = {
    ...problemOf(1, [{ release: 0, operations: [[{ machine: 0, duration: 1 }]] }]),
    ...change,
  };
  expect(() => compileJobShop(problem)).toThrow(RangeError);
});

test("of several times of an operation on one machine the shortest is taken, and the search ends", () => {
  const twice = [
    { machine: 0, duration: 18 },
    { machine: 0, duration: 7 },
  ];
  const line = problemOf(1, [{ release: 0, operations: [twice] }]);
  expect(solveShop(line, steps(50))).toMatchObject({ objective: 7, bound: 7 });
  // A move from one of them to the other closed a circle, and the search never came out of it.
  const on = (...pairs: readonly (readonly [machine: number, duration: number])[]) =>
    pairs.map(([machine, duration]) => ({ machine, duration }));
  const problem = problemOf(3, [
    { release: 0, operations: [on([1, 1])] },
    {
      release: 0,
      operations: [
        on([1, 7], [1, 18]),
        on([1, 17], [0, 15], [2, 0]),
        on([0, 9], [1, 7]),
        on([2, 666_836], [1, 9]),
        on([1, 10]),
      ],
    },
  ]);
  for (let seed = 1; seed <= 20; seed += 1) {
    const plan = solveShop(problem, steps(3_000, seed));
    expect(verifyShop(problem, plan)).toEqual([]);
  }
});
