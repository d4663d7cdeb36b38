import { expect, test } from "vitest";
import { parseProblem, plan, repair, verify } from "./index.ts";

const order = (id: string, steps: readonly string[], material?: string) => ({
  id,
  release: 0,
  due: 100,
  operations: steps.map((step) => ({
    id: step,
    alternatives: [{ resource: "M", duration: 100 }],
    ...(material ? { needs: [{ material, quantity: 1 }] } : {}),
  })),
});
const problemOf = (...orders: ReturnType<typeof order>[]) => ({
  resources: [{ id: "M" }, { id: "N" }],
  materials: [{ id: "P", stock: 2 }],
  orders,
});

test("ids of orders and operations may have any letters", async () => {
  const problem = parseProblem(problemOf(order("WO/7", ["10/A", "20"], "P"), order("B", ["x/y/z"])));
  const found = await plan(problem, { constructOnly: true });
  expect(found.operations.map(({ orderId, operationId }) => [orderId, operationId])).toEqual([
    ["WO/7", "10/A"],
    ["WO/7", "20"],
    ["B", "x/y/z"],
  ]);
  expect(verify(problem, found)).toEqual([]);
  // What is frozen of an order whose material is gone does not stay.
  const scrap = { kind: "scrap", material: "P", quantity: 2 } as const;
  const mended = await repair(problem, found, [scrap], { iterations: 5, frozenUntil: 150 });
  expect(mended.plan.unplanned).toEqual(["WO/7"]);
  expect(verify(mended.problem, mended.plan)).toEqual([]);
});

test("two operations that a plan could not tell apart are refused", () => {
  expect(() => parseProblem(problemOf(order("A", ["1/2"]), order("A/1", ["2"])))).toThrow(
    'orders.1.operations.0.id: A/1/2 is an operation of A too; write one of them without "/"',
  );
});
