import { expect, test } from "vitest";
import { controlChart } from "./control-chart.ts";
import { brokenAt, type NelsonRule, nelsonRules, zonesAt } from "./run-rules.ts";

/** Nearly normal, and the same every time: sums of twelve of a linear congruential generator. */
const normals = (count: number, seed: number): number[] => {
  let state = seed;
  const uniform = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 12 }, uniform).reduce((sum, one) => sum + one, -6),
  );
};

/** Scores that break one rule at their last point and none before. */
const alternating = (count: number, size: number) =>
  Array.from({ length: count }, (_, at) => (at % 2 ? size : -size));
const examples: Readonly<Record<NelsonRule, readonly number[]>> = {
  1: [0.2, -1.2, 3.1],
  2: [-0.5, 0.4, 1.2, 0.3, 0.9, 0.2, 1.4, 0.6, 0.1, 0.5],
  3: [0.4, -1.3, -0.8, -0.2, 0.3, 0.7, 1.1],
  4: [...alternating(13, 1.2), 1.3, -1.1].slice(1),
  5: [0.1, 2.2, -0.4, 2.4, 0.3, 2.1].slice(0, 4),
  6: [-0.2, 1.2, 1.5, -0.4, 1.1, 1.6],
  7: [2.2, ...alternating(15, 0.5).map((one, at) => one + (at % 3) / 10)],
  8: [0.3, 1.2, -1.4, -1.3, 1.6, 1.2, -1.5, 1.1, -1.2],
};

test.each(nelsonRules.map((rule) => [rule]))(
  "rule %i of Nelson is broken by its own example, at its last point",
  (rule) => {
    const scores = examples[rule];
    expect(brokenAt(scores, scores.length - 1)).toContain(rule);
    for (let at = 0; at < scores.length - 1; at += 1) expect(brokenAt(scores, at)).not.toContain(rule);
  },
);

test("the zone tests of Western Electric are three of Nelson's, and eight on a side", () => {
  expect(zonesAt([0, 0, 3.2], 2)).toEqual([1]);
  expect(zonesAt([2.1, 0, 2.2], 2)).toEqual([2]);
  expect(zonesAt([1.1, 1.2, 0, 1.3, 1.4], 4)).toEqual([3]);
  expect(zonesAt(new Array(8).fill(-0.5), 7)).toEqual([4]);
  expect(brokenAt(new Array(8).fill(-0.5), 7)).toEqual([]);
});

test("individuals and moving range of the NIST handbook's flow rates", () => {
  // NIST/SEMATECH e-Handbook 6.3.2.2: 50.81, 45.82 to 55.80; mean moving range 1.8778, at most 6.13.
  const chart = controlChart([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])!;
  expect(chart.kind).toBe("individuals");
  expect(chart.values.centre).toBeCloseTo(50.81, 2);
  expect(chart.values.lower).toBeCloseTo(45.82, 1);
  expect(chart.values.upper).toBeCloseTo(55.8, 1);
  expect(chart.ranges.centre).toBeCloseTo(1.8778, 3);
  expect(chart.ranges.upper).toBeCloseTo(6.13, 1);
  expect(chart.points.flatMap(({ nelson }) => nelson)).toEqual([]);
});

test("means and ranges of subgroups as worked by hand", () => {
  // Eight subgroups of four: each ranges over 6 about its mean, and the means are 100 in all. A2(4) is 0.729, D4(4) 2.282.
  const means = [101, 99, 100, 102, 98, 100, 101, 99];
  const chart = controlChart(
    means.flatMap((mean) => [mean - 3, mean + 3, mean - 1, mean + 1]),
    4,
  )!;
  expect(chart.points.map(({ value }) => value)).toEqual(means);
  expect(chart.ranges.centre).toBe(6);
  expect(chart.values.upper).toBeCloseTo(100 + 0.729 * 6, 1);
  expect(chart.values.lower).toBeCloseTo(100 - 0.729 * 6, 1);
  expect(chart.ranges.upper).toBeCloseTo(2.282 * 6, 1);
  expect(chart.within.sigma).toBeCloseTo(6 / 2.059, 3);
});

test("limits come of a settled stretch and are kept: a drift behind it breaks them, and does not widen them", () => {
  const still = normals(100, 5);
  const drifting = normals(60, 9).map((one, at) => one - at * 0.08);
  const chart = controlChart([...still, ...drifting])!;
  expect(chart.isSettled).toBe(true);
  expect(chart.settled.to).toBeLessThanOrEqual(110);
  expect(chart.within.sigma).toBeGreaterThan(0.8);
  expect(chart.within.sigma).toBeLessThan(1.2);
  const late = chart.points.slice(-20).flatMap(({ nelson }) => nelson);
  expect(late).toContain(1);
  expect(late).toContain(2);
  expect(chart.points.slice(0, 90).filter(({ nelson }) => nelson.includes(1)).length).toBeLessThan(2);
});

test("where no stretch is settled the few far out do not make the limits", () => {
  const values = normals(24, 3).map((one, at) => (at % 9 === 4 ? one + 40 : one));
  const chart = controlChart(values)!;
  expect(chart.isSettled).toBe(false);
  expect(chart.points.filter(({ nelson }) => nelson.includes(1)).map(({ from }) => from)).toEqual([
    4, 13, 22,
  ]);
});

test("too few points and values that are all alike have no chart", () => {
  expect(controlChart([1, 2, 1, 2, 1, 2, 1])).toBeUndefined();
  expect(controlChart(new Array(30).fill(5))).toBeUndefined();
  expect(controlChart(normals(30, 1), 5)).toBeUndefined();
});

test("a process that does not change breaks the first rule about as often as a normal one does", () => {
  const beyond = Array.from({ length: 40 }, (_, seed) => controlChart(normals(200, seed + 1))!)
    .flatMap(({ points }) => points)
    .filter(({ nelson }) => nelson.includes(1)).length;
  // 27 in ten thousand of a normal distribution with limits that are known; more with limits of a hundred values.
  expect(beyond / 8_000).toBeLessThan(0.009);
});
