import { expect, test } from "vitest";
import { type Plan, type Problem, parseProblem, plan, repair, verify, verifyObjective } from "../index.ts";
import { kpisOf } from "../kpi.ts";
import { tellContradiction, timesFrom } from "../tell.ts";
import { contradictions } from "./contradictions.ts";

const hour = 3_600;
const told = (problem: Problem, found: Plan) =>
  contradictions(problem, found).map((one) => tellContradiction(one, timesFrom()).en);
const resources = [{ id: "M" }, { id: "N" }];
const step = (id: string, resource: string, duration: number, more: object = {}) => ({
  id,
  alternatives: [{ resource, duration }],
  ...more,
});
const order = (id: string, ...operations: object[]) => ({ id, release: 0, due: hour / 9, operations });
const running = (resource: string, remaining: number) => ({ running: { resource, remaining } });

test("two jobs that are reported running on one line are planned around, and told", async () => {
  const problem = parseProblem({
    resources,
    orders: [
      order("A", step("1", "M", 500, running("M", 500))),
      order("B", step("1", "M", 500, running("M", 300))),
      order("C", step("1", "M", 100)),
    ],
  });
  const found = await plan(problem, { constructOnly: true });
  expect(verify(problem, found)).toEqual([]);
  expect(found.operations.find(({ orderId }) => orderId === "C")!.start).toBe(500);
  expect(told(problem, found)).toEqual([
    "B/1 and A/1 are both on M at day 1 00:00; report which of them is done, or runs elsewhere",
  ]);
});

/** What every kind of search says of an order whose second operation runs although its first has not begun. */
test("an order whose last operation runs already is through when the one before it is", async () => {
  const problem = parseProblem({
    resources,
    materials: [{ id: "BOARD", stock: 0 }],
    orders: [
      {
        ...order("A", step("1", "M", 2 * hour), step("2", "N", 100, running("N", 50))),
        produces: { material: "BOARD", quantity: 1 },
      },
      order("B", step("1", "N", 100, { needs: [{ material: "BOARD", quantity: 1 }] })),
    ],
  });
  const check = (found: Plan) => {
    expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
    expect(found.operations.find(({ orderId }) => orderId === "B")!.start).toBe(2 * hour);
    expect(found.terms.tardiness).toBeCloseTo(kpisOf(problem, found).weightedLateness);
  };
  const found = await plan(problem, { iterations: 50 });
  expect(told(problem, found)).toEqual([
    "A/2 is at work from day 1 00:00 on, before A/1 can have ended (day 1 02:00); report that A/1 is done, or that A/2 has not begun",
  ]);
  check(found);
  check((await repair(problem, found, [], { iterations: 5 })).plan);
  const withSetups = {
    ...problem,
    resources: problem.resources.map((resource) => ({ ...resource, setupGroup: "G", family: "x" })),
    setups: [{ group: "G", from: "x", to: "y", seconds: 60 }],
  };
  const appended = await plan(withSetups, { constructOnly: true });
  expect([...verify(withSetups, appended), ...verifyObjective(withSetups, appended)]).toEqual([]);
});

test("what may not end long before a fact waits for it, in every kind of search", async () => {
  const problem = parseProblem({
    resources: [
      ...resources,
      {
        id: "L",
        calendar: [
          [0, 4000],
          [4500, 20_000],
        ],
      },
    ],
    orders: [
      {
        id: "O",
        release: 0,
        due: 9_000,
        operations: [
          step("0", "M", 200, { maxLag: 30 }),
          step("1", "L", 700, { maxLag: 60 }),
          step("2", "N", 50, { fixed: { resource: "N", start: 5_000, end: 5_050 } }),
        ],
      },
    ],
  });
  const found = await plan(problem, { constructOnly: true });
  const searched = await plan(problem, { iterations: 100 });
  const mended = await repair(problem, found, [], { iterations: 5 });
  for (const one of [found, searched, mended.plan]) {
    expect([...verify(problem, one), ...verifyObjective(problem, one)]).toEqual([]);
    const end = one.operations.find(({ operationId }) => operationId === "1")!.end;
    expect(end).toBeGreaterThanOrEqual(4_940);
    expect(end).toBeLessThanOrEqual(5_000);
  }
  const early = found.operations.map((place) =>
    place.operationId === "1" ? { ...place, start: 200, end: 900 } : place,
  );
  expect(
    verify(problem, { ...found, operations: early }).map(({ rule, subject }) => `${rule} ${subject}`),
  ).toContain("maxLag O/1");
});

test.each([
  ["an order makes it later", 0, 2],
  ["a receipt brings it later", 5, 5],
])("a fact whose material comes later, where %s, is planned around, and told", async (_, receipt, there) => {
  const board = { material: "BOARD", quantity: 1 };
  const user = step("1", "N", hour, { needs: [board], fixed: { resource: "N", start: 0, end: hour } });
  const problem = parseProblem({
    resources,
    materials: [{ id: "BOARD", receipts: receipt ? [{ time: receipt * hour, quantity: 1 }] : [] }],
    orders: [
      ...(receipt ? [] : [{ ...order("A", step("1", "M", 2 * hour)), produces: board }]),
      order("B", user, step("2", "N", hour)),
    ],
  });
  const found = await plan(problem, { iterations: 5 });
  expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
  expect(found.operations.find(({ operationId }) => operationId === "2")!.start).toBe(hour);
  const [first, ...more] = told(problem, found);
  expect(first).toMatch(/^B\/1 is at work from day 1 00:00 on, before the BOARD that it uses is there/);
  expect(more).toEqual([]);
  expect(found.pegs.get("B/1")!.time).toBeGreaterThanOrEqual(there * hour);
});

test("of two facts that end together the one that began last leaves its machine set up", async () => {
  const fact = (start: number, family: string) =>
    step("1", "M", 500, { family, fixed: { resource: "M", start, end: 1_000 } });
  const problem = parseProblem({
    resources: [{ id: "M", setupGroup: "G" }],
    setups: [
      { group: "G", from: "x", to: "y", seconds: 60 },
      { group: "G", from: "y", to: "x", seconds: 90 },
    ],
    orders: [
      order("A", fact(10, "y")),
      order("B", fact(0, "x")),
      order("C", step("1", "M", 100, { family: "x" })),
    ],
  });
  for (const options of [{ constructOnly: true }, { iterations: 20 }]) {
    const found = await plan(problem, options);
    expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
    expect(found.operations.find(({ orderId }) => orderId === "C")).toMatchObject({
      start: 1_090,
      setup: 90,
    });
  }
});
