import fc from "fast-check";
import { expect, test } from "vitest";
import { capabilityOf, type Specification } from "./capability.ts";
import { type Moments, momentsOf, together } from "./moments.ts";
import { rangeFactors, spreadOfNeighbours, spreadOfRanges } from "./spread.ts";

/** Moments that come to a mean and an overall deviation, with the same one within. */
const momentsWith = (values: number, mean: number, sigma: number): Moments => ({
  ...{ values, mean, squares: sigma ** 2 * (values - 1), least: mean, greatest: mean },
  ...{ ranges: values - 1, rangeSum: (values - 1) * sigma * 1.128 },
});

test("the capability of the NIST handbook: limits 8 and 20, mean 16, deviation 2", () => {
  // NIST/SEMATECH e-Handbook 6.1.6: Cp 1.0, Cpk 0.6667.
  const told = capabilityOf(momentsWith(50, 16, 2), { lower: 8, upper: 20 });
  expect(told.cp).toBeCloseTo(1, 6);
  expect(told.cpk!.value).toBeCloseTo(0.6667, 4);
  expect(told.ppk!.value).toBeCloseTo(0.6667, 4);
  expect(told.isFew).toBe(true);
});

test("Bissell's interval worked by hand: 20 values and 1.33 are 0.88 to 1.78", () => {
  // NIST/SEMATECH e-Handbook 6.1.6: 1.33 ± 1.96 √(1 / (9 · 20) + 1.33² / (2 · 19)), 1.96 · 0.2283 = 0.4474.
  const { ppk, cpk } = capabilityOf(momentsWith(20, 0, 1), { lower: -3.99, upper: 3.99 });
  expect(ppk!.value).toBeCloseTo(1.33, 2);
  expect(ppk!.low).toBeCloseTo(0.8826, 3);
  expect(ppk!.high).toBeCloseTo(1.7774, 3);
  // Nineteen moving ranges are worth 11.5 free deviations.
  expect(cpk!.low).toBeCloseTo(1.33 - 1.96 * Math.sqrt(1 / 180 + 1.33 ** 2 / (2 * 11.495)), 3);
});

test("values by hand: within comes of neighbours, overall of all", () => {
  // Mean 12; ranges 2, 2, 2, 2, so that within is 2 / 1.128; squares 4, 0, 4, 0, 4 less their mean: 8 / 4.
  const told = capabilityOf(momentsOf([10, 12, 14, 12, 10])!, { lower: 6, upper: 18 });
  expect(told.mean).toBeCloseTo(11.6, 9);
  expect(told.within).toBeCloseTo(1.773, 3);
  expect(told.overall).toBeCloseTo(Math.sqrt(11.2 / 4), 9);
  expect(told.cp).toBeCloseTo(12 / (6 * 1.773), 3);
  expect(told.cpk!.value).toBeCloseTo(5.6 / (3 * 1.773), 3);
});

test("one limit has no Cp; none, no room, one value and no spread have a reason instead", () => {
  const some = momentsOf([1, 2, 3, 2, 1])!;
  const upper = capabilityOf(some, { upper: 4 });
  expect([upper.cp, upper.pp, upper.none]).toEqual([undefined, undefined, undefined]);
  expect(upper.cpk!.value).toBeCloseTo((4 - 1.8) / (3 * upper.within!), 9);
  const noneOf = (values: readonly number[], specification: Specification) =>
    capabilityOf(momentsOf(values)!, specification).none;
  expect(noneOf([1, 2], {})).toBe("no-limits");
  expect(noneOf([1, 1, 0], { lower: 1, upper: 1 })).toBe("no-tolerance");
  expect(noneOf([1], { upper: 2 })).toBe("too-few");
  expect(noneOf([0.1, 0.1, 0.1], { upper: 2 })).toBe("no-spread");
  expect(capabilityOf(momentsOf([0.1, 0.1])!, { upper: 2 }).cpk).toBeUndefined();
});

test("the factors of the books, and what ranges are worth", () => {
  // AIAG SPC, appendix E.
  expect(rangeFactors(5).a2).toBeCloseTo(0.577, 3);
  expect(rangeFactors(5).upper).toBeCloseTo(2.114, 2);
  expect(rangeFactors(2).upper).toBeCloseTo(3.267, 2);
  expect(rangeFactors(7).lower).toBeCloseTo(0.076, 2);
  expect(() => rangeFactors(11)).toThrow(RangeError);
  // Patnaik's table: 25 ranges of five values are worth about 91 free deviations.
  expect(spreadOfRanges(25, 50, 5)!.freedom).toBeCloseTo(90.6, 0);
  expect(spreadOfNeighbours(0, 0)).toBeUndefined();
});

const value = fc.double({ min: -1_000, max: 1_000, noNaN: true });

test("stretches put together are what they are as one, whichever way they are cut", () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 40 }), fc.nat(), (values, at) => {
      const cut = 1 + (at % (values.length - 1));
      const parts = together(momentsOf(values.slice(0, cut))!, momentsOf(values.slice(cut))!);
      const whole = momentsOf(values)!;
      expect(parts.mean).toBeCloseTo(whole.mean, 6);
      expect(parts.squares).toBeCloseTo(whole.squares, 3);
      expect([parts.values, parts.least, parts.greatest]).toEqual([
        whole.values,
        whole.least,
        whole.greatest,
      ]);
      expect(whole.rangeSum - parts.rangeSum).toBeCloseTo(Math.abs(values[cut]! - values[cut - 1]!), 6);
    }),
  );
});

test("an index is the same in another unit, and never better than the room between both limits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 60 }),
      fc.constantFrom(-10, -0.1, 0.001, 25.4),
      fc.integer({ min: -500, max: 500 }),
      (values, by, from) => {
        const told = capabilityOf(momentsOf(values)!, { lower: -60, upper: 60 });
        const ends = [-60 * by + from, 60 * by + from].sort((a, b) => a - b);
        const same = capabilityOf(momentsOf(values.map((one) => one * by + from))!, {
          lower: ends[0],
          upper: ends[1],
        });
        expect(same.none).toBe(told.none);
        if (!told.cpk) return;
        expect(same.cpk!.value / told.cpk.value).toBeCloseTo(1, 4);
        expect(same.ppk!.low - told.ppk!.low).toBeCloseTo(0, 4);
        expect(told.cpk.value).toBeLessThanOrEqual(told.cp! + 1e-9);
        expect(told.cpk.low).toBeLessThan(told.cpk.value);
      },
    ),
  );
});
