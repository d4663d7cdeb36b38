import fc from "fast-check";
import { expect, test } from "vitest";
import { fewOrders, leastOf } from "./few-orders.ts";
import { pegOrders } from "./peg.ts";

test("whole kits: the bound is below the exact least and near it, and the pegging is above and near", () => {
  let least = 0;
  let bounds = 0;
  let found = 0;
  fc.assert(
    fc.property(fewOrders, (problem) => {
      const best = leastOf(problem);
      if (best === undefined) return;
      const { bound, tardiness } = pegOrders(problem, { flowCost: 0, substitutionCost: 0 });
      expect(bound).toBeLessThanOrEqual(best + 1e-6);
      expect(tardiness).toBeGreaterThanOrEqual(best - 1e-6);
      least += best;
      bounds += bound;
      found += tardiness;
    }),
    { numRuns: 150, seed: 1 },
  );
  expect(least).toBeGreaterThan(0);
  expect(bounds).toBeGreaterThan(0.9 * least);
  expect(found).toBeLessThan(1.02 * least);
});
