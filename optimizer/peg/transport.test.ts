import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expect, test } from "vitest";
import type { Problem } from "../problem.ts";
import { pegOrders } from "./peg.ts";

const hour = 3_600;

/** One material, one piece an order: here the transportation problem is exact. */
const singleMaterial = (seed: number, orders: number): Problem => {
  const random = xoroshiro128plus(seed);
  const int = (from: number, to: number) => uniformInt(random, from, to);
  const deliveries = Array.from({ length: 40 }, (_, index) => ({
    time: (index + 1) * 12 * hour,
    quantity: Math.ceil(orders / 40) + 1,
  }));
  return {
    resources: [{ id: "R", calendar: [] }],
    setups: [],
    materials: [{ id: "CHIP", stock: Math.ceil(orders / 40), receipts: deliveries }],
    orders: Array.from({ length: orders }, (_, index) => ({
      id: `O${index}`,
      weight: int(1, 9),
      release: 0,
      due: int(1, 440) * hour,
      operations: [
        {
          id: "1",
          lag: 0,
          alternatives: [{ resource: "R", duration: hour }],
          needs: [{ material: "CHIP", quantity: 1, alternates: [] }],
        },
      ],
    })),
  };
};

/**
 * Least weighted hours of lateness: order by order along the cheapest chain of displacements between lots (successive
 * shortest paths by Bellman and Ford).
 */
const transport = ({ materials, orders }: Problem): number => {
  const [{ stock, receipts }] = materials as [Problem["materials"][number]];
  const lots = [{ time: 0, quantity: stock }, ...receipts];
  const cost = orders.map(({ weight, due }) =>
    lots.map(({ time }) => (weight * Math.max(0, time - Math.max(0, due - hour))) / hour),
  );
  const holders = lots.map((): number[] => []);
  let total = 0;
  for (const [order, own] of cost.entries()) {
    const distance = [...own];
    const via: { lot: number; order: number }[] = lots.map(() => ({ lot: -1, order }));
    for (let changed = true; changed; ) {
      changed = false;
      for (const [from, list] of holders.entries()) {
        if (list.length < lots[from]!.quantity) continue;
        for (const held of list)
          for (const [to, worth] of cost[held]!.entries())
            if (distance[from]! + worth - cost[held]![from]! < distance[to]! - 1e-9) {
              distance[to] = distance[from]! + worth - cost[held]![from]!;
              via[to] = { lot: from, order: held };
              changed = true;
            }
      }
    }
    let best = -1;
    for (const [lot, { quantity }] of lots.entries())
      if (holders[lot]!.length < quantity && (best < 0 || distance[lot]! < distance[best]!)) best = lot;
    total += distance[best]!;
    for (let lot = best; lot >= 0; ) {
      const step = via[lot]!;
      holders[lot]!.push(step.order);
      if (step.lot >= 0) holders[step.lot]!.splice(holders[step.lot]!.indexOf(step.order), 1);
      lot = step.lot;
    }
  }
  return total;
};

test.each([1, 2, 3])("one material, seed %i: near the transportation optimum from both sides", (seed) => {
  const problem = singleMaterial(seed, 600);
  const exact = transport(problem);
  const { cost, bound } = pegOrders(problem, { flowCost: 0, rounds: 1_000 });
  expect(exact).toBeGreaterThan(0);
  expect(bound).toBeLessThanOrEqual(exact * (1 + 1e-9));
  expect(bound).toBeGreaterThan(0.98 * exact);
  expect(cost).toBeGreaterThanOrEqual(exact * (1 - 1e-9));
  expect(cost).toBeLessThan(1.03 * exact);
});
