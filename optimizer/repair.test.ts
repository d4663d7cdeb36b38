import { expect, test } from "vitest";
import { type Problem, plan, promise, repair, verify } from "./index.ts";
import { randomProblem } from "./random-problem.ts";

const hour = 3_600;
const planned = async (seed: number, orders = 25) => {
  const problem = randomProblem(seed, orders);
  return { problem, before: await plan(problem, { iterations: 300, seed }) };
};
const rush: Problem["orders"][number] = {
  id: "RUSH",
  weight: 9,
  release: 0,
  due: 20 * hour,
  operations: ["A", "B", "C"].map((stage) => ({
    id: stage,
    family: `${stage}-f0`,
    lag: 0,
    needs: [],
    alternatives: [
      { resource: `${stage}1`, duration: hour },
      { resource: `${stage}3`, duration: hour },
    ],
  })),
};

test.each([1, 2, 3, 4, 5, 6])(
  "problem %i: a promise fits into the plan without moving anything",
  async (seed) => {
    const { problem, before } = await planned(seed);
    const inquiry = {
      ...rush,
      operations: rush.operations.map((operation, index) => ({
        ...operation,
        needs: index === 0 ? [{ material: "M3", quantity: 5, alternates: ["M11"] }] : [],
      })),
    };
    const found = promise(problem, before, inquiry);
    if (found.end === undefined) return expect(["missing", "capacity"]).toContain(found.binding.kind);
    expect(found.end).toBe(found.operations.at(-1)?.end);
    const extended = {
      ...problem,
      orders: [
        ...problem.orders,
        { ...inquiry, operations: inquiry.operations.map((operation) => ({ ...operation, needs: [] })) },
      ],
    };
    expect(verify(extended, { ...before, operations: [...before.operations, ...found.operations] })).toEqual(
      [],
    );
  },
);

test("a promise tells what holds it back", async () => {
  const { problem, before } = await planned(2);
  const first = rush.operations[0]!;
  const wanting = {
    ...rush,
    operations: [{ ...first, needs: [{ material: "M0", quantity: 900_000_000, alternates: [] }] }],
  };
  expect(promise(problem, before, wanting)).toMatchObject({
    end: undefined,
    binding: { kind: "missing", material: "M0" },
  });
});

test.each([1, 2, 3, 4])(
  "problem %i: a broken machine is worked around, and what is frozen stays",
  async (seed) => {
    const { problem, before } = await planned(seed);
    const frozenUntil = 6 * hour;
    const down = { kind: "down", resource: "B1", from: 10 * hour, to: 30 * hour } as const;
    const {
      plan: after,
      problem: changed,
      moved,
    } = await repair(problem, before, [down], { iterations: 200, frozenUntil });
    expect(verify(changed, after)).toEqual([]);
    const oldOf = new Map(
      before.operations.map((operation) => [`${operation.orderId}/${operation.operationId}`, operation]),
    );
    for (const operation of after.operations) {
      const old = oldOf.get(`${operation.orderId}/${operation.operationId}`)!;
      const wasDown = old.resource === "B1" && old.start < down.to && old.end > down.from;
      if (old.start < frozenUntil && !wasDown)
        expect(operation).toMatchObject({ resource: old.resource, start: old.start, end: old.end });
    }
    expect(moved).toBeGreaterThan(0);
  },
);

test("a rush order goes in, late material pushes its orders, and nothing happening moves nothing", async () => {
  const { problem, before } = await planned(9);
  const { plan: withRush, problem: changed } = await repair(
    problem,
    before,
    [{ kind: "rush", order: rush }],
    { iterations: 300 },
  );
  expect(verify(changed, withRush)).toEqual([]);
  expect(withRush.operations.some(({ orderId }) => orderId === "RUSH")).toBe(true);
  const receipt = problem.materials[5]!.receipts[0]!;
  const late = await repair(
    problem,
    before,
    [{ kind: "late", material: "M5", from: receipt.time, to: receipt.time + 200 * hour }],
    { iterations: 50 },
  );
  expect(verify(late.problem, late.plan)).toEqual([]);
  expect((await repair(problem, before, [], { iterations: 0 })).plan.objective).toBeLessThanOrEqual(
    before.objective * 1.001 + 1e-6,
  );
});
