import { expect, test } from "vitest";
import { attributesChart, type Subgroup } from "./attributes.ts";

const groups = (found: readonly number[], looked = 100): Subgroup[] =>
  found.map((count, index) => ({ key: String(index), looked, found: count }));

test("limits are three sigma of a Poisson count about the mean, wider where fewer boards were looked at", () => {
  const { mean, points } = attributesChart([
    { key: "a", looked: 100, found: 4 },
    { key: "b", looked: 400, found: 16 },
  ]);
  expect(mean).toBeCloseTo(0.04);
  expect(points[0]!.upper).toBeCloseTo(0.04 + 3 * Math.sqrt(0.04 / 100));
  expect(points[1]!.upper).toBeCloseTo(0.04 + 3 * Math.sqrt(0.04 / 400));
  expect(points[0]!.lower).toBe(0);
});

test("each rule is told where it is broken", () => {
  const steady = [4, 4, 4, 4, 4, 4, 4, 4, 4, 4];
  expect(attributesChart(groups(steady)).points.flatMap(({ signals }) => signals)).toEqual([]);
  const jump = attributesChart(groups([...steady, ...steady, 16])).points.at(-1)!;
  expect(jump.signals).toContain("beyond3");
  const rise = attributesChart(groups([1, 2, 3, 4, 5, 6])).points.at(-1)!;
  expect(rise.signals).toContain("sixRising");
  const shifted = attributesChart(groups([...steady.map(() => 3), 6, 6, 6, 6, 6, 6, 6, 6])).points.at(-1)!;
  expect(shifted.signals).toContain("eightInRow");
});

test("a stretch without boards has no value and breaks no run; without any there is no mean", () => {
  const { points } = attributesChart([...groups([2, 3]), { key: "x", looked: 0, found: 0 }]);
  expect(points[2]!.value).toBeUndefined();
  expect(attributesChart([{ key: "x", looked: 0, found: 0 }]).mean).toBeUndefined();
});

test("counts that vary more than Poisson's by themselves have wider limits and break no rule", () => {
  // Defects come by the lot: 20 of 100 boards or none, one time as the other.
  const uneven = [0, 22, 2, 18, 1, 20, 3, 19, 0, 21];
  const { mean, points } = attributesChart(groups(uneven));
  expect(points[0]!.upper).toBeGreaterThan(mean! + 3 * 2 * Math.sqrt(mean! / 100));
  expect(points.flatMap(({ signals }) => signals)).toEqual([]);
  expect(attributesChart(groups([...uneven, 150])).points.at(-1)!.signals).toContain("beyond3");
});
