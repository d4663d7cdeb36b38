import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlanning } from "../../agents/scheduler/planning.ts";
import { readPlantState, readProblem } from "../../agents/scheduler/problem.ts";
import { plan, verify } from "../../optimizer/index.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { latestPlan, planOperations } from "../../services/mes/queries/plans.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

test("the demonstration plant is planned, verified and stored once", async () => {
  const clock = createPlantClock({ plantAnchor: demoEpoch.getTime(), wallAnchor: Date.now(), speed: 1 });
  const planning = createPlanning({ db: plant.db, clock, budgetMs: 1_500, seed: 1 });
  const [first, again] = [
    await planning.makePlan({ requestId: "a", reason: "test" }),
    await planning.makePlan({ requestId: "a", reason: "test" }),
  ];
  expect([first, again]).toEqual([1, 1]);
  const stored = await latestPlan(plant.db);
  expect(stored).toMatchObject({ version: 1, reason: "test" });
  expect(stored!.bound).toBeLessThanOrEqual(stored!.objective);
  expect((await planOperations(plant.db, 1, {})).length).toBeGreaterThan(1_000);
});

test("lots that expire and receipts that may be late reach the planner as such", async () => {
  const problem = await readProblem(plant.db, demoEpoch);
  const lots = problem.materials.flatMap(({ lots: list = [] }) => list);
  expect(lots.length).toBeGreaterThan(0);
  for (const { expires, quantity } of lots) {
    expect(expires).toBeGreaterThan(0);
    expect(quantity).toBeGreaterThan(0);
  }
  const receipts = problem.materials.flatMap(({ receipts: list }) => list);
  expect(receipts.some(({ reliability = 1 }) => reliability < 0.9)).toBe(true);
  // Whatever is free is there, as a lot or as stock.
  const { free } = await readPlantState(plant.db, demoEpoch);
  for (const { id, stock, lots: list = [] } of problem.materials)
    expect(stock + list.reduce((sum, { quantity }) => sum + quantity, 0), id).toBe(free.get(id) ?? 0);
});

test("a construction is verified too, and the search never gives back a worse plan", async () => {
  const problem = await readProblem(plant.db, demoEpoch);
  const constructed = await plan(problem, { constructOnly: true });
  expect(verify(problem, constructed)).toEqual([]);
  const improved = await plan(problem, { iterations: 300, seed: 3 });
  expect(verify(problem, improved)).toEqual([]);
  expect(improved.objective).toBeLessThanOrEqual(constructed.objective);
  expect((await plan(problem, { iterations: 300, seed: 3 })).operations).toEqual(improved.operations);
});
