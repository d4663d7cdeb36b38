import fc from "fast-check";
import { expect, test } from "vitest";
import { costOf } from "./construct/objective.ts";
import { createStart } from "./construct/start.ts";
import { search } from "./improve/search.ts";
import { parseProblem, plan, repair, verify, verifyObjective } from "./index.ts";
import { randomConstrainedProblem } from "./random-constrained.ts";
import { constrainedFeatures } from "./random-features.ts";
import { randomProblem } from "./random-problem.ts";

const hour = 3_600;

test("whatever rules a problem has, construction and search keep them and report the objective truly", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 14 }),
      constrainedFeatures,
      async (seed, orders, which) => {
        const problem = randomConstrainedProblem(seed, orders, which);
        if (seed % 4 === 0) problem.setups = [];
        const constructed = await plan(problem, { constructOnly: true, seed });
        expect([...verify(problem, constructed), ...verifyObjective(problem, constructed)]).toEqual([]);
        const searched = await plan(problem, { iterations: 60, seed });
        expect([...verify(problem, searched), ...verifyObjective(problem, searched)]).toEqual([]);
        expect(searched.objective).toBeLessThanOrEqual(constructed.objective + 1e-9);
        expect(searched.bound).toBeLessThanOrEqual(searched.objective + 1e-9);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

test("some hundred operations with tools, ovens and maximum lags are searched change by change, not plan by plan", async () => {
  const rules = { secondary: true, batch: true, lags: true, transfer: true };
  const problem = parseProblem(randomConstrainedProblem(12, 70, rules));
  const tries = { iterations: 600, seed: 1 };
  const found = await plan(problem, tries);
  expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
  const { model, sequence } = createStart(problem, { seed: 1, goOn: () => true });
  const { schedule } = await search(model, sequence, { ...tries, now: () => 0, deadline: 1 });
  expect(found.objective).toBeLessThan(0.9 * schedule.cost);
});

test("some hundred operations with set-ups are, too, which chooses machines by what they cost everyone", async () => {
  const problem = parseProblem(randomProblem(5, 120));
  const tries = { iterations: 2_000, seed: 1 };
  const found = await plan(problem, tries);
  expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
  const { model, sequence } = createStart(problem, { seed: 1, goOn: () => true });
  const { schedule } = await search(model, sequence, { ...tries, now: () => 0, deadline: 1 });
  expect(found.objective).toBeLessThan(0.9 * schedule.cost);
});

test("a plan that weighs energy is no worse on its own objective than one that does not, and waits for cheap hours", async () => {
  let better = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 30 }),
      constrainedFeatures,
      async (seed, orders, which) => {
        const random = randomConstrainedProblem(seed, orders, { ...which, energy: true });
        const { energy, ...rest } = random.objective!;
        const weights = { ...rest, energy: Math.max(1, energy) };
        const problem = { ...random, objective: weights };
        const found = await plan(problem, { constructOnly: true, seed });
        expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
        const without = await plan(
          { ...random, objective: { ...weights, energy: 0 } },
          { constructOnly: true, seed },
        );
        const cost = costOf(weights, without.terms);
        expect(found.objective).toBeLessThanOrEqual(cost + 1e-6);
        if (found.objective < cost - 1) better += 1;
      },
    ),
    { numRuns: 100 },
  );
  expect(better).toBeGreaterThan(50);
}, 60_000);

test("a repair keeps every rule around what is frozen", async () => {
  let mended = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), constrainedFeatures, async (seed, which) => {
      const problem = randomConstrainedProblem(seed, 8, which);
      const before = await plan(problem, { constructOnly: true });
      const down = { kind: "down", resource: "B1", from: 10 * hour, to: 20 * hour } as const;
      const after = await repair(problem, before, [down], { iterations: 20, frozenUntil: 6 * hour });
      expect([...verify(after.problem, after.plan), ...verifyObjective(after.problem, after.plan)]).toEqual(
        [],
      );
      mended += which.lags ? 1 : 0;
    }),
    { numRuns: 80 },
  );
  expect(mended).toBeGreaterThan(20);
}, 60_000);

test("a sub-lot of 0.07 of 100 seconds is through after seven of them", async () => {
  const step = (id: string, resource: string, more: object = {}) => ({
    id,
    alternatives: [{ resource, duration: 100 }],
    ...more,
  });
  const problem = parseProblem({
    resources: [{ id: "M" }, { id: "N" }],
    orders: [
      { id: "O", release: 0, due: 0, operations: [step("1", "M", { transfer: 0.07 }), step("2", "N")] },
    ],
  });
  const found = await plan(problem, { constructOnly: true });
  expect(found.operations.map(({ start }) => start)).toEqual([0, 7]);
  expect(verify(problem, found)).toEqual([]);
});
