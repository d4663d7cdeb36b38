import { afterAll, beforeAll, expect, test } from "vitest";
import { deskHere } from "../../agents/scheduler/desk/desk.ts";
import { createPlanning } from "../../agents/scheduler/desk/planning.ts";
import { readPlantState, readProblem } from "../../agents/scheduler/problem/problem.ts";
import { createCalendar } from "../../optimizer/calendar.ts";
import { parseProblem, plan, verify } from "../../optimizer/index.ts";
import { largestTime } from "../../optimizer/schema/common.ts";
import { createPlantClock } from "../../services/core/clock.ts";
import { planOperations } from "../../services/mes/queries/planned-operations.ts";
import { latestPlan } from "../../services/mes/queries/plans.ts";
import { demoEpoch } from "../../services/mes/seed/time.ts";
import { jobRow } from "../support/job.ts";
import { createTestPlant, type TestPlant } from "../support/plant.ts";

let plant: TestPlant;
beforeAll(async () => {
  plant = await createTestPlant();
});
afterAll(() => plant.close());

test("the demonstration plant is planned, verified and stored once", async () => {
  const clock = createPlantClock({ plantAnchor: demoEpoch().getTime(), wallAnchor: Date.now(), speed: 1 });
  const planning = createPlanning({ desk: deskHere(plant.db), clock, budgetMs: 1_500, seed: 1 });
  const [first, again] = [
    await planning.makePlan({ requestId: "a", reason: { kind: "asked", text: "test" } }),
    await planning.makePlan({ requestId: "a", reason: { kind: "asked", text: "test" } }),
  ];
  expect([first, again]).toEqual([1, 1]);
  const stored = await latestPlan(plant.db);
  expect(stored).toMatchObject({ version: 1, reason: { kind: "asked", text: "test" } });
  expect(stored!.bound).toBeLessThanOrEqual(stored!.objective);
  expect((await planOperations(plant.db, 1, {})).length).toBeGreaterThan(1_000);
});

interface Begun {
  readonly start_time: Date;
  readonly end_time: Date;
  readonly quantity: number;
}
/** Pieces of a job that is on time. */
const doneBy = (time: Date, { start_time, end_time, quantity }: Begun): number => {
  const share = (time.getTime() - start_time.getTime()) / (end_time.getTime() - start_time.getTime());
  return Math.floor(quantity * Math.min(1, share));
};

test("a plan an hour later stays close to the one in force, and says how close", async () => {
  const inForce = await latestPlan(plant.db);
  const later = new Date(inForce!.plant_time.getTime() + 3_600_000);
  // What was to begin in that hour has begun, and goes as planned.
  const begun = await plant.db
    .selectFrom("plan_operation as p")
    .innerJoin("work_order as o", "o.id", "p.work_order_id")
    .leftJoin("job_order as j", (join) =>
      join.onRef("j.work_order_id", "=", "p.work_order_id").onRef("j.segment", "=", "p.segment"),
    )
    .select(["p.work_order_id", "p.segment", "p.equipment_id", "p.start_time", "p.end_time", "o.quantity"])
    .where("p.version", "=", 1)
    .where("p.start_time", "<", later)
    .where("j.id", "is", null)
    .execute();
  await plant.db
    .insertInto("job_order")
    .values(
      begun.map((row) => {
        const { work_order_id: order, segment, equipment_id: line, quantity } = row;
        const job = { id: `JO-${order}-${segment}`, order, segment, line, quantity };
        return jobRow(job, later, { good: doneBy(later, row) });
      }),
    )
    .execute();
  const clock = createPlantClock({ plantAnchor: later.getTime(), wallAnchor: Date.now(), speed: 1 });
  const planning = createPlanning({ desk: deskHere(plant.db), clock, budgetMs: 3_000, seed: 2 });
  await planning.makePlan({ requestId: "b", reason: { kind: "asked", text: "an hour later" } });
  const { kpis, bound, objective } = (await latestPlan(plant.db))!;
  const { keptOperations = 0, movedOperations = 0 } = kpis;
  expect(keptOperations + movedOperations).toBeGreaterThan(1_000);
  // One that is made from nothing leaves a tenth of the operations where they were, or fewer.
  expect(keptOperations).toBeGreaterThan(0.25 * (keptOperations + movedOperations));
  expect(bound).toBeLessThanOrEqual(objective);
});

test("lots that expire and receipts that may be late reach the planner as such", async () => {
  const problem = await readProblem(plant.db, demoEpoch());
  const lots = problem.materials.flatMap(({ lots: list = [] }) => list);
  expect(lots.length).toBeGreaterThan(0);
  for (const { expires = 1, quantity } of lots) {
    expect(expires).toBeGreaterThan(0);
    expect(quantity).toBeGreaterThan(0);
  }
  // Where pieces have to be told apart, each lot has its vendor, or its bin.
  expect(new Set(lots.map(({ vendor }) => vendor).filter(Boolean))).toEqual(
    new Set(["V-101", "V-102", "V-103"]),
  );
  expect(lots.some(({ bin }) => bin !== undefined)).toBe(true);
  const receipts = problem.materials.flatMap(({ receipts: list }) => list);
  expect(receipts.some(({ reliability = 1 }) => reliability < 0.9)).toBe(true);
  // Whatever is free is there, as a lot or as stock.
  const { free } = await readPlantState(plant.db, demoEpoch());
  expect(problem.secondaryResources?.map(({ id }) => id)).toEqual(["FEEDER-RF", "OP-SMT-B"]);
  for (const { id, stock, lots: list = [] } of problem.materials)
    expect(stock + list.reduce((sum, { quantity }) => sum + quantity, 0), id).toBe(free.get(id) ?? 0);
});

test("a construction is verified too, and the search never gives back a worse plan", async () => {
  const problem = await readProblem(plant.db, demoEpoch());
  const constructed = await plan(problem, { constructOnly: true });
  expect(verify(problem, constructed)).toEqual([]);
  const improved = await plan(problem, { iterations: 300, seed: 3 });
  expect(verify(problem, improved)).toEqual([]);
  expect(improved.objective).toBeLessThanOrEqual(constructed.objective);
  expect((await plan(problem, { iterations: 300, seed: 3 })).operations).toEqual(improved.operations);
});

test("a line without a calendar always works but in its maintenance, and one that is closed throughout never does", async () => {
  const now = demoEpoch();
  const { lines } = await readPlantState(plant.db, now);
  const line = lines.at(-1)!;
  await plant.db.updateTable("equipment").set({ calendar_id: null }).where("id", "=", line).execute();
  await plant.db.deleteFrom("calendar_exception").where("equipment_id", "=", line).execute();
  const calendarOf = async () =>
    (await readProblem(plant.db, now)).resources.find(({ id }) => id === line)!.calendar;
  expect(await calendarOf()).toEqual([]);
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
  const close = (id: string, from: number, to: number) =>
    plant.db
      .insertInto("calendar_exception")
      .values({ id, equipment_id: line, start_time: after(from), end_time: after(to), reason: "maintenance" })
      .execute();
  await close("CE-SHORT", 3_600, 10_800);
  expect(await calendarOf()).toEqual([
    [0, 3_600],
    [10_800, largestTime],
  ]);
  await close("CE-LONG", 0, largestTime);
  const problem = parseProblem(await readProblem(plant.db, now));
  const { calendar } = problem.resources.find(({ id }) => id === line)!;
  expect(createCalendar({ calendar }).worked(largestTime)).toBe(0);
});
