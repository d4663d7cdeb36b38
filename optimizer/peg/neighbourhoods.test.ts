import { expect, test } from "vitest";
import { createBranching, takeSteps } from "./branch.ts";
import type { Doubt } from "./doubt.ts";
import { betterTogether } from "./neighbourhoods.ts";
import { exact, randomDoubt, weigh } from "./random-doubt.ts";

/** Every step of every order, by which nothing is short. */
const allSteps = ({ first }: Doubt): Int32Array =>
  Int32Array.from({ length: first.length - 1 }, (_, order) => first[order + 1]! - first[order]!);

/** Prices from none to too high: none may lead astray. */
const prices = [0, 1, 4, 40];

test("all orders together find the least cost that there is, whatever the prices", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const doubt = { ...randomDoubt(seed), pay: new Float64Array(3).fill(prices[seed % 4]!) };
    const taken = takeSteps(doubt, allSteps(doubt));
    createBranching(doubt, taken)([0, 1, 2, 3, 4, 5], 1_000_000);
    const { sum, met } = weigh(doubt, taken.steps);
    expect(met).toBe(true);
    expect(sum).toBeCloseTo(exact(doubt), 6);
    expect(taken.short).toEqual(takeSteps(doubt, taken.steps).short);
  }
});

test("a group chooses the best that there is while the others keep their steps", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const doubt = randomDoubt(seed);
    const before = allSteps(doubt);
    const taken = takeSteps(doubt, Int32Array.from(before));
    createBranching(doubt, taken)([4, 1], 1_000_000);
    let least = Number.POSITIVE_INFINITY;
    for (let one = 0; one <= before[1]!; one += 1)
      for (let four = 0; four <= before[4]!; four += 1) {
        const { sum, met } = weigh(doubt, before.with(1, one).with(4, four));
        if (met) least = Math.min(least, sum);
      }
    expect(weigh(doubt, taken.steps).sum).toBeCloseTo(least, 6);
    for (const order of [0, 2, 3, 5]) expect(taken.steps[order]).toBe(before[order]);
  }
});

test("a tree that is cut short leaves steps that meet every rule and cost no more", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const doubt = randomDoubt(seed);
    const taken = takeSteps(doubt, allSteps(doubt));
    const seen = createBranching(doubt, taken)([0, 1, 2, 3, 4, 5], 9);
    expect(seen).toBeLessThanOrEqual(9);
    const { sum, met } = weigh(doubt, taken.steps);
    expect(met).toBe(true);
    expect(sum).toBeLessThanOrEqual(weigh(doubt, allSteps(doubt)).sum);
  }
});

test("group after group comes to the least cost and depends on the seed alone", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const doubt = randomDoubt(seed);
    const found = betterTogether(doubt, allSteps(doubt), { seed, nodes: 20_000 });
    expect(weigh(doubt, found).met).toBe(true);
    expect(weigh(doubt, found).sum).toBeCloseTo(exact(doubt), 6);
    expect(betterTogether(doubt, allSteps(doubt), { seed, nodes: 20_000 })).toEqual(found);
  }
});
