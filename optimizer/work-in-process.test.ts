import fc from "fast-check";
import { expect, test } from "vitest";
import {
  explain,
  kpisOf,
  type Plan,
  type Problem,
  parseProblem,
  plan,
  promise,
  repair,
  verify,
  verifyObjective,
} from "./index.ts";
import type { ProblemInput } from "./problem.ts";
import { supplyFeaturesWithoutLags } from "./random-features.ts";
import { randomSupplyProblem } from "./random-supply.ts";

const on = (resource: string, duration: number) => [{ resource, duration }];
const need = [{ material: "X", quantity: 1 }];
const runs = { resource: "M", remaining: 5_000 };

/** A runs on M and needs X later on; B waits for M. */
const inputOf = (stock: number, more: Partial<ProblemInput> = {}): ProblemInput => ({
  resources: [{ id: "M" }, { id: "N" }],
  materials: [{ id: "X", stock }],
  orders: [
    {
      id: "A",
      release: 0,
      due: 1_000,
      operations: [
        { id: "1", alternatives: on("M", 5_000), running: runs },
        { id: "2", alternatives: on("N", 100), needs: need },
      ],
    },
    { id: "B", release: 0, due: 200, operations: [{ id: "1", alternatives: on("M", 100) }] },
  ],
  ...more,
});
const rulesOf = (problem: Problem, found: Plan) => [
  ...verify(problem, found),
  ...verifyObjective(problem, found),
];
const placeOf = ({ operations }: Plan, key: string) =>
  operations.find(({ orderId, operationId }) => `${orderId}/${operationId}` === key);

test.each([{ constructOnly: true }, { iterations: 50 }])(
  "what runs keeps its machine though its order lacks material further on: %o",
  async (options) => {
    const weights = { tardiness: 1, flow: 0.5, promise: 1, opened: 0.1, change: 0.2 };
    const problem = parseProblem(inputOf(0, { objective: weights }));
    const found = await plan(problem, options);
    expect(found.unplanned).toEqual(["A"]);
    expect(placeOf(found, "A/1")).toMatchObject({ resource: "M", start: 0, end: 5_000 });
    expect(placeOf(found, "A/2")).toBeUndefined();
    expect(placeOf(found, "B/1")).toMatchObject({ start: 5_000 });
    expect(rulesOf(problem, found)).toEqual([]);
    expect(found.bound).toBeLessThanOrEqual(found.objective + 1e-9);
    // It has no end that could be late, or in time.
    expect(kpisOf(problem, found)).toMatchObject({ onTimeRate: 0, lateOrders: 1 });
    expect(explain(problem, found, "A").map(({ kind }) => kind)).toEqual(["missing"]);
  },
);

test("the verifier misses what runs, and sees who takes its machine", async () => {
  const problem = parseProblem(inputOf(0));
  const found = await plan(problem, { constructOnly: true });
  const without = { ...found, operations: found.operations.filter(({ orderId }) => orderId !== "A") };
  expect(verify(problem, without).map(({ rule, subject }) => [rule, subject])).toEqual([["missing", "A/1"]]);
  const taken = {
    ...found,
    operations: found.operations.map((place) =>
      place.orderId === "B" ? { ...place, start: 0, end: 100 } : place,
    ),
  };
  expect(verify(problem, taken).map(({ rule }) => rule)).toEqual(["overlap"]);
});

test("a date is promised behind what runs of an order without material", async () => {
  const problem = parseProblem(inputOf(0));
  const found = await plan(problem, { constructOnly: true });
  const asked = { id: "NEW", release: 0, due: 200, operations: [{ id: "1", alternatives: on("M", 100) }] };
  expect(promise(problem, found, asked).end).toBe(5_200);
  expect(promise(problem, found, asked, { yielding: ["A", "B"] }).end).toBe(5_100);
});

test("when material turns out to be unfit, what runs of its order goes on, and what was frozen does not", async () => {
  const input = inputOf(1);
  input.orders[0]!.operations.splice(1, 0, { id: "1b", alternatives: on("N", 50) });
  const problem = parseProblem(input);
  const found = await plan(problem, { constructOnly: true });
  const scrap = [{ kind: "scrap" as const, material: "X", quantity: 1 }];
  const mended = await repair(problem, found, scrap, { iterations: 10, frozenUntil: 5_050 });
  expect(mended.plan.unplanned).toEqual(["A"]);
  expect(
    mended.plan.operations.map(({ orderId, operationId }) => `${orderId}/${operationId}`).sort(),
  ).toEqual(["A/1", "B/1"]);
  expect(placeOf(mended.plan, "B/1")).toMatchObject({ start: 5_000 });
  expect(rulesOf(mended.problem, mended.plan)).toEqual([]);
});

test("an order that is blocked further on ends nowhere, and what runs of it keeps its machine", async () => {
  const board = { material: "BOARD", quantity: 1 };
  const input = inputOf(1, { materials: [{ id: "X", stock: 1 }, { id: "BOARD" }] });
  Object.assign(input.orders[0]!, { blocked: true, produces: board });
  Object.assign(input.orders[1]!.operations[0]!, { needs: [board] });
  for (const options of [{ constructOnly: true }, { iterations: 20 }]) {
    const problem = parseProblem(input);
    const found = await plan(problem, options);
    // B waits for what A would make.
    expect(found.unplanned).toEqual(["A", "B"]);
    expect(found.operations.map(({ operationId, end }) => ({ operationId, end }))).toEqual([
      { operationId: "1", end: 5_000 },
    ]);
    expect(rulesOf(problem, found)).toEqual([]);
    expect(explain(problem, found, "A").map(({ kind }) => kind)).toEqual(["blocked"]);
    expect(kpisOf(problem, found).lateOrders).toBe(0);
    const through = { ...found, unplanned: ["B"] };
    expect(verify(problem, through).map(({ rule, subject }) => `${rule} ${subject}`)).toContain(
      "unplanned A",
    );
    const mended = await repair(problem, found, [], { iterations: 5 });
    expect(mended.plan.unplanned).toEqual(["A", "B"]);
    expect(rulesOf(mended.problem, mended.plan)).toEqual([]);
  }
});

test("what runs has had its material, whatever it lists", async () => {
  const input = inputOf(0);
  Object.assign(input.orders[0]!.operations[0]!, { needs: need });
  Object.assign(input.orders[0]!.operations[1]!, { needs: [] });
  const problem = parseProblem(input);
  const found = await plan(problem, { constructOnly: true });
  expect(found.unplanned).toEqual([]);
  expect(placeOf(found, "A/2")).toMatchObject({ start: 5_000 });
});

test("a tool that runs with an order without material is not there for others, and its set-up stays in the machine", async () => {
  const tool = [{ resource: "T", units: 1 }];
  const problem = parseProblem({
    ...inputOf(0),
    resources: [{ id: "M", setupGroup: "G", family: "b" }, { id: "N" }],
    setups: [{ group: "G", from: "a", to: "b", seconds: 60 }],
    secondaryResources: [{ id: "T", capacity: 1 }],
    orders: inputOf(0).orders.flatMap((order) =>
      order.id === "A"
        ? [
            {
              ...order,
              operations: order.operations.map((step) => ({ ...step, family: "a", secondary: tool })),
            },
          ]
        : [
            {
              ...order,
              operations: order.operations.map((step) => ({ ...step, family: "b" })),
            },
            {
              ...order,
              id: "C",
              operations: [{ id: "1", alternatives: on("N", 10), secondary: tool }],
            },
          ],
    ),
  });
  const found = await plan(problem, { iterations: 20 });
  expect(placeOf(found, "B/1")).toMatchObject({ start: 5_060, setup: 60 });
  expect(placeOf(found, "C/1")).toMatchObject({ start: 5_000 });
  expect(rulesOf(problem, found)).toEqual([]);
});

/** What a plan has begun by a moment runs with what it needs; one order of some lacks something that the rest of it needs. */
const begunWithout = (problem: Problem, found: Plan, until: number, share: number): Problem => ({
  ...problem,
  materials: [...problem.materials, { id: "NOWHERE", stock: 0, receipts: [] }],
  orders: problem.orders.map((order, index) => ({
    ...order,
    operations: order.operations.map((operation) => {
      const place = placeOf(found, `${order.id}/${operation.id}`);
      if (place && place.start < until) {
        const { resource, start, end } = place;
        return { ...operation, needs: [], fixed: { resource, start, end } };
      }
      if (index % share > 0) return operation;
      return { ...operation, needs: [{ material: "NOWHERE", quantity: 1, alternates: [] }] };
    }),
  })),
});

test("whatever has begun and whatever is missing, plans and repairs keep every rule and what has begun", async () => {
  let standing = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 3, max: 9 }),
      supplyFeaturesWithoutLags,
      fc.integer({ min: 2, max: 4 }),
      async (seed, orders, features, share) => {
        const whole = randomSupplyProblem(seed, orders, features);
        const before = await plan(whole, { constructOnly: true });
        const problem = begunWithout(whole, before, 20 * 3_600, share);
        const found = await plan(problem, { iterations: 30, seed });
        expect(rulesOf(problem, found)).toEqual([]);
        expect(found.bound).toBeLessThanOrEqual(found.objective * (1 + 1e-6) + 1e-6);
        const lacking = new Set(found.unplanned);
        standing += found.operations.filter(({ orderId }) => lacking.has(orderId)).length;
        const down = { kind: "down" as const, resource: problem.resources[0]!.id, from: 3_600, to: 40_000 };
        const scrap = { kind: "scrap" as const, material: problem.materials[1]!.id, quantity: 60 };
        const mended = await repair(problem, found, [down, scrap], { iterations: 30, seed });
        expect(rulesOf(mended.problem, mended.plan)).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
  expect(standing).toBeGreaterThan(5);
});

test("an order of which all runs that uses what others make is planned with the rest", async () => {
  const board = { material: "BOARD", quantity: 1 };
  const fact = (resource: string, start: number, more: object = {}) => ({
    id: "1",
    alternatives: on(resource, 100),
    fixed: { resource, start, end: start + 100 },
    ...more,
  });
  const order = (id: string, operation: object, more: object = {}) => ({
    id,
    release: 0,
    due: 0,
    operations: [operation],
    ...more,
  });
  const problem = parseProblem({
    resources: [{ id: "M" }, { id: "N" }],
    materials: [{ id: "BOARD" }],
    orders: [
      order("MAKER", fact("M", 0), { produces: board }),
      order("OTHER", { id: "1", alternatives: on("M", 50) }),
      order("USER", fact("N", 100, { needs: [board] })),
    ],
  });
  for (const options of [{ constructOnly: true }, { iterations: 20 }]) {
    const found = await plan(problem, options);
    expect(rulesOf(problem, found)).toEqual([]);
    expect(placeOf(found, "OTHER/1")).toMatchObject({ start: 100 });
  }
});

test("what runs together in an oven and ends apart draws its own power", async () => {
  const load = (id: string, remaining: number, power: number) => ({
    id,
    release: 0,
    due: 0,
    operations: [
      {
        id: "1",
        alternatives: on("OVEN", 2 * 3_600),
        batch: { family: "b", size: 1 },
        power,
        running: { resource: "OVEN", remaining },
      },
    ],
  });
  const problem = parseProblem({
    resources: [{ id: "OVEN", batch: { capacity: 3 } }],
    tariff: { price: 1 },
    objective: { energy: 1 },
    orders: [load("A", 3_600, 10), load("B", 3_600, 4), load("C", 7_200, 6)],
  });
  const found = await plan(problem, { iterations: 5 });
  expect(rulesOf(problem, found)).toEqual([]);
  expect(found.terms.energy).toBeCloseTo(10 + 2 * 6);
});
