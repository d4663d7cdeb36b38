import { describe, expect, test } from "vitest";
import { atLeast, type Candidate, findClusters, priorOf } from "./clusters.ts";

/** A small linear congruential generator: the same numbers everywhere. */
const random = (seed: number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
const poisson = (next: () => number, mean: number): number => {
  let [count, product] = [0, next()];
  const limit = Math.exp(-mean);
  while (product > limit) {
    count += 1;
    product *= next();
  }
  return count;
};

describe("the tail of a negative binomial", () => {
  test("is what its definition gives, term by term", () => {
    // With shape 1 it is a geometric distribution: P(X >= k) = share^k.
    for (const count of [1, 2, 5, 20]) expect(atLeast(count, 1, 3, 1)).toBeCloseTo(0.25 ** count, 12);
    expect(atLeast(0, 2, 5, 1)).toBe(1);
  });
  test("comes near a Poisson tail where the rate is known well", () => {
    // 3 expected: P(X >= 8) = 0.01190.
    expect(atLeast(8, 3e5, 1e5, 1)).toBeCloseTo(0.0119, 3);
  });
  test("stays exact where it is tiny", () => {
    expect(atLeast(60, 1, 9, 1)).toBeCloseTo(10 ** -60, 70);
    expect(atLeast(60, 1, 9, 1)).toBeGreaterThan(0);
  });
});

interface World {
  readonly designators: number;
  readonly perFeeder: number;
}
const world: World = { designators: 240, perFeeder: 8 };
const [boardsNow, boardsBefore] = [400, 4_000];

/** Places of a board with rates that differ among them, some of them spoilt now. */
const lineOf = (seed: number, spoilt: (place: number) => number) => {
  const next = random(seed);
  const groups = new Map<
    string,
    { looked: number; lookedBefore: number; defects: number[]; foundBefore: number }
  >();
  let defect = 0;
  for (let place = 0; place < world.designators; place += 1) {
    // Rates differ tenfold and more.
    const rate = 2e-5 * Math.exp(3 * (next() - 0.5));
    const now = poisson(next, rate * boardsNow) + poisson(next, spoilt(place) * boardsNow);
    const before = poisson(next, rate * boardsBefore);
    const numbers = Array.from({ length: now }, () => defect++);
    for (const key of [`feeder ${Math.floor(place / world.perFeeder)}`, `designator ${place}`]) {
      const group = groups.get(key) ?? { looked: 0, lookedBefore: 0, defects: [], foundBefore: 0 };
      groups.set(key, group);
      group.looked += boardsNow;
      group.lookedBefore += boardsBefore;
      group.defects.push(...numbers);
      group.foundBefore += before;
    }
  }
  return [...groups]
    .map(([key, group]): Candidate => ({ key, found: group.defects.length, ...group }))
    .sort((a, b) => (a.key < b.key ? 1 : -1));
};
/** @param boardOf Each defect is on a board of its own where nothing else is said. */
const look = (candidates: readonly Candidate[], boardOf: (defect: number) => string = String) => {
  const priors = new Map(
    [...Map.groupBy(candidates, ({ key }) => key.split(" ")[0]!)].map(([kind, own]) => [kind, priorOf(own)]),
  );
  return findClusters(candidates, boardOf, ({ key }) => priors.get(key.split(" ")[0]!)!, candidates.length);
};

describe("clusters", () => {
  test("of chance alone few are told: one look in twenty at most", () => {
    const looks = Array.from({ length: 300 }, (_, seed) => look(lineOf(seed + 1, () => 0)));
    expect(looks.filter((found) => found.length > 0).length).toBeLessThanOrEqual(15);
  });
  test("a feeder that wears is told once, by its name, with nearly all of its defects", () => {
    const right = Array.from({ length: 60 }, (_, seed) => {
      const candidates = lineOf(seed + 1_000, (place) =>
        Math.floor(place / world.perFeeder) === 7 ? 0.004 : 0,
      );
      const found = look(candidates);
      return found.length === 1 && found[0]!.key === "feeder 7" && found[0]!.defects.length >= 5;
    });
    expect(right.filter(Boolean).length / right.length).toBeGreaterThanOrEqual(0.9);
  });
  test("a single place that is spoilt is told as that place", () => {
    const right = Array.from({ length: 60 }, (_, seed) => {
      const found = look(lineOf(seed + 5_000, (place) => (place === 100 ? 0.03 : 0)));
      return found.length === 1 && found[0]!.key === "designator 100";
    });
    expect(right.filter(Boolean).length / right.length).toBeGreaterThanOrEqual(0.9);
  });
  test("what is called often all the time is no cluster", () => {
    const candidates = [
      {
        key: "designator 1",
        looked: 400,
        lookedBefore: 4_000,
        defects: [0, 1, 2, 3, 4, 5, 6],
        found: 7,
        foundBefore: 70,
      },
      ...Array.from({ length: 50 }, (_, index) => ({
        key: `designator ${index + 2}`,
        ...{ looked: 400, lookedBefore: 4_000, defects: [], found: 0, foundBefore: 1 },
      })),
    ];
    expect(look(candidates)).toEqual([]);
  });
  test("the pins of one spoilt board are one board, not eight witnesses", () => {
    const others = Array.from({ length: 50 }, (_, index) => ({
      key: `designator ${index + 2}`,
      ...{ looked: 400, lookedBefore: 4_000, defects: [], found: 0, foundBefore: 1 },
    }));
    const spoilt = (defects: readonly number[], found: number) => [
      { key: "designator 1", looked: 400, lookedBefore: 4_000, defects, found, foundBefore: 1 },
      ...others,
    ];
    const pins = [0, 1, 2, 3, 4, 5, 6, 7];
    expect(look(spoilt(pins, 1), () => "one")).toEqual([]);
    expect(look(spoilt(pins, 8))).toMatchObject([{ key: "designator 1", found: 8 }]);
    // Two boards with four each are two.
    expect(look(spoilt(pins, 2), (defect) => String(defect % 2))).toEqual([]);
  });
});
