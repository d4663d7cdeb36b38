import { expect, test } from "vitest";
import { NestedCounts } from "./counts.ts";
import { isFailing, levelOf, levels, positionOf } from "./level.ts";
import { createNearCases } from "./near.ts";
import { scoreOf } from "./score.ts";
import { combined, fitExponents, type Weighed } from "./temper.ts";

test("counts fall back on the group around, and shares of all values sum to 1", () => {
  const counts = new NestedCounts(2, 2);
  counts.add(["all", "inner"], "a", 3);
  counts.add(["all"], "b", 1);
  // (3 + 2/2) / (4 + 2) outside, then (3 + 2 * that) / (3 + 2).
  expect(counts.probability(["all"], "a")).toBeCloseTo(4 / 6, 12);
  expect(counts.probability(["all", "inner"], "a")).toBeCloseTo((3 + (2 * 4) / 6) / 5, 12);
  expect(counts.probability(["all", "empty"], "a")).toBeCloseTo(4 / 6, 12);
  expect(counts.probability(["all", "inner"], "a") + counts.probability(["all", "inner"], "b")).toBeCloseTo(
    1,
    12,
  );
});

test.each([
  [{ value: 1, lower: 0, upper: 2 }, 0],
  [{ value: 2, lower: 0, upper: 2 }, 1],
  [{ value: -1, lower: 0, upper: 2 }, -2],
  [{ value: 15, expected: 10, upper: 20 }, 0.5],
  [{ value: 0, expected: 10, upper: 20 }, -1],
  [{ value: 100, upper: 100 }, 1],
  [{ value: 0, lower: 1, upper: 1 }, -Infinity],
  [{ value: 1, lower: 1, upper: 1 }, 0],
])("%j stands at %d", (measurement, position) => {
  expect(positionOf({ step: "s", ...measurement })).toBeCloseTo(position, 9);
});

test("levels rise with the value, and a limit itself is still accepted", () => {
  const at = (value: number) => ({ step: "s", value, lower: -1, upper: 1 });
  const rising = Array.from({ length: 161 }, (_, index) => levelOf(at((index - 80) / 20)));
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  expect(new Set(rising).size).toBe(levels);
  expect(isFailing(at(1))).toBe(false);
  expect(isFailing(at(1.001))).toBe(true);
  expect(levelOf(at(1))).toBeLessThan(levelOf(at(1.001)));
});

test("the nearest cases are those that a full sort finds, and one that was removed is none", () => {
  const near = createNearCases();
  const symptoms = (values: readonly number[]) => ({
    product: "P",
    family: "F",
    measurements: values.map((value, index) => ({ step: `s${index}`, value, lower: -1, upper: 1 })),
  });
  const places = Array.from({ length: 40 }, (_, index) => [Math.sin(index) * 3, Math.cos(index * 1.7) * 3]);
  const cases = places.map((values, index) => ({
    id: `n${index}`,
    unit: `n${index}`,
    cause: "A",
    symptoms: symptoms(values),
    findings: {},
    before: [],
  }));
  for (const each of cases) near.add(each);
  const own = [0.4, -0.7];
  const byHand = places
    .map((values, index) => ({
      id: `n${index}`,
      far: Math.hypot(values[0]! - own[0]!, values[1]! - own[1]!),
    }))
    .toSorted((a, b) => a.far - b.far)
    .map(({ id }) => id);
  const ids = () => near.nearest(symptoms(own), 5).map(({ unit }) => unit);
  expect(ids()).toEqual(byHand.slice(0, 5));
  near.remove(cases[Number(byHand[0]!.slice(1))]!);
  expect(ids()).toEqual(byHand.slice(1, 6));
  expect(near.nearest(symptoms(own), 1, byHand[1])[0]!.unit).toBe(byHand[2]);
});

test("a source that says everything twice gets half the weight of one that says it once", () => {
  const once: Weighed[] = [
    ...Array.from({ length: 70 }, () => ({ fixed: [0, 0], sources: [[1, 0]], truth: 0 })),
    ...Array.from({ length: 30 }, () => ({ fixed: [0, 0], sources: [[1, 0]], truth: 1 })),
  ];
  const twice = once.map((each) => ({ ...each, sources: [each.sources[0]!.map((log) => 2 * log)] }));
  const [a] = fitExponents(once, [0.5]);
  const [b] = fitExponents(twice, [0.5]);
  // 70 of 100 is what a log-odds of ln(7/3) says.
  expect(a).toBeCloseTo(Math.log(7 / 3), 1);
  expect(b).toBeCloseTo(Math.log(7 / 3) / 2, 1);
  expect(combined(once[0]!, [2])).toEqual([2, 0]);
});

test("scores of forecasts worked out by hand", () => {
  const sure = new Map([
    ["a", 0.9],
    ["b", 0.1],
  ]);
  const score = scoreOf([
    { posterior: sure, truth: "a" },
    { posterior: sure, truth: "b" },
  ]);
  expect(score.top1).toBe(0.5);
  expect(score.top3).toBe(1);
  expect(score.brier).toBeCloseTo((0.02 + 1.62) / 2, 9);
  // Said 90 %, right in half of them.
  expect(score.calibration).toBeCloseTo(0.4, 9);
});
