import fc from "fast-check";
import { expect, test } from "vitest";
import { firstAfter, lastAt } from "./last-at.ts";

test("places in an ascending list are those that looking at every value finds", () => {
  const values = fc.array(fc.integer({ min: -5, max: 15 }), { maxLength: 20 });
  fc.assert(
    fc.property(values, fc.integer({ min: -7, max: 17 }), (list, value) => {
      const ascending = list.toSorted((a, b) => a - b);
      const above = ascending.findIndex((one) => one > value);
      expect(firstAfter(ascending, value)).toBe(above < 0 ? ascending.length : above);
      const within = ascending.findLastIndex((one) => one <= value);
      expect(lastAt(ascending, value)).toBe(Math.max(0, within));
    }),
    { seed: 1, numRuns: 200 },
  );
});
