import { expect, test } from "vitest";
import { randomProblem } from "../random-problem.ts";
import { createEffort } from "./effort.ts";
import { pegOrders } from "./peg.ts";

test("what fits the time is done as usual; a large problem has fewer rounds, and never none", () => {
  const plenty = createEffort(60_000, 400_000);
  expect(plenty.rounds(400)).toBe(400);
  expect(plenty.share(400)).toBe(1);
  expect(plenty.tries(100_000)).toBe(100_000);
  expect(plenty.dives(83)).toBe(true);
  expect(plenty.choices(1_000_000, 4)).toBe(1_000_000);
  const little = createEffort(5_000, 6_000_000);
  expect(little.rounds(400)).toBe(10);
  expect(little.share(400)).toBeLessThan(0.1);
  expect(little.tries(100_000)).toBeLessThan(100_000);
  expect(little.dives(83)).toBe(false);
  expect(little.choices(1_000_000, 4)).toBe(250_000);
  expect(little.choices(1_000, 4)).toBe(1_000);
});

test("pegging in next to no time is sound, the same every time, and keeps above a bound that holds", () => {
  for (let seed = 1; seed <= 8; seed += 1) {
    const problem = randomProblem(seed, 12);
    const usual = pegOrders(problem, { flowCost: 0 });
    const hasty = pegOrders(problem, { flowCost: 0, budgetMs: 0 });
    expect(hasty.bound).toBeLessThanOrEqual(usual.cost + 1e-6);
    expect(hasty.cost).toBeGreaterThanOrEqual(usual.bound - 1e-6);
    expect(pegOrders(problem, { flowCost: 0, budgetMs: 0 }).cost).toBe(hasty.cost);
  }
});
