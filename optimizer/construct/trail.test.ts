import fc from "fast-check";
import { expect, test } from "vitest";
import { pegOrders } from "../peg/peg.ts";
import { parseProblem } from "../problem.ts";
import { createRandom } from "../random.ts";
import { randomProblem } from "../random-problem.ts";
import { createAppendingDecoder } from "./append.ts";
import { dispatch } from "./dispatch.ts";
import { buildModel } from "./model.ts";
import { emptySchedule } from "./schedule.ts";
import { createTrail } from "./trail.ts";

test("after any changes the trail's schedule and cost are those of the whole sequence decoded", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 2, max: 150 }), fc.boolean(), (seed, orders, flows) => {
      const base = randomProblem(seed, orders);
      const problem = parseProblem(
        flows
          ? {
              ...base,
              objective: { tardiness: 1, setup: 1, flow: 0.5, promise: 2, change: 0.3 },
              orders: base.orders.map((order, index) => ({
                ...order,
                ...(index % 2 === 0 ? { promised: 20 * 3_600 } : {}),
                operations: order.operations.map((operation) => ({
                  ...operation,
                  previous: { resource: operation.alternatives[0]!.resource, start: 3_600 * index },
                })),
              })),
            }
          : base,
      );
      const model = buildModel(problem, pegOrders(problem).pegs);
      if (model.keys.length < 2) return;
      const trail = createTrail(model, dispatch(model, "due"), Number.POSITIVE_INFINITY);
      const decode = createAppendingDecoder(model);
      const whole = emptySchedule(model);
      const { int } = createRandom(seed);
      for (let step = 0; step < 30; step += 1) {
        const size = 2 + int(Math.min(20, trail.sequence.length - 1));
        const from = int(trail.sequence.length - size + 1);
        const stretch = trail.sequence.slice(from, from + size);
        for (let at = size - 1; at > 0; at -= 1) {
          const other = int(at + 1);
          [stretch[at], stretch[other]] = [stretch[other]!, stretch[at]!];
        }
        const before = trail.schedule.cost;
        const changed = Int32Array.from(trail.sequence);
        changed.set(stretch, from);
        const delta = trail.attempt(from, stretch);
        const cost = decode(changed, whole);
        expect(before + delta).toBeCloseTo(cost, 6);
        if (int(2) === 0) continue;
        trail.accept();
        expect(trail.sequence).toEqual(changed);
        expect(trail.schedule.start).toEqual(whole.start);
        expect(trail.schedule.end).toEqual(whole.end);
        expect(trail.schedule.resource).toEqual(whole.resource);
        expect(trail.schedule.setup).toEqual(whole.setup);
        for (const [position, operation] of trail.operationAt.entries())
          expect(trail.positionOf[operation]).toBe(position);
      }
    }),
    { numRuns: 20 },
  );
});
