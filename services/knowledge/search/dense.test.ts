import { expect, test } from "vitest";
import { createDense } from "./dense.ts";

const vector = (...values: number[]) => Float32Array.from(values);

test("a text is as near as the nearest of itself and its parts, and each part can be asked", () => {
  const dense = createDense([[vector(1, 0), vector(0.6, 0.8), undefined], [vector(0.8, 0.6)], [undefined]]);
  const query = vector(0, 1);
  const scores = dense.score(query, () => true);
  expect([...scores.keys()]).toEqual([0, 1]);
  expect(scores.get(0)).toBeCloseTo(0.8);
  expect(scores.get(1)).toBeCloseTo(0.6);
  expect(dense.parts(query, 0)[0]).toBeCloseTo(0.8);
  expect(dense.parts(query, 0)[1]).toBeUndefined();
  expect(dense.parts(query, 1)).toEqual([]);
  expect(dense.score(query, (index) => index > 0).has(0)).toBe(false);
  expect(dense.score(vector(1, 2, 3), () => true).size).toBe(0);
});
