import fc from "fast-check";
import { expect, test } from "vitest";
import { pegOrders } from "../../optimizer/index.ts";
import { fewOrders, leastOf } from "../../optimizer/peg/few-orders.ts";
import { findOpenWaits } from "../bench/planner/plant/open-waits.ts";
import { readPegState } from "../bench/planner/plant/peg-state.ts";
import { pegModel } from "../bench/planner/plant/pegging-model.ts";
import { proveBound } from "../bench/planner/plant/prove-bound.ts";

const substitution = 0.05;

test("the integer program of pegging has the optimum of trying everything, with all waits and with those that are open", async () => {
  let tried = 0;
  for (const problem of fc.sample(fewOrders, { numRuns: 150, seed: 2 })) {
    const least = leastOf(problem);
    if (!least) continue;
    const { cost, bound } = pegOrders(problem, { flowCost: 0 });
    const state = readPegState(problem);
    const whole = pegModel(state);
    const optimum = await proveBound(whole, { seconds: 60, search: true });
    // Substituting a need counts for a little, which trying everything leaves out.
    const needs = problem.orders.reduce((sum, { operations: [step] }) => sum + step!.needs.length, 0);
    expect(optimum).toBeGreaterThanOrEqual(least - 1e-6);
    expect(optimum).toBeLessThanOrEqual(least + substitution * needs + 1e-6);
    expect(optimum).toBeLessThanOrEqual(cost + 1e-6);
    expect(optimum).toBeGreaterThanOrEqual(bound - 1e-6);
    const few = pegModel(state, findOpenWaits(state, cost));
    expect(few.variables.length).toBeLessThanOrEqual(whole.variables.length);
    if (few.variables.length > 0)
      expect(await proveBound(few, { seconds: 60, search: true })).toBeCloseTo(optimum, 4);
    tried += 1;
  }
  expect(tried).toBeGreaterThan(20);
});
