import { expect, test } from "vitest";
import { createGraph } from "../construct/graph.ts";
import { buildModel } from "../construct/model.ts";
import { emptySchedule } from "../construct/schedule.ts";
import { type Problem, parseProblem, plan, repair, verify } from "../index.ts";
import { pegOrders } from "../peg/peg.ts";
import { bringSooner } from "./sooner.ts";

const hour = 3_600;
type Window = [number, number];
const hours = (from: number, to: number): Window => [from * hour, to * hour];

/** Three orders of four hours each in one queue, due one after the other. */
const problemOf = (calendar: Window[]): Problem =>
  parseProblem({
    resources: [{ id: "M", calendar }],
    orders: ["A", "B", "C"].map((id, index) => ({
      id,
      weight: 5,
      release: 0,
      due: 4 * (index + 1) * hour,
      operations: [{ id: "1", alternatives: [{ resource: "M", duration: 4 * hour }] }],
    })),
    objective: { tardiness: 1, change: 0.2 },
  });
const closed = problemOf([hours(0, 4), hours(24, 100)]);
const open = problemOf([hours(0, 100)]);
const startsOf = ({ operations }: { operations: readonly { orderId: string; start: number }[] }) =>
  Object.fromEntries(operations.map(({ orderId, start }) => [orderId, start / hour]));

test("where there has come to be time, the queue begins sooner in its turns", async () => {
  const before = await plan(closed, { iterations: 50 });
  expect(startsOf(before)).toEqual({ A: 0, B: 24, C: 28 });
  const moored: Problem = {
    ...open,
    orders: open.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) => ({
        ...operation,
        previous: {
          resource: "M",
          start: before.operations.find(({ orderId }) => orderId === order.id)!.start,
        },
      })),
    })),
  };
  const options = { iterations: 0, mostMoved: 1 };
  const kept = await repair(moored, { ...before, bound: 0 }, [], options);
  expect(startsOf(kept.plan)).toEqual({ A: 0, B: 24, C: 28 });
  const sooner = await repair(moored, { ...before, bound: 0 }, [], { ...options, sooner: true });
  expect(startsOf(sooner.plan)).toEqual({ A: 0, B: 4, C: 8 });
  expect(verify(moored, sooner.plan)).toEqual([]);
  const held = await repair(moored, { ...before, bound: 0 }, [], {
    ...options,
    sooner: true,
    frozenUntil: 10 * hour,
  });
  expect(startsOf(held.plan)).toEqual({ A: 0, B: 10, C: 14 });
});

test("who would gain nothing stays", async () => {
  const before = await plan(closed, { iterations: 50 });
  const inTime: Problem = {
    ...open,
    orders: open.orders.map((order) => ({ ...order, due: 50 * hour })),
  };
  const { plan: after, moved } = await repair(inTime, { ...before, bound: 0 }, [], {
    iterations: 0,
    mostMoved: 1,
    sooner: true,
  });
  expect(moved).toBe(0);
  expect(startsOf(after)).toEqual(startsOf(before));
});

test("a long queue in which all are late is gone through once when all of it comes sooner", () => {
  const count = 1_000;
  const problem = parseProblem({
    resources: [{ id: "M" }],
    orders: Array.from({ length: count }, (_, index) => ({
      id: `O${index}`,
      release: 0,
      due: 0,
      operations: [{ id: "1", alternatives: [{ resource: "M", duration: hour }] }],
    })),
  });
  const model = buildModel(problem, pegOrders(problem).pegs);
  const schedule = emptySchedule(model);
  for (let operation = 0; operation < count; operation += 1) {
    schedule.start[operation] = (operation + 5) * hour;
    schedule.end[operation] = (operation + 6) * hour;
  }
  const isIn = new Uint8Array(count).fill(1);
  const graph = createGraph(model, schedule, { isIn, floor: schedule.start.slice() });
  let looked = 0;
  const counted = {
    ...graph,
    previousOf: (operation: number) => {
      looked += 1;
      return graph.previousOf(operation);
    },
  };
  // No order has a try by itself: only all together.
  bringSooner(model, counted, 0, () => false);
  expect([...schedule.start]).toEqual(Array.from({ length: count }, (_, index) => index * hour));
  expect(looked).toBe(count);
});
