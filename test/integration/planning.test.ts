import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlanning } from "../../agents/scheduler/planning.ts";
import { readProblem } from "../../agents/scheduler/problem.ts";
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

test("a construction is verified too, and the search never gives back a worse plan", async () => {
  const problem = await readProblem(plant.db, demoEpoch);
  const constructed = await plan(problem, { constructOnly: true });
  expect(verify(problem, constructed)).toEqual([]);
  const improved = await plan(problem, { iterations: 300, seed: 3 });
  expect(verify(problem, improved)).toEqual([]);
  expect(improved.objective).toBeLessThanOrEqual(constructed.objective);
  expect((await plan(problem, { iterations: 300, seed: 3 })).operations).toEqual(improved.operations);
});
