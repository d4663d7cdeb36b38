import { expect, test } from "vitest";
import { type Answered, episodesOf, isSameFault } from "./episodes.ts";

/** A repair of a unit that failed the steps named, and none of the others. */
const repair = (station: string, failed: readonly string[], verified: boolean | null): Answered => ({
  station,
  verified,
  measurements: ["power", "filter", "clock"].map((step) => ({
    step,
    value: failed.includes(step) ? 2 : 0,
    lower: -1,
    upper: 1,
  })),
});
const sizes = (...repairs: Answered[]) => episodesOf(repairs).map(({ length }) => length);

test("a unit mended for good that fails later in other steps has another fault", () => {
  expect(sizes(repair("FT-1", ["power"], true), repair("FT-2", ["filter"], true))).toEqual([1, 1]);
  expect(sizes(repair("FT-1", ["power"], true), repair("FT-1", ["filter"], null))).toEqual([1, 1]);
  // Nobody has tested yet whether the first repair held.
  expect(sizes(repair("FT-1", ["power"], null), repair("BI-1", ["filter"], null))).toEqual([1, 1]);
});

test("a repair in vain, and a fault that comes back, are of the same fault", () => {
  expect(sizes(repair("FT-1", ["power"], false), repair("FT-1", ["clock"], true))).toEqual([2]);
  expect(sizes(repair("FT-1", ["power"], true), repair("FT-2", ["power", "clock"], true))).toEqual([2]);
  expect(sizes(repair("FT-1", [], true), repair("FT-1", ["power"], true))).toEqual([2]);
  expect(sizes(repair("FT-1", [], true), repair("FT-2", ["power"], true))).toEqual([1, 1]);
});

test("a failure goes on from what was repaired of its own fault alone", () => {
  const mended = [repair("FT-1", ["power"], true)];
  expect(isSameFault(mended, repair("FT-2", ["filter"], null))).toBe(false);
  expect(isSameFault(mended, repair("FT-2", ["power"], null))).toBe(true);
  expect(isSameFault([], repair("FT-2", ["power"], null))).toBe(false);
});
