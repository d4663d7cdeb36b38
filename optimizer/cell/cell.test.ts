import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createFastRandom } from "../shop/random.ts";
import { cellBound } from "./bound.ts";
import { dispatchCell } from "./dispatch.ts";
import { costOf } from "./objective.ts";
import type { CellPlan, CellProblem } from "./problem.ts";
import { createCellSearch } from "./search.ts";
import { planCell } from "./solve.ts";
import { transportShopAsCell } from "./transport-shop.ts";
import { verifyCell } from "./verify.ts";

const end = (task: number) => ({ task, edge: "end" as const });
const start = (task: number) => ({ task, edge: "start" as const });

/**
 * Units that an arm loads into one of some testers and takes out: load 10 s, test 100 s within 20 s of the load, unload 10 s. The
 * arm stands at 0, tester i at i + 1; a way takes 5 s for each place.
 */
const benches = (units: number, testers: number, now = 0): CellProblem => {
  const places = Array.from({ length: testers + 1 }, (_, i) => i);
  const transition = places.map((a) => places.map((b) => 5 * Math.abs(a - b)));
  const tasks: CellProblem["tasks"][number][] = [];
  const holds: CellProblem["holds"][number][] = [];
  const lags: CellProblem["lags"][number][] = [];
  for (let u = 0; u < units; u++) {
    const [load, run, unload] = [tasks.length, tasks.length + 1, tasks.length + 2];
    const at = (entry: "in" | "out") =>
      places.slice(1).map((place, choice) => ({
        duration: 10,
        uses: [{ resource: 0, entry: entry === "in" ? 0 : place, exit: entry === "in" ? place : 0 }],
        needs: [{ hold: u, choice }],
      }));
    tasks.push({ id: `U${u}/load`, unit: u, modes: at("in") });
    tasks.push({ id: `U${u}/test`, unit: u, modes: [{ duration: 100, uses: [], needs: [] }] });
    tasks.push({ id: `U${u}/unload`, unit: u, modes: at("out") });
    lags.push(
      { from: end(load), to: start(run), min: 0, max: 20 },
      { from: end(run), to: start(unload), min: 0 },
    );
    const choices = places.slice(1).map((place) => ({ resource: place, entry: 0, exit: 0 }));
    holds.push({ id: `U${u}/stay`, choices, from: start(load), until: start(unload) });
  }
  return {
    resources: [
      { id: "ARM", initial: 0, free: 0, transition },
      ...places.slice(1).map((place) => ({ id: `T${place}`, initial: 0, free: 0 })),
    ],
    units: Array.from({ length: units }, (_, u) => ({ id: `U${u}`, release: 0 })),
    tasks,
    holds,
    lags,
    now,
  };
};

const anchor = () =>
  transportShopAsCell(
    JSON.parse(
      readFileSync(new URL("../../test/bench/instances/jspt/jobset1-layout1.json", import.meta.url), "utf8"),
    ),
  );

test("plans of the search and of the rule keep every rule, and no plan is below the bound", () => {
  for (const [units, testers] of [
    [1, 1],
    [5, 1],
    [7, 3],
  ] as const) {
    const problem = benches(units, testers);
    const search = createCellSearch(problem, 7);
    search.run(40);
    const plan = search.best()!;
    expect(verifyCell(problem, plan)).toEqual([]);
    expect(costOf(problem, plan).total).toBeGreaterThanOrEqual(cellBound(problem));
    expect(verifyCell(problem, dispatchCell(problem, createFastRandom(3))!)).toEqual([]);
  }
});

test.each([
  [9, 8],
  [30, 3],
])(
  "a unit with %d stays, each in one of %d places, is placed without all the combinations of them",
  (stays, places) => {
    const each = Array.from({ length: stays }, (_, i) => i);
    const problem: CellProblem = {
      resources: Array.from({ length: stays * places }, (_, i) => ({ id: `P${i}`, initial: 0, free: 0 })),
      units: [{ id: "U0", release: 0 }],
      tasks: each.map((i) => ({
        id: `U0/${i}`,
        unit: 0,
        modes: [{ duration: 10 + i, uses: [], needs: [] }],
      })),
      holds: each.map((i) => ({
        id: `U0/stay${i}`,
        choices: Array.from({ length: places }, (_, p) => ({ resource: i * places + p, entry: 0, exit: 0 })),
        from: start(i),
        until: end(i),
      })),
      lags: each.slice(1).map((i) => ({ from: end(i - 1), to: start(i), min: 0 })),
      now: 0,
    };
    const plan = createCellSearch(problem, 7).best()!;
    expect(verifyCell(problem, plan)).toEqual([]);
    expect(costOf(problem, plan).makespan).toBe(each.reduce((sum, i) => sum + 10 + i, 0));
  },
);

test("the same seed and rounds give the same plan", () => {
  const run = () => {
    const search = createCellSearch(benches(6, 2), 11);
    search.run(30);
    return search.best();
  };
  expect(run()).toEqual(run());
});

test("the verifier finds each kind of broken rule", () => {
  const problem = benches(2, 2, 50);
  const plan = createCellSearch(problem, 1).best()!;
  const changed = (
    change: (copy: { modes: number[]; starts: number[]; choices: number[] }) => void,
  ): CellPlan => {
    const copy = structuredClone(plan) as { modes: number[]; starts: number[]; choices: number[] };
    change(copy);
    return copy;
  };
  const kinds = (broken: CellPlan) => new Set(verifyCell(problem, broken).map(({ kind }) => kind));
  expect(kinds(changed(({ modes }) => modes.splice(0, 1, 9)))).toContain("shape");
  expect(kinds(changed(({ starts }) => starts.splice(0, 1, 0)))).toContain("before-now");
  expect(kinds(changed(({ choices }) => choices.splice(0, 1, 1 - choices[0]!)))).toContain("hold-choice");
  expect(kinds(changed(({ starts }) => starts.splice(1, 1, starts[1]! + 30)))).toContain("lag");
  expect(kinds(changed(({ starts }) => starts.splice(2, 1, starts[0]! - 1)))).toContain("hold-order");
  expect(kinds(changed(({ starts }) => starts.splice(3, 3, ...starts.slice(0, 3))))).toContain("overlap");
});

test("what has begun stays as it is, and its tester stays taken until it is unloaded", () => {
  const plain = benches(3, 1, 40);
  const tasks = plain.tasks.map((task, t) =>
    t === 0 ? { ...task, frozen: { mode: 0, start: 3, duration: 30 } } : task,
  );
  const problem: CellProblem = {
    ...plain,
    tasks,
    lags: plain.lags.map((lag, l) => (l === 0 ? { from: lag.from, to: lag.to, min: 0 } : lag)),
  };
  const search = createCellSearch(problem, 1);
  search.run(20);
  const plan = search.best()!;
  expect(verifyCell(problem, plan)).toEqual([]);
  expect(plan.starts[0]).toBe(3);
  expect(Math.min(plan.starts[3]!, plan.starts[6]!)).toBeGreaterThanOrEqual(plan.starts[2]!);
});

test("what has begun may have broken a lag: the rest is planned all the same", async () => {
  const plain = benches(2, 1, 200);
  // Tested from 50 on, 40 s after it was loaded instead of 20, and for 120 s.
  const tasks = plain.tasks.map((task, t) =>
    t === 0
      ? { ...task, frozen: { mode: 0, start: 0 } }
      : t === 1
        ? { ...task, frozen: { mode: 0, start: 50, duration: 120 } }
        : task,
  );
  const problem: CellProblem = { ...plain, tasks };
  const found = await planCell(problem, { budgetMs: 300, seed: 1, exact: false });
  expect(found.violations).toEqual([]);
  expect(found.plan!.starts.slice(0, 3)).toEqual([0, 50, 200]);
});

test("the bound holds where what has begun took longer than any of its modes, and began sooner than it was to", () => {
  const task = (id: string, duration: number, frozen?: object): CellProblem["tasks"][number] => ({
    id,
    unit: 0,
    modes: [{ duration, uses: [], needs: [] }],
    ...(frozen ? { frozen: { mode: 0, start: 0, ...frozen } } : {}),
  });
  const cell = (lag: CellProblem["lags"][number]): CellProblem => ({
    resources: [],
    units: [{ id: "U", release: 0 }],
    tasks: [task("A", 5, {}), task("B", 5, { duration: 20 }), task("C", 10)],
    holds: [],
    lags: [lag, { from: end(1), to: start(2), min: 0 }],
    now: 0,
  });
  for (const lag of [
    { from: start(0), to: end(1), min: 10 },
    { from: end(0), to: start(1), min: 0 },
  ]) {
    const plan = { modes: [0, 0, 0], starts: [0, 0, 20], choices: [] };
    expect(verifyCell(cell(lag), plan)).toEqual([]);
    expect(cellBound(cell(lag))).toBe(30);
  }
});

test("no plan of the public job shop with two vehicles is below its proven optimum, 96", () => {
  const problem = anchor();
  expect(cellBound(problem)).toBeLessThanOrEqual(96);
  const search = createCellSearch(problem, 1);
  search.run(100);
  const plan = search.best()!;
  expect(verifyCell(problem, plan)).toEqual([]);
  expect(costOf(problem, plan).makespan).toBeGreaterThanOrEqual(96);
  expect(costOf(problem, plan).makespan).toBeLessThan(130);
});

test("a small cell is solved to the optimum and proven", async () => {
  // One tester: each unit is loaded (5 s to come back, 10 s), tested and unloaded; the arm has no time to spare.
  const problem = benches(2, 1);
  const found = await planCell(problem, { budgetMs: 60_000, seed: 1 });
  expect(found.violations).toEqual([]);
  expect(found.bound).toBe(found.cost);
  expect(found.makespan).toBe(2 * (10 + 100 + 10));
});

test("a signal ends the planning with the best so far", async () => {
  const problem = benches(8, 2);
  const found = await planCell(problem, { budgetMs: 60_000, seed: 1, signal: AbortSignal.abort() });
  expect(verifyCell(problem, found.plan!)).toEqual([]);
});
