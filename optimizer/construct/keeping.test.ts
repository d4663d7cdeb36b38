import { expect, test } from "vitest";
import { type Problem, parseProblem, plan, verify } from "../index.ts";
import { randomSupplyProblem } from "../random-supply.ts";

const hour = 3_600;
const step = (hours: number, needs: object[] = []) => [
  { id: "1", alternatives: [{ resource: "M", duration: hours * hour }], needs },
];

/** Three urgent orders of eight hours each that need nothing, and one of an hour that is due much later and needs a piece that expires. */
const withOld = (receipts: object[] = []): Problem =>
  parseProblem({
    resources: [{ id: "M" }],
    materials: [{ id: "P", lots: [{ id: "OLD", quantity: 1, expires: 6 * hour }], receipts }],
    orders: [
      ...["A", "B", "C"].map((id, at) => ({
        id,
        release: 0,
        due: 8 * hour * (at + 1),
        weight: 9,
        operations: step(8),
      })),
      {
        id: "X",
        release: 0,
        due: 60 * hour,
        weight: 1,
        operations: step(1, [{ material: "P", quantity: 1 }]),
      },
    ],
  });

test("who would be left out starts before the only piece expires that it could use", async () => {
  const problem = withOld();
  for (const options of [{ constructOnly: true }, { iterations: 50 }]) {
    const found = await plan(problem, options);
    expect(verify(problem, found)).toEqual([]);
    expect(found.unplanned).toEqual([]);
    expect(found.operations.find(({ orderId }) => orderId === "X")!.start).toBeLessThanOrEqual(6 * hour);
  }
});

test("it does so rather than wait for a receipt only where that costs less", async () => {
  const startOfX = async (problem: Problem) => {
    const found = await plan(problem, { constructOnly: true });
    expect(verify(problem, found)).toEqual([]);
    return found.operations.find(({ orderId }) => orderId === "X")!.start / hour;
  };
  expect(await startOfX(withOld([{ time: 70 * hour, quantity: 1 }]))).toBeGreaterThan(24);
  expect(await startOfX(withOld([{ time: 400 * hour, quantity: 1 }]))).toBeLessThanOrEqual(6);
  expect(await startOfX(withOld([{ time: 30 * hour, quantity: 1 }]))).toBeGreaterThan(24);
});

test("whatever expires, what has expired is used by nobody", async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const random = randomSupplyProblem(seed, 6 + (seed % 12), {
      marks: seed % 2 === 0,
      made: seed % 3 === 0,
    });
    const problem = parseProblem({
      ...random,
      materials: random.materials.map(({ stock, lots = [], ...material }, at) => ({
        ...material,
        lots: [
          ...lots,
          ...(stock > 0 ? [{ quantity: stock, expires: (8 + ((at * 7 + seed * 3) % 40)) * hour }] : []),
        ],
      })),
      orders: random.orders.map((order, at) => ({ ...order, due: order.due + (at % 3) * 30 * hour })),
    });
    const found = await plan(problem, { iterations: 40, seed });
    expect(verify(problem, found)).toEqual([]);
  }
});
