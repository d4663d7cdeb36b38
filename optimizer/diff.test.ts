import { expect, test } from "vitest";
import { comparePlans, type Plan, plan } from "./index.ts";
import { randomProblem } from "./random-problem.ts";

test("a plan does not differ from itself", async () => {
  const problem = randomProblem(2, 12);
  const found = await plan(problem, { constructOnly: true });
  expect(comparePlans(found, found)).toMatchObject({
    operations: [],
    orders: [],
    resources: [],
    same: found.operations.length,
    objective: 0,
    terms: { tardiness: 0, setup: 0 },
  });
});

const terms = { tardiness: 0, setup: 0, energy: 0, flow: 0 } as Plan["terms"];
const at = (orderId: string, operationId: string, resource: string, start: number, end: number) => ({
  orderId,
  operationId,
  resource,
  start,
  end,
  setup: 0,
  materialTime: 0,
});

test("each kind of change is told by operation, order and resource", () => {
  const before = {
    operations: [
      at("STAYS", "A", "R1", 0, 3_600),
      at("LATER", "A", "R1", 3_600, 7_200),
      at("EARLIER", "A", "R2", 7_200, 10_800),
      at("MOVED", "A", "R1", 10_800, 14_400),
      at("GONE", "A", "R2", 0, 3_600),
    ],
    unplanned: [],
    objective: 10,
    terms: { ...terms, tardiness: 10 },
  };
  const after = {
    operations: [
      at("STAYS", "A", "R1", 0, 3_600),
      at("LATER", "A", "R1", 5_400, 9_000),
      at("EARLIER", "A", "R2", 3_600, 7_200),
      at("MOVED", "A", "R2", 10_800, 14_400),
      at("NEW", "A", "R1", 20_000, 27_200),
    ],
    unplanned: [],
    objective: 4,
    terms: { ...terms, tardiness: 4 },
  };
  const diff = comparePlans(before, after);
  expect(diff.same).toBe(1);
  expect(diff.objective).toBe(-6);
  expect(diff.terms.tardiness).toBe(-6);
  expect(diff.operations.map(({ orderId, kind, shift }) => [orderId, kind, shift])).toEqual([
    ["LATER", "later", 1_800],
    ["EARLIER", "earlier", -3_600],
    ["MOVED", "moved", 0],
    ["NEW", "new", 0],
    ["GONE", "gone", 0],
  ]);
  expect(diff.orders).toContainEqual({
    orderId: "LATER",
    kind: "later",
    shift: 1_800,
    endBefore: 7_200,
    endAfter: 9_000,
    operations: 1,
  });
  expect(diff.orders).toContainEqual({
    orderId: "NEW",
    kind: "new",
    shift: 0,
    endAfter: 27_200,
    operations: 1,
  });
  expect(diff.resources).toEqual([
    { resource: "R1", gained: 1, lost: 1, later: 1, earlier: 0, hours: 1 },
    { resource: "R2", gained: 1, lost: 1, later: 0, earlier: 1, hours: 0 },
  ]);
});
