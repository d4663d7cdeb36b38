import fc from "fast-check";
import { expect, test } from "vitest";
import { createAppendingDecoder } from "../construct/append.ts";
import { createDecoder } from "../construct/decode.ts";
import { dispatch } from "../construct/dispatch.ts";
import { fitsGraph } from "../construct/graph.ts";
import { buildModel } from "../construct/model.ts";
import { emptySchedule, expiredCost } from "../construct/schedule.ts";
import { pegOrders } from "../peg/peg.ts";
import { createReservoir } from "../peg/reservoir/reservoir.ts";
import { toPlan } from "../present.ts";
import { parseProblem } from "../problem.ts";
import { randomConstrainedProblem } from "../random-constrained.ts";
import { supplyFeatures } from "../random-features.ts";
import { randomProblem } from "../random-problem.ts";
import { randomSupplyProblem } from "../random-supply.ts";
import { verifyObjective } from "../verify/objective.ts";
import { verify } from "../verify/verify.ts";
import { searchGraph } from "./graph-search.ts";

const started = (seed: number, orders: number) => {
  const problem = parseProblem(randomProblem(seed, orders));
  const { pegs } = pegOrders(problem);
  const model = buildModel(problem, pegs);
  const schedule = emptySchedule(model);
  createAppendingDecoder(model)(dispatch(model, "due"), schedule);
  return { problem, pegs, model, schedule };
};
const searching = { seed: 3, now: () => 0, deadline: 1 };

test.each([1, 2, 3, 4])(
  "problem %i: the search betters a plan, keeps every rule, and does so again",
  async (seed) => {
    const { problem, pegs, model, schedule } = started(seed, 120);
    const seen: number[] = [];
    const options = { ...searching, iterations: 2_000, onImprovement: (cost: number) => seen.push(cost) };
    const { schedule: better } = await searchGraph(model, schedule, options);
    expect(better.cost).toBeLessThan(0.95 * schedule.cost);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    const plan = toPlan(model, pegs, better, { bound: 0, boundWithPegs: 0 });
    expect([...verify(problem, plan), ...verifyObjective(problem, plan)]).toEqual([]);
    const { schedule: again } = await searchGraph(model, schedule, { ...searching, iterations: 2_000 });
    expect(again).toEqual(better);
  },
);

test.each([1, 2, 3])(
  "problem %i: with every rule and a weight on energy the search betters a plan and keeps what it waits for",
  async (seed) => {
    const features = { secondary: true, batch: true, lags: true, transfer: true, energy: true };
    const random = randomConstrainedProblem(seed, 60, features);
    const problem = parseProblem({
      ...random,
      objective: { tardiness: 1, setup: 0.05, energy: 1, opened: seed % 2 },
    });
    const { pegs } = pegOrders(problem);
    const model = buildModel(problem, pegs);
    const schedule = emptySchedule(model);
    createDecoder(model)(dispatch(model, "due"), schedule);
    expect(Number.isFinite(schedule.cost)).toBe(true);
    const { schedule: better } = await searchGraph(model, schedule, { ...searching, iterations: 600 });
    expect(better.cost).toBeLessThan(schedule.cost - 1);
    const plan = toPlan(model, pegs, better, { bound: 0, boundWithPegs: 0 });
    expect([...verify(problem, plan), ...verifyObjective(problem, plan)]).toEqual([]);
  },
);

test("whatever rules a problem has, orders that exchange material keep them all, and do so again", async () => {
  let searched = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(1_000_000),
      fc.integer({ min: 4, max: 16 }),
      supplyFeatures,
      async (seed, orders, which) => {
        const problem = randomSupplyProblem(seed, orders, which);
        const { pegs } = pegOrders(problem);
        const model = buildModel(problem, pegs);
        const schedule = emptySchedule(model);
        createDecoder(model)(dispatch(model, "due"), schedule);
        if (!fitsGraph(model) || !(schedule.cost < expiredCost) || model.keys.length === 0) return;
        const search = () =>
          searchGraph(model, schedule, {
            ...searching,
            iterations: 60,
            reservoir: createReservoir(problem, pegs, model.unplanned)!,
          });
        const found = await search();
        expect(found.schedule.cost).toBeLessThanOrEqual(schedule.cost);
        const exchanged = buildModel(problem, found.pegs!);
        const plan = toPlan(exchanged, found.pegs!, found.schedule, { bound: 0, boundWithPegs: 0 });
        expect([...verify(problem, plan), ...verifyObjective(problem, plan)]).toEqual([]);
        expect(await search()).toEqual(found);
        searched += 1;
      },
    ),
    { numRuns: 60 },
  );
  expect(searched).toBeGreaterThan(20);
}, 60_000);

test("badly shared material is exchanged while the search goes on", async () => {
  for (const seed of [1, 2, 3]) {
    const plenty = parseProblem(randomProblem(seed, 80));
    const eighth = (pieces: number) => Math.ceil(pieces / 8);
    const materials = plenty.materials.map(({ stock, receipts, ...material }) => ({
      ...material,
      stock: eighth(stock),
      receipts: receipts.map((receipt) => ({ ...receipt, quantity: eighth(receipt.quantity) })),
    }));
    const problem = { ...plenty, materials };
    // As if the last were due first.
    const dues = problem.orders.map(({ due }) => due).reverse();
    const orders = problem.orders.map((order, index) => ({ ...order, due: dues[index]! }));
    const { pegs } = pegOrders({ ...problem, orders });
    const model = buildModel(problem, pegs);
    const schedule = emptySchedule(model);
    createAppendingDecoder(model)(dispatch(model, "due"), schedule);
    const options = { ...searching, iterations: 400 };
    const kept = await searchGraph(model, schedule, options);
    const reservoir = createReservoir(problem, pegs, model.unplanned)!;
    const exchanged = await searchGraph(model, schedule, { ...options, reservoir });
    expect(exchanged.schedule.cost).toBeLessThan(0.9 * kept.schedule.cost);
  }
});

test("what a solver finds for a window is taken over when it is better", async () => {
  const { model, schedule } = started(5, 60);
  const asked: number[] = [];
  // A solver that knows nothing but due times.
  const solver = {
    solve: async ({ jobs }: { readonly jobs: readonly { readonly due: number }[] }) => {
      asked.push(jobs.length);
      return [...jobs.keys()].sort((a, b) => jobs[a]!.due - jobs[b]!.due);
    },
    close: async () => undefined,
  };
  const alone = await searchGraph(model, schedule, { ...searching, iterations: 1 });
  const beside = await searchGraph(model, schedule, { ...searching, iterations: 5_000, solvers: [solver] });
  expect(asked.length).toBeGreaterThan(3);
  expect(beside.schedule.cost).toBeLessThan(alone.schedule.cost);
});
