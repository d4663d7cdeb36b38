import { expect, test } from "vitest";
import { createAppendingDecoder } from "../construct/append.ts";
import { createDecoder } from "../construct/decode.ts";
import { dispatch } from "../construct/dispatch.ts";
import { buildModel } from "../construct/model.ts";
import { emptySchedule } from "../construct/schedule.ts";
import { pegOrders } from "../peg/peg.ts";
import { toPlan } from "../present.ts";
import { parseProblem } from "../problem.ts";
import { randomConstrainedProblem } from "../random-constrained.ts";
import { randomProblem } from "../random-problem.ts";
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
