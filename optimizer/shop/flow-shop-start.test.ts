import { expect, test } from "vitest";
import { compileJobShop } from "./disjunctive.ts";
import { flowLineOf } from "./flow-shop-start.ts";
import type { ShopProblem } from "./problem.ts";
import { createFastRandom } from "./random.ts";
import { solveShop } from "./solve.ts";
import { verifyShop } from "./verify.ts";

/** Jobs that all go one way through machines whose numbers do not say which; some leave machines out. */
const oneWay = (seed: number, jobs: number, machines: number, leftOut = 0): ShopProblem => {
  const random = createFastRandom(seed);
  const route = Array.from({ length: machines }, (_, at) => (at * 7 + seed) % machines);
  return {
    machines,
    objective: "makespan",
    jobs: Array.from({ length: jobs }, () => ({
      release: random.below(20),
      due: 0,
      weight: 1,
      operations: route
        .map((machine) => ({ machine, duration: 1 + random.below(99) }))
        .filter((_, at) => at === 0 || random.below(100) >= leftOut)
        .map((alternative) => ({ alternatives: [alternative] })),
    })),
  };
};

const solve = (problem: ShopProblem, iterations: number) =>
  solveShop(problem, { seconds: 60, seed: 1, iterations });

test("jobs that all go one way have one order of them all to begin with, and it keeps every rule", () => {
  for (const leftOut of [0, 20])
    for (let seed = 1; seed <= 6; seed += 1) {
      const problem = oneWay(seed, 2 + seed * 3, 5, leftOut);
      const seen: number[] = [];
      const plan = solveShop(problem, {
        seconds: 60,
        seed,
        iterations: 40,
        onImprovement: (objective) => seen.push(objective),
      });
      expect(verifyShop(problem, plan)).toEqual([]);
      expect(seen.at(-1)).toBe(plan.objective);
    }
});

test("a flow shop given as a job shop comes as near its bound as one given as what it is", () => {
  const problem = oneWay(0, 60, 10);
  const asFlowShop: ShopProblem = {
    ...problem,
    permutation: true,
    // The same machines by their places on the way.
    jobs: problem.jobs.map((job) => ({
      ...job,
      operations: job.operations.map(({ alternatives }, machine) => ({
        alternatives: [{ machine, duration: alternatives[0]!.duration }],
      })),
    })),
  };
  const known = solve(asFlowShop, 400).objective;
  expect(solve(problem, 800).objective).toBeLessThanOrEqual(1.005 * known);
});

test("no flow shop is seen where jobs go against each other, come back to a machine, choose, or leave most out", () => {
  const lineOf = (problem: ShopProblem) => flowLineOf(compileJobShop(problem));
  const problem = oneWay(2, 6, 4);
  expect(lineOf(problem)).toBeDefined();
  const withFirst = (operations: ShopProblem["jobs"][number]["operations"]): ShopProblem => ({
    ...problem,
    jobs: [{ ...problem.jobs[0]!, operations }, ...problem.jobs.slice(1)],
  });
  const own = problem.jobs[0]!.operations;
  expect(lineOf(withFirst(own.toReversed()))).toBeUndefined();
  expect(lineOf(withFirst([...own, own[0]!]))).toBeUndefined();
  expect(
    lineOf(withFirst([{ alternatives: [0, 1].map((machine) => ({ machine, duration: 3 })) }])),
  ).toBeUndefined();
  expect(lineOf(oneWay(2, 30, 10, 80))).toBeUndefined();
});
