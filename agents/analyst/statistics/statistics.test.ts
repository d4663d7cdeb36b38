import fc from "fast-check";
import { expect, test } from "vitest";
import { chanceOf, discoveries, rankCorrelation } from "./association.ts";
import { changePoints } from "./changes.ts";
import { ewmaSignals, individualLimits, usualRange } from "./control.ts";
import { factorShares, ratioShares } from "./decompose.ts";
import { type SuspectedJob, scrapBeside } from "./jobs.ts";

/** Noise that is the same every time: a linear congruential generator. */
const noise = (count: number, seed = 1): number[] => {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648 - 0.5;
  });
};

test("the individuals chart of the NIST handbook's flow rates", () => {
  // NIST/SEMATECH e-Handbook 6.3.2.2: mean 50.81, mean moving range 1.8778, limits 45.82 and 55.80.
  const flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
  const limits = individualLimits(flow)!;
  expect(limits.mean).toBeCloseTo(50.81, 2);
  expect(limits.upper).toBeCloseTo(55.8041, 2);
  expect(limits.lower).toBeCloseTo(45.8159, 2);
  expect(individualLimits(flow.slice(0, 7))).toBeUndefined();
  expect(individualLimits(flow, { most: 52 })!.upper).toBe(52);
  expect(usualRange(flow)).toBeCloseTo(3.267 * 1.8778, 2);
  expect(usualRange(flow.slice(0, 7))).toBeUndefined();
});

test("a small shift that lasts is found by the moving average, noise is not", () => {
  const still = noise(40);
  expect(ewmaSignals(still)).toEqual([]);
  const shifted = still.map((value, index) => value + (index < 20 ? 0 : 1));
  expect(ewmaSignals(shifted).some((index) => index > 20)).toBe(true);
});

test("change points lie where the level changes, and nowhere else", () => {
  const levels = [...new Array(12).fill(80), ...new Array(10).fill(70), ...new Array(8).fill(85)] as number[];
  const series = noise(30, 7).map((value, index) => levels[index]! + 4 * value);
  const changes = changePoints(series);
  expect(changes.map(({ at }) => at)).toEqual([12, 22]);
  expect(changes[0]!.before).toBeGreaterThan(78);
  expect(changes[0]!.after).toBeLessThan(72);
  // Of still series one in fifty may seem to change.
  const still = Array.from({ length: 100 }, (_, seed) => changePoints(noise(30, seed + 1)).length);
  expect(still.filter((count) => count > 0).length).toBeLessThan(6);
});

const amounts = fc.double({ min: 0, max: 1_000, noNaN: true });
const part = fc.record({
  part: amounts,
  whole: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 1_000, noNaN: true })),
});

test("what the parts did to a ratio adds up to its change", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ before: part, now: part }), { minLength: 1, maxLength: 12 }),
      (parts) => {
        const sum = (of: (one: (typeof parts)[number]) => number) =>
          parts.reduce((all, one) => all + of(one), 0);
        const [a, b] = [sum(({ before }) => before.whole), sum(({ now }) => now.whole)];
        fc.pre(a > 0 && b > 0);
        const change = sum(({ now }) => now.part) / b - sum(({ before }) => before.part) / a;
        const told = ratioShares(parts).reduce((all, { rate, mix }) => all + rate + mix, 0);
        expect(told).toBeCloseTo(change, 5);
      },
    ),
  );
});

test("a part that only weighs more changes by mix, one that got worse by rate", () => {
  const [good, bad] = ratioShares([
    { before: { part: 90, whole: 100 }, now: { part: 45, whole: 50 } },
    { before: { part: 50, whole: 100 }, now: { part: 75, whole: 150 } },
  ]);
  expect(good!.rate).toBeCloseTo(0);
  expect(bad!.rate).toBeCloseTo(0);
  expect(good!.mix + bad!.mix).toBeCloseTo(120 / 200 - 140 / 200);
});

test("what the factors did to a product adds up, and a factor that did not change did nothing", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(amounts, amounts), { minLength: 1, maxLength: 4 }), (pairs) => {
      const [before, now] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
      const product = (values: readonly number[]) => values.reduce((all, value) => all * value, 1);
      const shares = factorShares(before, now);
      const change = product(now) - product(before);
      const scale = Math.max(1, Math.abs(product(now)), Math.abs(product(before)), ...shares.map(Math.abs));
      expect(Math.abs(shares.reduce((all, one) => all + one, 0) - change) / scale).toBeLessThan(1e-9);
    }),
  );
  expect(factorShares([0.8, 0.9, 0.99], [0.7, 0.9, 0.99])[1]).toBe(0);
});

test("rank correlation looks at order only, and its chance is that of the tables", () => {
  const rising = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(
    rankCorrelation(
      rising,
      rising.map((value) => value ** 3),
    ),
  ).toBeCloseTo(1);
  expect(rankCorrelation(rising, rising.toReversed())).toBeCloseTo(-1);
  expect(rankCorrelation([1, 1, 2, 2], [3, 3, 4, 4])).toBeCloseTo(1);
  // Critical value of Spearman's rho for n = 20, two-sided 5 %: 0.447.
  expect(chanceOf(0.447, 20)).toBeGreaterThan(0.04);
  expect(chanceOf(0.447, 20)).toBeLessThan(0.06);
});

test("of many tests those hold that Benjamini and Hochberg let hold", () => {
  // Their own example (1995): 15 chances, four of which hold at 5 %.
  const chances = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];
  expect(discoveries(chances).filter(Boolean)).toHaveLength(4);
});

/** Jobs of 100 pieces with so much scrap, the first ones with what is suspected. */
const jobsOf = (suspected: number, scrap: readonly number[]): SuspectedJob[] =>
  scrap.map((pieces, index) => ({ pieces: 100, scrap: pieces, share: index < suspected ? 1 : 0 }));

test("two bad jobs among twelve are two of twelve jobs, not two hundred pieces", () => {
  const clean = new Array<number>(10).fill(0);
  // 66 pairs of jobs, one of which is this one: pieces taken one by one would say less than one in 10^9.
  const pair = scrapBeside(jobsOf(2, [20, 20, ...clean]));
  expect(pair.chance).toBeGreaterThan(0.01);
  expect(pair.chance).toBeLessThan(0.03);
  expect(pair).toMatchObject({ rate: 0.2, otherRate: 0, pieces: 200, scrap: 40 });
  // Every job of the lot is worse than every other one.
  const many = scrapBeside(jobsOf(6, [5, 6, 4, 5, 7, 5, ...clean, ...clean]));
  expect(many.chance).toBeLessThan(0.0005);
  // Jobs with and without it are alike.
  expect(scrapBeside(jobsOf(3, [5, 0, 1, 4, 0, 1, 5, 0, 2])).chance).toBeGreaterThan(0.2);
});

test("a job with two lots gives each what it had", () => {
  const jobs = jobsOf(1, [10, 0]).map((job) => ({ ...job, share: job.share * 0.25 }));
  expect(scrapBeside(jobs)).toMatchObject({ pieces: 25, scrap: 2.5, rate: 0.1, otherRate: 7.5 / 175 });
});
