import { expect, test } from "vitest";
import { chanceText, outlineOf, paretoOf, radiusOf } from "./scale.ts";

test("a Pareto is in order, and its shares add up over all, shown or not", () => {
  const bars = paretoOf([{ count: 1 }, { count: 6 }, { count: 0 }, { count: 3 }], 2);
  expect(bars.map(({ count, together }) => [count, Number(together.toFixed(2))])).toEqual([
    [6, 0.6],
    [3, 0.9],
  ]);
});

test("a place with more is larger, and the outline holds every place", () => {
  expect(radiusOf(4, 9, 100)).toBeGreaterThan(radiusOf(1, 9, 100));
  expect(radiusOf(1, 9, 100)).toBeGreaterThan(radiusOf(0, 9, 100));
  const { left, bottom, width, height } = outlineOf([
    { x: 20, y: 30 },
    { x: 240, y: 170 },
  ]);
  expect([left, bottom, left + width, bottom + height]).toEqual([10, 20, 250, 180]);
});

test("a chance is read as a figure, a very small one as a power of ten", () => {
  expect([0.5, 0.0123, 0.0001, 5e-5, 3e-14, 0].map(chanceText)).toEqual([
    "0.50",
    "0.012",
    "0.00010",
    "10⁻⁵",
    "10⁻¹⁴",
    "10⁻⁹⁹",
  ]);
});
