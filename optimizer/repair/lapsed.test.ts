import { expect, test } from "vitest";
import { buildModel } from "../construct/model.ts";
import { InfeasibleError, parseProblem, plan, verify, withLapsed } from "../index.ts";
import { randomConstrainedProblem } from "../random-constrained.ts";
import { formerOf } from "./affected.ts";
import { lapsedIn } from "./lapsed.ts";

const hour = 3_600;

test("what runs and can be followed in time no more lapses when a plan is made, and nothing else does", async () => {
  const job = (id: string, hours: number) => ({
    id,
    release: 0,
    due: 0,
    operations: [
      {
        id: "1",
        alternatives: [{ resource: id, duration: hour }],
        maxLag: hours * hour,
        running: { resource: id, remaining: hour },
      },
      { id: "2", alternatives: [{ resource: "OVEN", duration: 2 * hour }] },
    ],
  });
  const problem = parseProblem({
    resources: [{ id: "A" }, { id: "B" }, { id: "OVEN", calendar: [[5 * hour, 30 * hour]] }],
    orders: [job("A", 3), job("B", 5)],
  });
  await expect(plan(problem, { iterations: 5 })).rejects.toThrow(InfeasibleError);
  const told: (readonly string[])[] = [];
  const found = await plan(problem, { iterations: 5, onLapsed: (keys) => told.push(keys) });
  expect(told).toEqual([["A/1"]]);
  expect(verify(withLapsed(problem, ["A/1"]), found)).toEqual([]);
  // What it says has lapsed before stays so, and is told along with what comes to it.
  const more = parseProblem(withLapsed(problem, ["B/1"]));
  await plan(more, { iterations: 5, onLapsed: (keys) => told.push(keys) });
  expect(told.at(-1)).toEqual(["B/1", "A/1"]);
});

test("whatever runs, a plan that may let maximum lags lapse keeps every other rule", async () => {
  let lapses = 0;
  for (let seed = 1; seed <= 25; seed += 1) {
    const random = randomConstrainedProblem(seed, 6, { secondary: seed % 2 === 0, lags: true });
    let known = parseProblem({
      ...random,
      // Most of what follows waits for a receipt.
      materials: random.materials.map((material) => ({ ...material, stock: 0 })),
      orders: random.orders.map(({ operations: [first, ...rest], ...order }, at) => {
        const { resource } = first!.alternatives[0]!;
        const isFree = random.orders
          .slice(0, at)
          .every(({ operations: [other] }) => other!.alternatives[0]!.resource !== resource);
        const running = { resource, remaining: hour };
        const { secondary: _, ...plain } = first!;
        return {
          ...order,
          operations: isFree
            ? [
                { ...plain, alternatives: [{ resource, duration: hour }], lag: 0, maxLag: hour, running },
                ...rest,
              ]
            : [first!, ...rest],
        };
      }),
    });
    const found = await plan(known, {
      iterations: 20,
      onLapsed: (keys) => {
        lapses += keys.length;
        known = withLapsed(known, keys);
      },
    }).catch((error) => {
      if (error instanceof InfeasibleError) return undefined;
      throw error;
    });
    if (found) expect(verify(known, found)).toEqual([]);
  }
  expect(lapses).toBeGreaterThan(10);
});

test("hundreds that lapse are found with few boards, whether nothing could take them or others are in their way", () => {
  const jobs = 400;
  const lapsing = (opens: number, most: number) => {
    const problem = parseProblem({
      resources: [
        { id: "OVEN", calendar: [[opens * hour, 10_000 * hour]] },
        ...Array.from({ length: jobs }, (_, at) => ({ id: `M${at}` })),
      ],
      orders: Array.from({ length: jobs }, (_, at) => ({
        id: `J${at}`,
        release: 0,
        due: 0,
        operations: [
          {
            id: "1",
            alternatives: [{ resource: `M${at}`, duration: hour }],
            maxLag: most * hour,
            running: { resource: `M${at}`, remaining: hour },
          },
          { id: "2", alternatives: [{ resource: "OVEN", duration: 2 * hour }] },
        ],
      })),
    });
    const model = buildModel(problem, new Map());
    let boards = 0;
    const counted = {
      ...model,
      get calendars() {
        boards += 1;
        return model.calendars;
      },
    };
    const found = lapsedIn(counted, formerOf(model, { operations: [] }), 0);
    return { found: found.length, boards };
  };
  const closed = lapsing(5, 3);
  expect(closed.found).toBe(jobs);
  expect(closed.boards).toBeLessThan(5);
  // The oven takes one at its first hour, and twelve more within a day.
  const full = lapsing(0, 24);
  expect(full.found).toBe(jobs - 13);
  expect(full.boards).toBeLessThan(20);
});
