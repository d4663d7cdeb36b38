import { expect, test, vi } from "vitest";
import {
  explain,
  kpisOf,
  type Plan,
  type Problem,
  ProblemError,
  parseProblem,
  plan,
  promise,
  verify,
} from "./index.ts";
import { randomProblem } from "./random-problem.ts";
import { tellBinding, tellFact, timesFrom } from "./tell.ts";
import { planInThread } from "./thread.ts";

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);

test.each(seeds)("problem %i: construction and search keep every rule, and the bound holds", async (seed) => {
  const problem = randomProblem(seed, 12);
  const constructed = await plan(problem, { constructOnly: true });
  expect(verify(problem, constructed)).toEqual([]);
  const searched = await plan(problem, { iterations: 400, seed });
  expect(verify(problem, searched)).toEqual([]);
  expect(searched.objective).toBeLessThanOrEqual(constructed.objective);
  expect(searched.bound).toBeLessThanOrEqual(searched.objective);
  expect(searched.unplanned.length + new Set(searched.operations.map(({ orderId }) => orderId)).size).toBe(
    12,
  );
});

test("the same seed gives the same plan", async () => {
  const problem = randomProblem(3, 20);
  const [first, second] = [
    await plan(problem, { iterations: 500, seed: 9 }),
    await plan(problem, { iterations: 500, seed: 9 }),
  ];
  expect(second).toEqual(first);
});

test("in a thread, with CP-SAT, improvements only go down and the result is verified", async () => {
  const problem = randomProblem(5, 40);
  const seen: number[] = [];
  const found = await planInThread(problem, {
    budgetMs: 2_500,
    seed: 1,
    onImprovement: (value) => seen.push(value),
  });
  expect(verify(problem, found)).toEqual([]);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(found.objective).toBe(seen.at(-1));
});

test("an abort ends a plan in the making", async () => {
  const stop = new AbortController();
  const found = planInThread(randomProblem(6, 40), {
    budgetMs: 60_000,
    signal: stop.signal,
    onImprovement: () => stop.abort(new Error("enough")),
  });
  await expect(found).rejects.toThrow("enough");
});

test("a plan that is not wanted any more when it is asked for is not begun", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  const onImprovement = vi.fn();
  const found = planInThread(randomProblem(5, 40), { budgetMs: 500, signal, onImprovement });
  await expect(found).rejects.toThrow("gone");
  expect(onImprovement).not.toHaveBeenCalled();
});

/** A plan with one operation changed. */
const tampered = (
  found: Plan,
  change: (operation: Plan["operations"][number], index: number) => Partial<Plan["operations"][number]>,
): Plan => ({
  ...found,
  operations: found.operations.map((operation, index) => ({ ...operation, ...change(operation, index) })),
});

test("the verifier finds each kind of damage", async () => {
  const problem = randomProblem(8, 15);
  const found = await plan(problem, { iterations: 100 });
  const rulesOf = (changed: Plan, changedProblem: Problem = problem) =>
    new Set(verify(changedProblem, changed).map(({ rule }) => rule));
  expect(rulesOf({ ...found, operations: found.operations.slice(1) })).toContain("missing");
  expect(
    rulesOf(tampered(found, (operation, index) => (index === 1 ? { end: operation.end + 60 } : {}))),
  ).toContain("duration");
  expect(rulesOf(tampered(found, (_operation, index) => (index === 0 ? { resource: "B1" } : {})))).toContain(
    "resource",
  );
  expect(
    rulesOf(
      tampered(found, ({ start, end }, index) =>
        index % 3 === 1 ? { start: start - 500_000, end: end - 500_000 } : {},
      ),
    ),
  ).toContain("order");
  const first = found.operations.find(({ resource }) => resource === "A1")!;
  expect(
    rulesOf(
      tampered(found, ({ resource, start, end }) =>
        resource === "A1" ? { start: first.start, end: first.start + end - start } : {},
      ),
    ),
  ).toContain("overlap");
  const poor = {
    ...problem,
    materials: problem.materials.map((material) => ({ ...material, stock: 0, receipts: [] })),
  };
  expect(rulesOf(found, poor)).toContain("material");
  const slow = {
    ...problem,
    setups: problem.setups.map((setup) => ({ ...setup, seconds: setup.from === setup.to ? 0 : 500_000 })),
  };
  expect(rulesOf(found, slow)).toContain("setup");
});

test("an order whose material nobody brings is left out and told", async () => {
  const problem = randomProblem(4, 6);
  const without = {
    ...problem,
    materials: problem.materials.map((material) => ({ ...material, stock: 0, receipts: [] })),
  };
  const found = await plan(without, { constructOnly: true });
  expect(found.unplanned).toHaveLength(6);
  expect(explain(without, found, "O0")).toContainEqual(expect.objectContaining({ kind: "missing" }));
});

test("a late order is explained by facts of the plan", async () => {
  const problem = randomProblem(7, 60);
  const found = await plan(problem, { constructOnly: true });
  const { lateOrders } = kpisOf(problem, found);
  expect(lateOrders).toBeGreaterThan(0);
  for (const { id, due } of problem.orders) {
    const facts = explain(problem, found, id);
    const end = Math.max(
      0,
      ...found.operations.filter(({ orderId }) => orderId === id).map((operation) => operation.end),
    );
    const last = facts.at(-1);
    if (end > 0) expect(last).toEqual({ kind: "end", time: end, due, late: Math.max(0, end - due) });
  }
});

test("work is told in the hours that somebody works, whatever shifts lie between", async () => {
  const hour = 3_600;
  const day = 24 * hour;
  const shifts = [0, 1, 2, 3].map((at) => [at * day, at * day + 3 * hour]);
  const work = (id: string, due: number) => ({
    id,
    release: 0,
    due,
    operations: [{ id: "1", alternatives: [{ resource: "M", duration: 9 * hour }] }],
  });
  const problem = parseProblem({ resources: [{ id: "M", calendar: shifts }], orders: [work("A", day)] });
  const found = await plan(problem, { constructOnly: true });
  const told = explain(problem, found, "A").map((fact) => tellFact(fact, timesFrom()).en);
  expect(told[0]).toBe(
    "its work takes 9.0 h (2.1 days with the time in which nobody works), and only 24.0 h lie between release and due time",
  );
  const { binding } = promise(problem, { ...found, operations: [] }, work("B", day));
  expect(tellBinding(binding, timesFrom()).en).toBe(
    "nothing but its own work, 9.0 h (2.1 days with the time in which nobody works)",
  );
});

test("bad input is named field by field", async () => {
  const problem = randomProblem(1, 2);
  const broken = structuredClone(problem) as never as {
    orders: { weight: number; operations: { alternatives: { resource: string }[] }[] }[];
  };
  broken.orders[0]!.operations[0]!.alternatives[0]!.resource = "NOWHERE";
  await expect(plan(broken as never)).rejects.toThrow(
    "orders.0.operations.0.alternatives.0.resource: there is no resource NOWHERE",
  );
  broken.orders[1]!.weight = -1;
  await expect(plan(broken as never)).rejects.toBeInstanceOf(ProblemError);
});

test("an empty problem has an empty plan", async () => {
  expect(await plan({ ...randomProblem(1, 1), orders: [] }, { iterations: 10 })).toMatchObject({
    operations: [],
    objective: 0,
    gap: 0,
  });
});

test("a plan that nothing can beat ends the search: a set-up for each family, and nobody late", async () => {
  const resources = ["M1", "M2"].map((id) => ({ id, setupGroup: "M" }));
  const pairs = [
    ["A", "B"],
    ["B", "A"],
  ] as const;
  const found = await plan(
    parseProblem({
      resources,
      setups: pairs.map(([from, to]) => ({ group: "M", from, to, seconds: 600 })),
      orders: ["A", "B"].flatMap((family) =>
        [1, 2].map((number) => ({
          id: `${family}${number}`,
          release: 0,
          due: 4 * 3_600,
          operations: [
            { id: "1", family, alternatives: resources.map(({ id }) => ({ resource: id, duration: 3_600 })) },
          ],
        })),
      ),
    }),
    { budgetMs: 600_000 },
  );
  expect(found.terms).toMatchObject({ tardiness: 0, setup: 1_200 / 3_600 });
  expect(found.bound).toBeCloseTo(found.objective, 9);
});
