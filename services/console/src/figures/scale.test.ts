import { expect, test } from "vitest";
import { pathOf, scaleOf, ticksOf } from "./scale.ts";

test("an axis names round values within its stretch", () => {
  expect(ticksOf(0, 100)).toEqual([0, 20, 40, 60, 80, 100]);
  expect(ticksOf(61, 83)).toEqual([65, 70, 75, 80]);
  expect(ticksOf(0, 0.37)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticksOf(5, 5)).toEqual([5]);
});

test("all values lie within the drawing, and small ones stand on zero", () => {
  const { at, ticks } = scaleOf([3, 8, 20], 10, 210);
  for (const value of [3, 8, 20, ...ticks]) {
    expect(at(value)).toBeGreaterThanOrEqual(10);
    expect(at(value)).toBeLessThanOrEqual(210.001);
  }
  expect(at(0)).toBeCloseTo(210);
  expect(at(20)).toBeLessThan(at(3));
  // A series that does not move is drawn too.
  expect(Number.isFinite(scaleOf([7, 7], 0, 100).at(7))).toBe(true);
  expect(Number.isFinite(scaleOf([], 0, 100).at(0))).toBe(true);
});

test("a line is broken where nothing is known", () => {
  expect(
    pathOf([
      [0, 1],
      [1, undefined],
      [2, 3],
      [3, 4],
    ]),
  ).toBe("M0.0 1.0M2.0 3.0L3.0 4.0");
});
