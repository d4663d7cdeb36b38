import { expect, test } from "vitest";
import { parseProblem, plan, verify } from "../index.ts";

const hour = 3_600;
const work = (id: string, resource: string, more: object = {}) => ({
  id,
  alternatives: [{ resource, duration: hour }],
  ...more,
});
const needs = [{ material: "A", quantity: 1 }];

test("what must follow a job that runs gets its material before a more urgent order that can wait", async () => {
  const problem = parseProblem({
    resources: [{ id: "PRINT" }, { id: "PLACE" }, { id: "OTHER" }],
    materials: [{ id: "A", stock: 1, receipts: [{ time: 50 * hour, quantity: 9 }] }],
    orders: [
      {
        id: "PASTED",
        release: 0,
        due: 90 * hour,
        weight: 1,
        operations: [
          work("1", "PRINT", { running: { resource: "PRINT", remaining: hour }, maxLag: 2 * hour }),
          work("2", "PLACE", { needs }),
        ],
      },
      { id: "URGENT", release: 0, due: hour, weight: 9, operations: [work("1", "OTHER", { needs })] },
    ],
  });
  const found = await plan(problem, { iterations: 50 });
  expect(verify(problem, found)).toEqual([]);
  expect(found.operations.map(({ orderId, start }) => [orderId, start / hour])).toEqual([
    ["PASTED", 0],
    ["PASTED", 1],
    ["URGENT", 50],
  ]);
});
