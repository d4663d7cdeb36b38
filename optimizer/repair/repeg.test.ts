import { expect, test } from "vitest";
import { type Disruption, type Peg, parseProblem, plan, repair, verify } from "../index.ts";
import { repeg } from "./repeg.ts";

const hour = 3_600;

const plant = (receipt: number) =>
  parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }],
    materials: [{ id: "P", stock: 5, receipts: [{ time: receipt, quantity: 5 }] }],
    orders: [
      { id: "LIGHT", weight: 1, resource: "M1" },
      { id: "HEAVY", weight: 9, resource: "M2" },
    ].map(({ id, weight, resource }) => ({
      id,
      weight,
      release: 0,
      due: 40 * hour,
      operations: [
        {
          id: "1",
          alternatives: [{ resource, duration: 2 * hour }],
          needs: [{ material: "P", quantity: 5 }],
        },
      ],
    })),
  });
const held = (time: number): Peg => ({
  time,
  allocations: [{ material: "P", quantity: 5, time }],
  missing: [],
});

test("a receipt too late for a place goes to whom the loss of its place costs less, however short the delay", () => {
  const before = 3 * hour;
  const after = 5 * hour;
  const placed = (orderId: string, resource: string) => ({
    orderId,
    operationId: "1",
    resource,
    start: 4 * hour,
    end: 6 * hour,
    setup: 0,
    materialTime: 0,
  });
  const plan = {
    operations: [placed("LIGHT", "M1"), placed("HEAVY", "M2")],
    unplanned: [],
    pegs: new Map([
      ["LIGHT/1", held(0)],
      ["HEAVY/1", held(before)],
    ]),
  };
  const timesOf = (receipt: number) => {
    const { pegs } = repeg(plant(receipt), plan as never, { spoilt: new Set() });
    return ["LIGHT/1", "HEAVY/1"].map((key) => pegs.get(key)!.time);
  };
  expect(timesOf(before)).toEqual([0, before]);
  // Both would be on time by far all the same, but whoever is not there at four loses its turn.
  expect(timesOf(after)).toEqual([after, 0]);
  // In time for the places, everyone keeps its own.
  expect(timesOf(4 * hour)).toEqual([0, 4 * hour]);
});

const board = { material: "BOARD", quantity: 1 };
const user = (id: string, more: object = {}) => ({
  id,
  release: 0,
  due: 0,
  operations: [{ id: "1", alternatives: [{ resource: id, duration: hour }], needs: [board], ...more }],
});

test("a fact that has begun before its pieces come takes nobody else's for that", async () => {
  const problem = parseProblem({
    resources: [{ id: "FACT" }, { id: "NEXT" }],
    materials: [
      {
        id: "BOARD",
        receipts: [
          { id: "R1", time: 5 * hour, quantity: 1 },
          { id: "R2", time: 10 * hour, quantity: 1 },
        ],
      },
    ],
    orders: [user("FACT", { fixed: { resource: "FACT", start: 0, end: hour } }), user("NEXT")],
  });
  const first = await plan(problem, { constructOnly: true });
  const pegTo = (supply: string, time: number): Peg => ({
    time,
    critical: "BOARD",
    missing: [],
    allocations: [{ ...board, supply, time }],
  });
  const before = {
    ...first,
    operations: first.operations.map((place) =>
      place.orderId === "NEXT"
        ? { ...place, start: 5 * hour, end: 6 * hour, materialTime: 5 * hour }
        : { ...place, materialTime: 10 * hour },
    ),
    pegs: new Map([
      ["FACT/1", pegTo("R2", 10 * hour)],
      ["NEXT/1", pegTo("R1", 5 * hour)],
    ]),
  };
  const { plan: mended } = await repair(problem, before, [], { iterations: 5 });
  expect(verify(problem, mended)).toEqual([]);
  expect(mended.operations.find(({ orderId }) => orderId === "NEXT")).toMatchObject({
    start: 5 * hour,
    materialTime: 5 * hour,
  });
});

test.each([
  ["has expired when it comes", 8],
  ["has expired when anybody could use it", 11],
])("a receipt that %s is of no use, however many have lost their pieces", async (_, expires) => {
  const ids = ["A", "B", "C", "D", "E", "F"];
  const problem = parseProblem({
    resources: ids.map((id) => ({ id })),
    materials: [
      { id: "BOARD", stock: 6, receipts: [{ time: 10 * hour, quantity: 1, expires: expires * hour }] },
    ],
    orders: ids.map((id) => user(id)),
  });
  const before = await plan(problem, { constructOnly: true });
  const happened: Disruption[] = [
    ...ids.map((resource) => ({ kind: "down", resource, from: 0, to: 20 * hour }) as const),
    { kind: "scrap", material: "BOARD", quantity: 6 },
  ];
  const { plan: mended, problem: after } = await repair(problem, before, happened, { iterations: 5 });
  expect(verify(after, mended)).toEqual([]);
  expect(mended.unplanned).toEqual(ids);
});

test("who shares what is left has no more of a receipt than it brings, whatever has expired beside it", async () => {
  const problem = parseProblem({
    resources: ["A", "B"].map((id) => ({ id })),
    materials: [
      {
        id: "BOARD",
        stock: 2,
        receipts: [
          { id: "STALE", time: 5 * hour, quantity: 1, expires: hour },
          { id: "R1", time: 10 * hour, quantity: 1 },
          { id: "R2", time: 20 * hour, quantity: 1 },
        ],
      },
    ],
    orders: ["A", "B"].map((id) => user(id)),
  });
  const before = await plan(problem, { constructOnly: true });
  const scrap = { kind: "scrap", material: "BOARD", quantity: 2 } as const;
  const { plan: mended, problem: after } = await repair(problem, before, [scrap], { iterations: 5 });
  expect(verify(after, mended)).toEqual([]);
  expect(mended.operations.map(({ start }) => start / hour).sort((a, b) => a - b)).toEqual([10, 20]);
});

const on = (resource: string, id: string, more: object = {}) => ({
  id,
  alternatives: [{ resource, duration: hour }],
  ...more,
});
const needing = (material: string, quantity: number) => ({ needs: [{ material, quantity }] });
const down: Disruption[] = [{ kind: "down", resource: "M3", from: 90 * hour, to: 91 * hour }];

test("an order that lacks something all the same takes nothing from one that has its kit", async () => {
  const problem = parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }, { id: "M3" }],
    materials: [
      { id: "P", receipts: [{ time: 5 * hour, quantity: 3 }] },
      { id: "NEVER", stock: 0 },
    ],
    orders: [
      {
        id: "LACKS",
        weight: 9,
        release: 0,
        due: hour,
        operations: [on("M1", "1", needing("P", 2)), on("M1", "2", needing("NEVER", 1))],
      },
      { id: "HAS", weight: 1, release: 0, due: 90 * hour, operations: [on("M2", "1", needing("P", 3))] },
    ],
  });
  const before = await plan(problem, { constructOnly: true });
  expect(before.unplanned).toEqual(["LACKS"]);
  const { plan: mended } = await repair(problem, before, down, { iterations: 10 });
  expect(mended.unplanned).toEqual(["LACKS"]);
});

test("what an order without a plan would make is not counted on, though a part of it runs", async () => {
  const problem = parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }, { id: "M3" }],
    materials: [
      { id: "KIT", receipts: [{ time: 6 * hour, quantity: 1 }] },
      { id: "NEVER", stock: 0 },
    ],
    orders: [
      {
        id: "MAKER",
        release: 0,
        due: hour,
        produces: { material: "KIT", quantity: 5 },
        operations: [
          on("M1", "1", { running: { resource: "M1", remaining: hour } }),
          on("M1", "2", needing("NEVER", 1)),
        ],
      },
      { id: "USER", release: 0, due: 90 * hour, operations: [on("M2", "1", needing("KIT", 1))] },
    ],
  });
  const before = await plan(problem, { constructOnly: true });
  expect(before.unplanned).toEqual(["MAKER"]);
  const user = problem.orders[1]!;
  const rush: Disruption = { kind: "rush", order: { ...user, due: 2 * hour } };
  const { plan: mended, problem: after } = await repair(problem, { ...before, pegs: new Map() }, [rush], {
    iterations: 10,
  });
  expect(mended.unplanned).toEqual(["MAKER"]);
  expect(verify(after, mended)).toEqual([]);
});

test("whoever waited for what an order makes that falls out gets what is there or comes instead", async () => {
  const problem = parseProblem({
    resources: ["MAKER", "USER"].map((id) => ({ id })),
    materials: [
      { id: "ROD", stock: 1 },
      { id: "BOARD", receipts: [{ time: 10 * hour, quantity: 1 }] },
    ],
    orders: [
      {
        id: "MAKER",
        release: 0,
        due: 0,
        produces: board,
        operations: [
          {
            id: "1",
            alternatives: [{ resource: "MAKER", duration: hour }],
            needs: [{ material: "ROD", quantity: 1 }],
          },
        ],
      },
      user("USER"),
    ],
  });
  const before = await plan(problem, { iterations: 5 });
  expect(before.pegs.get("USER/1")!.allocations).toMatchObject([{ order: "MAKER" }]);
  const scrap: Disruption = { kind: "scrap", material: "ROD", quantity: 1 };
  const { plan: after, problem: disrupted } = await repair(problem, before, [scrap], { iterations: 5 });
  expect(verify(disrupted, after)).toEqual([]);
  expect(after.unplanned).toEqual(["MAKER"]);
  expect(after.operations).toMatchObject([{ orderId: "USER", start: 10 * hour }]);
});
