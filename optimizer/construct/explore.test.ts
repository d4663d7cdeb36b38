import { expect, test } from "vitest";
import { boundsOf } from "../bound/bound.ts";
import { verify } from "../index.ts";
import { toPlan } from "../present.ts";
import { randomSupplyProblem } from "../random-supply.ts";
import { explore } from "./explore.ts";
import { createStart } from "./start.ts";

test("a schedule built with other look-ahead keeps every rule and is better or not taken", () => {
  let better = 0;
  for (let seed = 1; seed <= 30; seed += 1) {
    const problem = randomSupplyProblem(seed, 14, { secondary: true, batch: seed % 2 === 0 });
    const start = createStart(problem, { seed, goOn: () => false });
    const told: number[] = [];
    let tries = 0;
    const found = explore(start, {
      seed,
      goOn: () => ++tries <= 8,
      onBetter: (cost) => told.push(cost),
    });
    expect(tries).toBe(9);
    expect(found.schedule.cost).toBe(told.at(-1) ?? start.schedule.cost);
    expect(told).toEqual(told.toSorted((a, b) => b - a));
    if (found.schedule.cost < start.schedule.cost) better += 1;
    const { model, pegging, schedule } = found;
    expect(verify(problem, toPlan(model, pegging.pegs, schedule, boundsOf(problem, model)))).toEqual([]);
  }
  expect(better).toBeGreaterThan(5);
});
