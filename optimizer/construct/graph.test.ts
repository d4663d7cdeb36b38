import fc from "fast-check";
import { expect, test } from "vitest";
import { pegOrders } from "../peg/peg.ts";
import { parseProblem } from "../problem.ts";
import { createRandom } from "../random.ts";
import { randomProblem } from "../random-problem.ts";
import { createAppendingDecoder } from "./append.ts";
import { dispatch } from "./dispatch.ts";
import { createGraph, type Graph } from "./graph.ts";
import { buildModel, type Model } from "./model.ts";
import { costOf, termsOf } from "./objective.ts";
import { copySchedule, emptySchedule } from "./schedule.ts";

const hour = 3_600;

/** A model with a schedule; the first operations of some orders are fixed where it has them, and some must not wait long. */
const planned = (seed: number, orders: number, lags: boolean) => {
  const { int } = createRandom(seed);
  const plain = randomProblem(seed, orders);
  const problem = {
    ...plain,
    orders: plain.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) =>
        lags && int(2) === 0 ? { ...operation, maxLag: operation.lag + int(3) * 4 * hour } : operation,
      ),
    })),
  };
  const scheduleOf = (model: Model) => {
    const schedule = emptySchedule(model);
    createAppendingDecoder(model)(dispatch(model, "due"), schedule);
    return schedule;
  };
  const pegsOf = (of: typeof problem) => pegOrders(parseProblem(of)).pegs;
  const loose = buildModel(problem, pegsOf(problem));
  const before = scheduleOf(loose);
  const early = new Map(loose.keys.map((key, operation) => [key, operation]));
  const fixed = parseProblem({
    ...problem,
    objective: { tardiness: 1, setup: 1, flow: 0.3, promise: 0, energy: 0, change: 0, opened: seed % 2 },
    orders: problem.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) => {
        const at = early.get(`${order.id}/${operation.id}`);
        if (at === undefined || before.start[at]! > 8 * hour) return operation;
        const [resource, start, end] = [before.resource[at]!, before.start[at]!, before.end[at]!];
        return { ...operation, fixed: { resource: problem.resources[resource]!.id, start, end } };
      }),
    })),
  });
  const model = buildModel(fixed, pegsOf(fixed));
  return { model, schedule: scheduleOf(model) };
};

/** Times by the turns alone: everything as soon as it can, again and again until nothing changes. */
const timesOf = (model: Model, graph: Graph) => {
  const schedule = emptySchedule(model);
  copySchedule(graph.schedule, schedule);
  for (const lane of graph.lanes)
    for (const operation of lane) {
      if (model.fixed[operation]) continue;
      schedule.start[operation] = 0;
      schedule.end[operation] = 0;
    }
  /** Start that lets whoever must follow in time do so; found by trying minute by minute, then second by second. */
  const held = new Float64Array(model.keys.length);
  const hold = (operation: number, since: number, duration: number) => {
    const calendar = model.calendars[schedule.resource[operation]!]!;
    let start = calendar.opens(schedule.start[operation]!);
    for (const step of [60, 1]) {
      while (calendar.finish(calendar.opens(start + step), duration) < since)
        start = calendar.opens(start + step);
    }
    held[operation] = calendar.opens(start + 1);
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const [resource, lane] of graph.lanes.entries()) {
      let free = 0;
      let family = model.initialFamily[resource]!;
      for (const operation of lane) {
        const calendar = model.calendars[resource]!;
        if (!model.fixed[operation]) {
          const setup = model.setup(resource, family, model.family[operation]!);
          const prepared = setup > 0 ? calendar.finish(calendar.opens(free), setup) : free;
          const order = model.orderOf[operation]!;
          const before =
            operation === model.first[order]
              ? model.release[order]!
              : schedule.end[operation - 1]! + model.lag[operation - 1]!;
          const start = calendar.opens(
            Math.max(
              before,
              prepared,
              model.supply.materialTime[operation]!,
              graph.floor[operation]!,
              held[operation]!,
            ),
          );
          const { duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
          const end = calendar.finish(start, duration);
          const last = operation - 1;
          if (operation !== model.first[order] && !model.fixed[last]) {
            const since = start - model.maxLag[last]!;
            const way = model.alternatives[last]![schedule.alternative[last]!]!;
            if (schedule.end[last]! < since) {
              hold(last, since, way.duration);
              changed = true;
            }
          }
          changed ||= start !== schedule.start[operation] || end !== schedule.end[operation];
          schedule.start[operation] = start;
          schedule.end[operation] = end;
          schedule.setup[operation] = setup;
        }
        if (model.fixed[operation] && schedule.end[operation]! < free) continue;
        free = schedule.end[operation]!;
        family = model.family[operation]!;
      }
    }
  }
  return schedule;
};

test.each([false, true])(
  "whatever is moved, with maximum lags or without (%s), the times are those of the turns, and what is taken back is as it was",
  (lags) => {
    let kept = 0;
    let undone = 0;
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 2, max: 60 }), (seed, orders) => {
        const { model, schedule } = planned(seed, orders, lags);
        const count = model.keys.length;
        const { int } = createRandom(seed);
        const counts = Uint8Array.from({ length: count }, () => int(2));
        const start = Float64Array.from(schedule.start);
        const resource = Int32Array.from(schedule.resource);
        const before = { start, resource, counts };
        const floor = Float64Array.from({ length: count }, (_, at) =>
          int(3) === 0 ? schedule.start[at]! : 0,
        );
        const graph = createGraph(model, schedule, { isIn: new Uint8Array(count).fill(1), floor, before });
        // Turns that were found without maximum lags may leave no way to keep one.
        const isSound = graph.settle(20 * count);
        if (lags && !isSound) return;
        expect(isSound).toBe(true);
        // A plan that leaves no gap is as it was.
        if (!lags) expect(graph.moved()).toBe(0);
        graph.accept();
        for (let step = 0; step < 30; step += 1) {
          const was = {
            ...graph.schedule,
            start: graph.schedule.start.slice(),
            end: graph.schedule.end.slice(),
          };
          const [cost, lanes] = [graph.cost(), graph.lanes.map((lane) => [...lane])];
          const mark = graph.mark();
          const operation = int(count);
          if (model.fixed[operation]) continue;
          graph.remove(operation);
          if (int(2) === 0) graph.free(operation, 0);
          const fits = graph.settle(500) && int(5) > 0;
          const alternative = int(model.alternatives[operation]!.length);
          const lane = model.alternatives[operation]![alternative]!.resource;
          const near = graph.turnAt(lane, Math.max(0, was.start[operation]! + (int(40) - 20) * hour));
          if (fits) graph.insert(operation, alternative, near);
          if (fits && graph.settle(500) && int(3) > 0) {
            kept += 1;
            graph.accept();
            const times = timesOf(model, graph);
            expect(graph.schedule.start).toEqual(times.start);
            expect(graph.schedule.end).toEqual(times.end);
            expect(graph.schedule.setup).toEqual(times.setup);
            expect(graph.cost()).toBeCloseTo(costOf(model.objective, termsOf(model, times)), 4);
            let moved = 0;
            for (let at = 0; at < count; at += 1)
              if (counts[at] && (times.start[at] !== start[at] || times.resource[at] !== resource[at]))
                moved += 1;
            expect(graph.moved()).toBe(moved);
            for (const one of graph.lanes.flat())
              expect(graph.lanes[graph.schedule.resource[one]!]![graph.turnOf(one)]).toBe(one);
          } else {
            undone += 1;
            graph.back(mark);
            expect(graph.schedule.start).toEqual(was.start);
            expect(graph.schedule.end).toEqual(was.end);
            expect(graph.lanes).toEqual(lanes);
            expect(graph.cost()).toBeCloseTo(cost, 6);
          }
        }
      }),
      { numRuns: 25 },
    );
    expect(kept).toBeGreaterThan(50);
    expect(undone).toBeGreaterThan(50);
  },
);
