import fc from "fast-check";
import { expect, test } from "vitest";
import { keyOf, type Plan, parseProblem, plan, verify, verifyObjective } from "./index.ts";
import type { ProblemInput } from "./problem.ts";
import { supplyFeatures } from "./random-features.ts";
import { randomSupplyProblem } from "./random-supply.ts";

test("whatever material a problem has, construction and search keep its rules", async () => {
  let planned = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 10 }),
      supplyFeatures,
      async (seed, orders, which) => {
        const problem = randomSupplyProblem(seed, orders, which);
        const constructed = await plan(problem, { constructOnly: true, seed });
        expect([...verify(problem, constructed), ...verifyObjective(problem, constructed)]).toEqual([]);
        const searched = await plan(problem, { iterations: 40, seed });
        expect([...verify(problem, searched), ...verifyObjective(problem, searched)]).toEqual([]);
        expect(searched.objective).toBeLessThanOrEqual(constructed.objective + 1e-9);
        expect(searched.bound).toBeLessThanOrEqual(searched.boundWithPegs + 1e-9);
        expect(searched.boundWithPegs).toBeLessThanOrEqual(searched.objective + 1e-9);
        planned += orders - constructed.unplanned.length;
      },
    ),
    { numRuns: 50 },
  );
  expect(planned).toBeGreaterThan(80);
}, 60_000);

const hour = 3_600;
type Material = NonNullable<ProblemInput["materials"]>[number];
type Need = NonNullable<ProblemInput["orders"][number]["operations"][number]["needs"]>[number];

/** Orders of one operation of two hours each, all on one resource. */
const problemOf = (
  materials: Material[],
  needs: Need[][],
  more: Partial<ProblemInput> = {},
  orders: Partial<ProblemInput["orders"][number]>[] = [],
) =>
  parseProblem({
    resources: [{ id: "M" }],
    materials,
    orders: needs.map((list, index) => ({
      id: `O${index}`,
      release: 0,
      due: 4 * hour,
      operations: [{ id: "1", alternatives: [{ resource: "M", duration: 2 * hour }], needs: list }],
      ...orders[index],
    })),
    ...more,
  });

const planned = async (problem: ReturnType<typeof problemOf>): Promise<Plan> => {
  const found = await plan(problem, { iterations: 20 });
  expect([...verify(problem, found), ...verifyObjective(problem, found)]).toEqual([]);
  return found;
};
const rulesOf = (problem: ReturnType<typeof problemOf>, found: Plan) =>
  [...new Set(verify(problem, found).map(({ rule }) => rule))].sort();
/** The plan with the allocations of one operation changed. */
const pegged = (found: Plan, key: string, change: (list: Plan["pegs"]) => object): Plan => ({
  ...found,
  pegs: new Map([...found.pegs, [key, { ...found.pegs.get(key)!, ...change(found.pegs) }]]),
});

test("only approved vendors' pieces are used, and the verifier finds others", async () => {
  const problem = problemOf(
    [
      {
        id: "LED",
        lots: [{ quantity: 9, vendor: "X" }],
        receipts: [{ time: 5 * hour, quantity: 9, vendor: "Y" }],
      },
    ],
    [[{ material: "LED", quantity: 4, vendors: ["Y"] }], [{ material: "LED", quantity: 4 }]],
  );
  const found = await planned(problem);
  expect(found.pegs.get("O0/1")).toMatchObject({ time: 5 * hour, allocations: [{ vendor: "Y" }] });
  expect(found.pegs.get("O1/1")).toMatchObject({ time: 0, allocations: [{ vendor: "X" }] });
  const wrong = pegged(found, "O0/1", () => ({
    allocations: [{ material: "LED", quantity: 4, time: 0, vendor: "X" }],
  }));
  expect(rulesOf(problem, wrong)).toEqual(["vendor"]);
  const nobody = problemOf(problem.materials, [[{ material: "LED", quantity: 4, vendors: ["Z"] }]]);
  expect((await planned(nobody)).unplanned).toEqual(["O0"]);
});

test("pieces of one bin stay together, and the verifier finds a mixture", async () => {
  const lots = [
    { quantity: 3, bin: "warm" },
    { quantity: 5, bin: "cold" },
  ];
  const receipts = [{ time: 9 * hour, quantity: 4, bin: "warm" }];
  const one: Need = { material: "LED", quantity: 4, uniform: "bin" };
  const problem = problemOf(
    [{ id: "LED", lots, receipts }],
    [[one], [one], [{ material: "LED", quantity: 3 }]],
  );
  const found = await planned(problem);
  expect(found.unplanned).toEqual([]);
  for (const key of ["O0/1", "O1/1"])
    expect(new Set(found.pegs.get(key)!.allocations.map(({ bin }) => bin)).size).toBe(1);
  const mixed = pegged(found, "O0/1", () => ({
    allocations: [
      { material: "LED", quantity: 2, time: 0, bin: "warm" },
      { material: "LED", quantity: 2, time: 0, bin: "cold" },
    ],
  }));
  expect(rulesOf(problem, mixed)).toContain("uniform");
});

test("a lot that expires goes to who can use it in time", async () => {
  const paste: Material = {
    id: "PASTE",
    lots: [{ id: "OLD", quantity: 1, expires: 3 * hour }],
    receipts: [{ id: "NEW", time: 2 * hour, quantity: 2 }],
  };
  const want: Need = { material: "PASTE", quantity: 1 };
  const problem = problemOf([paste], [[want], [want]], {}, [
    { release: 10 * hour, due: 12 * hour, weight: 9 },
  ]);
  const found = await planned(problem);
  expect(found.pegs.get("O0/1")?.allocations).toMatchObject([{ supply: "NEW" }]);
  expect(found.pegs.get("O1/1")?.allocations).toMatchObject([{ supply: "OLD", expires: 3 * hour }]);
  const late = { ...found, operations: found.operations.map((place) => ({ ...place })) };
  const old = late.operations.find(({ orderId }) => orderId === "O1")!;
  Object.assign(old, { start: old.start + 4 * hour, end: old.end + 4 * hour });
  expect(rulesOf(problem, late)).toEqual(["expired"]);
});

test("a receipt that is often late is counted on later, and one that is trusted tells its odds", async () => {
  const chip = (reliability: number): Material => ({
    id: "CHIP",
    receipts: [{ time: 5 * hour, quantity: 1, reliability, delay: 20 * hour }],
  });
  const want: Need = { material: "CHIP", quantity: 1 };
  const trusted = await planned(problemOf([chip(0.95)], [[want]]));
  expect(trusted.operations[0]).toMatchObject({ start: 5 * hour });
  expect(trusted.pegs.get("O0/1")?.allocations[0]).toMatchObject({ reliability: 0.95 });
  const doubted = problemOf([chip(0.6)], [[want]]);
  expect((await planned(doubted)).operations[0]).toMatchObject({ start: 25 * hour });
  expect(rulesOf(doubted, trusted)).toEqual(["material"]);
  const bold = problemOf([chip(0.6)], [[want]], { policy: { reliability: 0.5 } });
  expect((await planned(bold)).operations[0]).toMatchObject({ start: 5 * hour });
});

test("who uses a sub-assembly waits for the order that makes it, level by level", async () => {
  const problem = problemOf(
    [{ id: "BOARD" }, { id: "UNIT", stock: 1 }, { id: "CHIP", receipts: [{ time: 6 * hour, quantity: 5 }] }],
    [
      [{ material: "UNIT", quantity: 2 }],
      [{ material: "BOARD", quantity: 3 }],
      [{ material: "CHIP", quantity: 5 }],
    ],
    { resources: [{ id: "M" }, { id: "N" }] },
    [
      {
        weight: 9,
        operations: [
          {
            id: "1",
            alternatives: [{ resource: "N", duration: hour }],
            needs: [{ material: "UNIT", quantity: 2 }],
          },
        ],
      },
      { produces: { material: "UNIT", quantity: 4 }, due: 900 * hour },
      { produces: { material: "BOARD", quantity: 3 }, due: 900 * hour },
    ],
  );
  const found = await planned(problem);
  const ends = Object.fromEntries(found.operations.map(({ orderId, end }) => [orderId, end]));
  expect(ends).toEqual({ O2: 8 * hour, O1: 10 * hour, O0: 11 * hour });
  expect(found.pegs.get("O0/1")?.allocations).toContainEqual(
    expect.objectContaining({ material: "UNIT", order: "O1", quantity: 1 }),
  );
  const early = {
    ...found,
    operations: found.operations.map((place) =>
      place.orderId === "O0" ? { ...place, start: place.start - hour, end: place.end - hour } : place,
    ),
  };
  expect(rulesOf(problem, early)).toEqual(["material"]);
  // Without the chip nothing of the three can be made.
  const without = { ...problem, materials: problem.materials.map((item) => ({ ...item, receipts: [] })) };
  expect((await planned(without)).unplanned).toEqual(["O0", "O1", "O2"]);
});

test("nobody waits for what an order makes that lacks material, as long as others make it too", async () => {
  const board = { material: "BOARD", quantity: 3 };
  const problem = problemOf(
    [{ id: "BOARD" }, { id: "CHIP" }],
    [[board], [{ material: "CHIP", quantity: 5 }], []],
    {},
    [{}, { produces: board }, { produces: board, release: 20 * hour }],
  );
  const found = await planned(problem);
  expect(found.unplanned).toEqual(["O1"]);
  expect(found.pegs.get("O0/1")?.allocations).toMatchObject([{ order: "O2", quantity: 3 }]);
  // Who can have none of it is told what it lacks.
  const alone = { ...problem, orders: problem.orders.slice(0, 2) };
  const none = await planned(alone);
  expect(none.unplanned).toEqual(["O0", "O1"]);
  expect(none.pegs.get("O0/1")?.missing).toEqual([board]);
});

test("nobody goes without as long as there is enough for all", async () => {
  // A could have taken B's only pieces sooner than its own come.
  const problem = problemOf(
    [
      { id: "A", receipts: [{ time: 50 * hour, quantity: 4 }] },
      { id: "B", stock: 4 },
    ],
    [[{ material: "A", quantity: 4, alternates: ["B"] }], [{ material: "B", quantity: 4 }]],
    {},
    [{ weight: 1 }, { weight: 0.1, due: 1_000 * hour }],
  );
  const found = await planned(problem);
  expect(found.unplanned).toEqual([]);
  expect(found.pegs.get(keyOf("O1", "1"))?.allocations).toMatchObject([{ material: "B" }]);
});
