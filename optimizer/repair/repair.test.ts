import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Disruption,
  disrupt,
  keyOf,
  type Problem,
  parseProblem,
  plan,
  repair,
  verify,
  verifyObjective,
} from "../index.ts";
import { createRandom } from "../random.ts";
import { supplyFeatures } from "../random-features.ts";
import { randomProblem, rushOrder } from "../random-problem.ts";
import { randomSupplyProblem } from "../random-supply.ts";

const hour = 3_600;
const kinds: fc.Arbitrary<Disruption["kind"][]> = fc.uniqueArray(
  fc.constantFrom<Disruption["kind"]>("down", "absent", "late", "scrap", "rush", "cancel"),
  { minLength: 1, maxLength: 3 },
);

const randomDisruption = (problem: Problem, kind: Disruption["kind"], seed: number): Disruption[] => {
  const { int } = createRandom(seed);
  const from = int(20) * hour;
  const times = { from, to: from + (1 + int(20)) * hour };
  const material = problem.materials[int(problem.materials.length)]!;
  const order = problem.orders[int(problem.orders.length)]!;
  const secondary = problem.secondaryResources?.[0];
  switch (kind) {
    case "down":
      return [{ kind, resource: problem.resources[int(problem.resources.length)]!.id, ...times }];
    case "absent":
      return secondary ? [{ kind, resource: secondary.id, units: 1, ...times }] : [];
    case "late": {
      const [receipt] = material.receipts;
      return receipt
        ? [{ kind, material: material.id, from: receipt.time, to: receipt.time + int(90) * hour }]
        : [];
    }
    case "scrap":
      return [{ kind, material: material.id, quantity: 1 + int(60) }];
    case "rush": {
      const { produces: _produces, ...like } = order;
      return [{ kind, order: { ...like, id: "RUSH", weight: 9, due: 10 * hour } }];
    }
    case "cancel":
      return order.produces ? [] : [{ kind, order: order.id }];
  }
};

test("whatever happens to whatever plan, what comes out keeps every rule and what is frozen", async () => {
  let moved = 0;
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 3, max: 10 }),
      supplyFeatures,
      kinds,
      fc.constantFrom(0, 6 * hour),
      async (seed, orders, which, happened, frozenUntil) => {
        const problem = randomSupplyProblem(seed, orders, which);
        const before = await plan(problem, { constructOnly: true, seed });
        const disruptions = happened.flatMap((kind, index) => randomDisruption(problem, kind, seed + index));
        const mended = await repair(problem, before, disruptions, { iterations: 5, seed, frozenUntil });
        expect([
          ...verify(mended.problem, mended.plan),
          ...verifyObjective(mended.problem, mended.plan),
        ]).toEqual([]);
        expect(mended.plan.bound).toBeLessThanOrEqual(mended.plan.boundWithPegs + 1e-9);
        expect(mended.plan.boundWithPegs).toBeLessThanOrEqual(mended.plan.objective + 1e-9);
        moved += mended.moved;
        kept += mended.plan.operations.length - mended.moved;
      },
    ),
    { numRuns: 60 },
  );
  expect(moved).toBeGreaterThan(30);
  expect(kept).toBeGreaterThan(moved);
}, 60_000);

test("nothing that happens moves nothing", async () => {
  const problem = randomSupplyProblem(7, 12, { secondary: true, batch: true, marks: true });
  const before = await plan(problem, { iterations: 100 });
  const { plan: after, moved, affected } = await repair(problem, before, [], { iterations: 3 });
  expect({ moved, affected }).toEqual({ moved: 0, affected: 0 });
  expect(after.operations).toEqual(before.operations);
});

const crew = (away: { from: number; to: number; units: number }[]) =>
  parseProblem({
    resources: [{ id: "M1" }, { id: "M2" }],
    secondaryResources: [{ id: "OPERATOR", capacity: 2, away }],
    orders: ["A", "B"].map((id) => ({
      id,
      release: 0,
      due: 4 * hour,
      operations: [
        {
          id: "1",
          alternatives: [
            { resource: "M1", duration: 4 * hour },
            { resource: "M2", duration: 4 * hour },
          ],
          secondary: [{ resource: "OPERATOR", units: 1 }],
        },
      ],
    })),
  });

test("with an operator absent one machine at a time works, and the verifier sees to it", async () => {
  const all = crew([]);
  const before = await plan(all, { constructOnly: true });
  expect(before.objective).toBe(0);
  const absent = { kind: "absent", resource: "OPERATOR", units: 1, from: 0, to: 20 * hour } as const;
  const { plan: after, problem } = await repair(all, before, [absent], { iterations: 5 });
  expect(verify(problem, after)).toEqual([]);
  expect(after.terms.tardiness).toBe(4);
  expect(verify(problem, before).map(({ rule }) => rule)).toEqual(["secondary"]);
  // From the start it comes to the same.
  expect((await plan(crew([{ from: 0, to: 20 * hour, units: 1 }]), { constructOnly: true })).objective).toBe(
    4,
  );
});

test("who is away twice at once is away until the later end", async () => {
  const absent = (from: number, to: number) =>
    ({ kind: "absent", resource: "OPERATOR", units: 2, from: from * hour, to: to * hour }) as const;
  const all = crew([]);
  const before = await plan(all, { constructOnly: true });
  const { plan: after, problem } = await repair(all, before, [absent(0, 8), absent(6, 20)], {
    iterations: 5,
  });
  expect(verify(problem, after)).toEqual([]);
  expect(after.operations.map(({ start }) => start)).toEqual([20 * hour, 20 * hour]);
});

test("what is not hit by a broken machine stays where and when it was", async () => {
  const problem = randomSupplyProblem(11, 20, {});
  const before = await plan(problem, { iterations: 200 });
  const down = { kind: "down", resource: "A1", from: 5 * hour, to: 9 * hour } as const;
  const {
    plan: after,
    movedUnaffected,
    affected,
  } = await repair(problem, before, [down], { iterations: 50 });
  const old = new Map(before.operations.map((place) => [keyOf(place.orderId, place.operationId), place]));
  const changed = after.operations.filter(({ orderId, operationId, start, resource }) => {
    const place = old.get(keyOf(orderId, operationId));
    return place?.start !== start || place.resource !== resource;
  });
  expect(affected).toBeGreaterThan(0);
  expect(changed.length).toBeLessThanOrEqual(affected + movedUnaffected);
});

test("a disruption that names what is not there is refused with its place", () => {
  const problem = crew([]);
  const tries: [Disruption, string][] = [
    [{ kind: "down", resource: "M9", from: 0, to: 1 }, "disruptions.0.resource: there is no resource M9"],
    [{ kind: "down", resource: "M1", from: 5, to: 5 }, "disruptions.0.to: must be after from"],
    [{ kind: "down", resource: "M1", from: -5, to: 5 }, "disruptions.0.from"],
    [{ kind: "absent", resource: "M1", units: 1, from: 0, to: 5 }, "there is no secondary resource M1"],
    [{ kind: "late", material: "P", from: 0, to: 5 }, "there is no material P"],
    [{ kind: "scrap", material: "P", quantity: 0 }, "disruptions.0.quantity"],
    [{ kind: "cancel", order: "Z" }, "disruptions.0.order: there is no order Z"],
    [{ kind: "rush", order: { id: "R" } as never }, "orders.0.operations"],
    [{ kind: "flood" } as never, "disruptions.0"],
  ];
  for (const [disruption, told] of tries) expect(() => disrupt(problem, [disruption])).toThrow(told);
});

test("of two receipts that were to come together the one that is named is late, and the other's order stays", async () => {
  const receipts = ["RC-1", "RC-2"].map((id) => ({ id, time: 10 * hour, quantity: 5 }));
  const made = (id: string) => ({
    id,
    release: 0,
    due: 20 * hour,
    operations: [
      { id: "1", alternatives: [{ resource: "M", duration: hour }], needs: [{ material: "P", quantity: 5 }] },
    ],
  });
  const problem = parseProblem({
    resources: [{ id: "M" }],
    materials: [{ id: "P", receipts }],
    orders: [made("A"), made("B")],
  });
  const before = await plan(problem, { constructOnly: true });
  const late = { kind: "late", material: "P", receipt: "RC-2", from: 10 * hour, to: 15 * hour } as const;
  const { plan: after, problem: now } = await repair(problem, before, [late], { iterations: 5 });
  expect(now.materials[0]!.receipts.map(({ time }) => time / hour)).toEqual([10, 15]);
  expect(after.operations.map(({ start }) => start / hour).sort((a, b) => a - b)).toEqual([10, 15]);
});

const planned = async (seed: number, orders = 25) => {
  const problem = randomProblem(seed, orders);
  return { problem, before: await plan(problem, { iterations: 300, seed }) };
};
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
    [{ kind: "rush", order: rushOrder }],
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
