import { expect, test } from "vitest";
import { createAlone } from "../alone.ts";
import { toPlan } from "../present.ts";
import { type Problem, parseProblem } from "../problem.ts";
import { randomProblem } from "../random-problem.ts";
import { verifyObjective } from "../verify/objective.ts";
import { verify } from "../verify/verify.ts";
import { queuesOf } from "./queues.ts";
import { restart } from "./restart.ts";
import { showDates } from "./shown.ts";
import { createStart } from "./start.ts";

const always = () => true;
const never = () => {
  throw new Error("nothing is better");
};

/** A plant whose material comes evenly and just as fast as orders ask for it, so that it matters who has which. */
const scarce = (seed: number): Problem => {
  const random = randomProblem(seed, 30);
  const demand = new Map<string, number>();
  for (const { operations } of random.orders)
    for (const { needs } of operations)
      for (const { material, quantity } of needs)
        demand.set(material, (demand.get(material) ?? 0) + quantity);
  const span = Math.max(...random.orders.map(({ due }) => due));
  const deliveries = 40;
  return parseProblem({
    ...random,
    materials: random.materials.map((material) => ({
      ...material,
      stock: 0,
      receipts: Array.from({ length: deliveries }, (_, at) => ({
        time: Math.round(((at + 1) * span) / deliveries),
        quantity: Math.ceil((demand.get(material.id) ?? 0) / deliveries) + 1,
      })),
    })),
  });
};

test("plans pegged again by the queues of the first one are better or not taken, and keep every rule", () => {
  let better = 0;
  for (let seed = 1; seed <= 4; seed += 1) {
    const problem = scarce(seed);
    const start = createStart(problem, { seed, goOn: always });
    const seen: number[] = [start.schedule.cost];
    const found = restart(problem, start, { seed, goOn: always, onBetter: (cost) => seen.push(cost) });
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect(found.schedule.cost).toBe(seen.at(-1));
    if (seen.length > 1) better += 1;
    const plan = toPlan(found.model, found.pegging.pegs, found.schedule, { bound: 0, boundWithPegs: 0 });
    expect([...verify(problem, plan), ...verifyObjective(problem, plan)]).toEqual([]);
  }
  expect(better).toBeGreaterThan(1);
});

test("where nobody waits for material nothing is pegged again", () => {
  const random = randomProblem(1, 20);
  const problem = parseProblem({
    ...random,
    materials: random.materials.map((material) => ({ ...material, stock: 1e6 })),
  });
  const start = createStart(problem, { seed: 1, goOn: always });
  expect(restart(problem, start, { seed: 1, goOn: always, onBetter: never })).toBe(start);
});

test("with no time left the start stays", () => {
  const problem = scarce(1);
  const start = createStart(problem, { seed: 1, goOn: always });
  expect(restart(problem, start, { seed: 1, goOn: () => false, onBetter: never })).toBe(start);
});

test("a queue is what lies between the end that material allows and the end, and is short for who was in no hurry", () => {
  const hour = 3_600;
  const order = (id: string, due: number, stock: string) => ({
    id,
    weight: 1,
    release: 0,
    due,
    operations: [
      {
        id: "1",
        alternatives: [{ resource: "R", duration: 2 * hour }],
        needs: [{ material: stock, quantity: 1 }],
      },
    ],
  });
  const problem = parseProblem({
    resources: [{ id: "R" }],
    materials: [
      { id: "HERE", stock: 3 },
      { id: "LATE", receipts: [{ time: 5 * hour, quantity: 1 }] },
    ],
    orders: [
      order("FIRST", 2 * hour, "HERE"),
      order("SECOND", 3 * hour, "HERE"),
      order("WAITS", 6 * hour, "LATE"),
      order("RELAXED", 99 * hour, "HERE"),
    ],
  } as unknown as Problem);
  const { model, schedule, pegging } = createStart(problem, { seed: 1, goOn: always });
  const { ends } = showDates(problem, model, schedule);
  const queues = queuesOf(problem, createAlone(problem), pegging.kitTime, ends);
  // Late are the second, two hours in the queue, and the one that waits, none: half of them wait no longer than two.
  expect([...ends.values()]).toEqual([2 * hour, 4 * hour, 7 * hour, 9 * hour]);
  expect([...queues]).toEqual([0, 2 * hour, 0, 2 * hour]);
});
