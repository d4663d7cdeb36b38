import fc from "fast-check";
import { expect, test } from "vitest";
import { buildModel } from "../../construct/model.ts";
import { keyOf, type PlannedOperation } from "../../plan.ts";
import type { Problem } from "../../problem.ts";
import { createRandom } from "../../random.ts";
import { randomSupplyProblem } from "../../random-supply.ts";
import { verify } from "../../verify/verify.ts";
import { pegOrders } from "../peg.ts";
import { createReservoir } from "./reservoir.ts";

const hour = 3_600;
const features = fc.record({ marks: fc.boolean(), expiry: fc.boolean(), doubt: fc.boolean() });
const aboutMaterial = new Set(["material", "vendor", "uniform"]);

/** What the verifier says about material when operations start at some times, whatever else is wrong with them. */
const wrongMaterial = (
  problem: Problem,
  keys: readonly string[],
  starts: ArrayLike<number>,
  pegs: ReturnType<typeof pegOrders>["pegs"],
  unplanned: readonly string[],
) => {
  const numbers = new Map(keys.map((key, index) => [key, index]));
  const operations = problem.orders.flatMap(({ id, operations: steps }) =>
    steps.flatMap((step): PlannedOperation[] => {
      const number = numbers.get(keyOf(id, step.id));
      if (number === undefined) return [];
      const { resource, duration } = step.alternatives[0]!;
      const start = starts[number]!;
      const place = { resource, start, end: start + duration, setup: 0, materialTime: 0 };
      return [{ orderId: id, operationId: step.id, ...place }];
    }),
  );
  return verify(problem, { operations, pegs, unplanned }).filter(({ rule }) => aboutMaterial.has(rule));
};

test("whatever is given back, drawn and put off, everyone's material is there by its start, and all of it", () => {
  let sooner = 0;
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 2, max: 14 }), features, (seed, orders, which) => {
      const problem = randomSupplyProblem(seed, orders, which);
      const { pegs } = pegOrders(problem);
      const { keys, supply, unplanned } = buildModel(problem, pegs);
      if (keys.length === 0) return;
      const reservoir = createReservoir(problem, pegs, unplanned)!;
      expect([...reservoir.materialTime]).toEqual([...supply.materialTime]);
      const { int } = createRandom(seed);
      const starts = Float64Array.from(reservoir.materialTime, (time) => time + int(3) * int(60) * hour);
      for (let round = 0; round < 30; round += 1) {
        const before = [...reservoir.materialTime];
        const [operation, other] = [int(keys.length), int(keys.length)];
        reservoir.loosen(other, starts[other]!);
        if (int(2) === 0) {
          const mark = reservoir.mark();
          if (reservoir.sooner(operation, int(40) * hour)) sooner += 1;
          else expect(reservoir.mark()).toBe(mark);
        } else {
          reservoir.release(operation);
          expect(reservoir.draw(operation, int(40) * hour)).toBe(true);
        }
        if (int(3) === 0) {
          reservoir.back(0);
          expect([...reservoir.materialTime]).toEqual(before);
          continue;
        }
        starts[operation] = Math.max(starts[operation]!, reservoir.materialTime[operation]!);
        reservoir.accept();
        expect(reservoir.materialTime.every((time, at) => time <= starts[at]!)).toBe(true);
      }
      const found = reservoir.pegs(starts, reservoir.snapshot());
      expect(wrongMaterial(problem, keys, starts, found, unplanned)).toEqual([]);
      for (const [at, key] of keys.entries()) expect(found.get(key)!.time).toBeLessThanOrEqual(starts[at]!);
      for (const id of unplanned)
        for (const step of problem.orders.find((order) => order.id === id)!.operations)
          expect(found.get(keyOf(id, step.id))!.missing).toEqual(pegs.get(keyOf(id, step.id))!.missing);
    }),
    { numRuns: 150 },
  );
  expect(sooner).toBeGreaterThan(100);
}, 60_000);

/** Two orders of one operation each, for ten pieces: ten are in stock, ten come after ten hours. */
const twoOrders: Problem = {
  resources: [{ id: "M", calendar: [] }],
  setups: [],
  materials: [{ id: "A", stock: 10, receipts: [{ time: 10 * hour, quantity: 10 }] }],
  orders: ["LATE", "HAS"].map((id) => ({
    id,
    weight: 1,
    release: 0,
    due: 4 * hour,
    operations: [
      {
        id: "1",
        lag: 0,
        alternatives: [{ resource: "M", duration: hour }],
        needs: [{ material: "A", quantity: 10, alternates: [] }],
      },
    ],
  })),
};
const pegOf = (time: number) => ({
  time,
  allocations: [{ material: "A", quantity: 10, time }],
  missing: [],
});
const pegs = new Map([
  ["LATE/1", pegOf(10 * hour)],
  ["HAS/1", pegOf(0)],
]);

test("who starts when other pieces have come leaves its own to who waits", () => {
  const reservoir = createReservoir(twoOrders, pegs, [])!;
  expect(reservoir.sooner(0, 0)).toBe(false);
  expect(reservoir.lacks(0, 2 * hour)).toEqual([{ need: 0, pieces: 10 }]);
  expect(reservoir.holders(0, 2 * hour, () => 0)).toEqual([{ operation: 1, pieces: 10 }]);
  reservoir.loosen(1, 9 * hour);
  expect(reservoir.sooner(0, 0)).toBe(false);
  reservoir.loosen(1, 12 * hour);
  expect(reservoir.sooner(0, 0)).toBe(true);
  expect([...reservoir.materialTime]).toEqual([0, 10 * hour]);
  const found = reservoir.pegs([0, 12 * hour], reservoir.snapshot());
  expect(["LATE/1", "HAS/1"].map((key) => found.get(key)!.time)).toEqual([0, 10 * hour]);
});

test("pegs of pieces that are not there give no reservoir", () => {
  expect(createReservoir(twoOrders, new Map([...pegs, ["LATE/1", pegOf(0)]]), [])).toBeUndefined();
  expect(createReservoir(twoOrders, new Map([...pegs, ["LATE/1", pegOf(hour)]]), [])).toBeUndefined();
});
