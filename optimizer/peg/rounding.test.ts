import fc from "fast-check";
import { expect, test } from "vitest";
import { roundTo } from "./rounding.ts";

const pieces = fc.integer({ min: 1, max: 40 });

test("rounding: whoever waits by enough pieces waits by enough of what they count for", () => {
  let sharper = 0;
  fc.assert(
    fc.property(
      fc.array(pieces, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 80 }),
      pieces,
      (needs, lack, unit) => {
        const way = roundTo(lack, unit);
        if (!way) return;
        expect(way.asked).toBeGreaterThan(lack);
        for (let who = 0; who < 2 ** needs.length; who += 1) {
          const waiting = needs.filter((_, at) => (who >> at) & 1);
          if (waiting.reduce((sum, count) => sum + count, 0) < lack) continue;
          const counted = waiting.reduce((sum, count) => sum + Math.min(way.asked, way.count(count)), 0);
          expect(counted).toBeGreaterThanOrEqual(way.asked - 1e-9);
        }
        sharper += needs.some((count) => way.count(count) / way.asked < count / lack - 1e-9) ? 1 : 0;
      },
    ),
    { numRuns: 300, seed: 1 },
  );
  expect(sharper).toBeGreaterThan(50);
});

test("rounding: four pieces lacking of needs of three ask for two of them", () => {
  const way = roundTo(4, 3);
  expect(way?.asked).toBe(6);
  expect(way?.count(3)).toBe(3);
  expect(roundTo(6, 3)).toBeUndefined();
});
