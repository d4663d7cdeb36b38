import { expect, test } from "vitest";
import { parseProblem, plan, repair, verify } from "../index.ts";

const hour = 3_600;
const slot = 2 * hour;

/** A machine that is full: each order is released when its place begins, and due when that ends. */
const full = (orders: number, relaxed: number) =>
  parseProblem({
    resources: [{ id: "M" }],
    orders: Array.from({ length: orders }, (_, at) => ({
      id: `O${at}`,
      weight: at === 0 ? 9 : 1,
      release: at * slot,
      due: at === relaxed ? 50 * slot : (at + 1) * slot,
      operations: [{ id: "1", alternatives: [{ resource: "M", duration: slot }] }],
    })),
  });

test("who is hit takes the place of others who lose less, and no more move than may", async () => {
  const relaxed = 6;
  const problem = full(12, relaxed);
  const before = await plan(problem, { iterations: 50 });
  expect(before.objective).toBe(0);
  const down = { kind: "down", resource: "M", from: 0, to: slot } as const;
  // Eleven are not hit: three of them may move, where all would have to for the urgent one alone to come next.
  const mended = await repair(problem, before, [down], { iterations: 2_000, mostMoved: 0.3 });
  expect(verify(mended.problem, mended.plan)).toEqual([]);
  expect(mended.affected).toBe(1);
  expect(mended.movedUnaffected).toBeLessThanOrEqual(3);
  const startOf = (id: string) => mended.plan.operations.find(({ orderId }) => orderId === id)!.start;
  // Whom it puts out takes, at once or by way of another, the place of the one that has time, and that comes behind all.
  expect(startOf("O0")).toBe(slot);
  expect(startOf(`O${relaxed}`)).toBe(12 * slot);
  expect(mended.plan.terms.tardiness).toBe(9 * 2 + 10);
});
