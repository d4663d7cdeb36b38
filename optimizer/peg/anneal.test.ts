import { expect, test } from "vitest";
import { anneal } from "./anneal.ts";
import type { Doubt } from "./doubt.ts";
import { exact, randomDoubt, weigh } from "./random-doubt.ts";

test("annealing leaves nothing short and comes near the least cost", () => {
  let found = 0;
  let least = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const doubt = randomDoubt(seed);
    const { sum, met } = weigh(doubt, anneal(doubt, { seed, tries: 20_000 }));
    expect(met).toBe(true);
    found += sum;
    least += exact(doubt);
  }
  expect(found).toBeLessThan(1.02 * least);
});

test("annealing depends on its seed alone", () => {
  const doubt = randomDoubt(7);
  const once = anneal(doubt, { seed: 3, tries: 5_000 });
  expect(anneal(doubt, { seed: 3, tries: 5_000 })).toEqual(once);
});

test("nothing in doubt is nothing to choose", () => {
  const doubt: Doubt = {
    ...randomDoubt(1),
    orders: new Int32Array(0),
    taken: new Int32Array(0),
    first: new Int32Array(1),
    taker: new Int32Array(0),
    cost: new Float64Array(0),
    entries: new Int32Array(1),
    rule: new Int32Array(0),
    pieces: new Float64Array(0),
  };
  expect(anneal(doubt, { seed: 1, tries: 100 })).toEqual(new Int32Array(0));
});
