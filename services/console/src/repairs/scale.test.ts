import { expect, test } from "vitest";
import { placeOf } from "./scale.ts";

const at = (
  value: number,
  lowerLimit: number | null,
  upperLimit: number | null,
  expected: number | null = null,
) => placeOf({ value, lowerLimit, upperLimit, expected });

test("a value stands within what is accepted exactly when its limits say so", () => {
  for (const [low, high] of [
    [3.2, 3.4],
    [-0.3, 0.3],
    [-50, -45],
  ] as const)
    for (let step = -10; step <= 20; step += 1) {
      const value = low + ((high - low) * step) / 10 + (high - low) / 1_000;
      const { value: shown, from, to } = at(value, low, high);
      expect(shown > from && shown < to).toBe(value > low && value < high);
    }
});

test("a limit that is not there is the bar's end, and what is far out stands at the edge", () => {
  expect(at(1.2, null, 1.45, 1.2)).toEqual({ value: 0.5, from: 0, to: 0.7, beyond: false });
  expect(at(9, null, 1.45, 1.2)).toMatchObject({ value: 0.98, beyond: true });
  expect(at(-120, -3, 3).value).toBe(0.02);
});

test("what reads yes or no is in the middle or at the edge", () => {
  expect(at(1, 1, 1).value).toBe(0.5);
  expect(at(0, 1, 1)).toMatchObject({ value: 0.02, beyond: true });
});
