import fc from "fast-check";
import { expect, test } from "vitest";
import { pegOrders } from "../peg/peg.ts";
import { toPlan } from "../present.ts";
import { parseProblem } from "../problem.ts";
import { createRandom } from "../random.ts";
import { type RandomFeatures, randomConstrainedProblem } from "../random-constrained.ts";
import { verify, verifyObjective } from "../verify/verify.ts";
import { createBoardDecoder } from "./decode.ts";
import { dispatch } from "./dispatch.ts";
import { createGraph, fitsGraph } from "./graph.ts";
import { buildModel } from "./model.ts";
import { objectiveOf } from "./objective.ts";
import { emptySchedule } from "./schedule.ts";

const hour = 3_600;

/** A plan that keeps every rule, some of it frozen, some units away. */
const planned = (seed: number, orders: number, features: RandomFeatures) => {
  const { int } = createRandom(seed);
  const raw = randomConstrainedProblem(seed, orders, features);
  // A second oven, so that what leaves a batch of one may go to the other.
  const ovens = raw.resources.filter(({ id }) => id === "OVEN");
  const loose = parseProblem({
    ...raw,
    resources: [...raw.resources, ...ovens.map((oven) => ({ ...oven, id: "OVEN-2" }))],
    orders: raw.orders.map((order) => ({
      ...order,
      operations: order.operations.map((operation) => ({
        ...operation,
        alternatives: operation.alternatives.flatMap((way) =>
          way.resource === "OVEN" ? [way, { ...way, resource: "OVEN-2" }] : [way],
        ),
      })),
    })),
    objective: { tardiness: 1, setup: 1, flow: 0.3, opened: int(2), energy: int(2) },
    secondaryResources: raw.secondaryResources?.map((resource) => ({
      ...resource,
      ...(int(2) === 0 ? { away: [{ from: int(60) * hour, to: (61 + int(40)) * hour, units: 1 }] } : {}),
    })),
  });
  const read = (problem: typeof loose) => {
    const { pegs } = pegOrders(problem);
    const model = buildModel(problem, pegs);
    const schedule = emptySchedule(model);
    createBoardDecoder(model)(dispatch(model, "due"), schedule);
    return { problem, pegs, model, schedule };
  };
  const before = read(loose);
  const at = new Map(before.model.keys.map((key, operation) => [key, operation]));
  const frozenUntil = int(3) * 8 * hour;
  const orders_ = loose.orders.map((order) => ({
    ...order,
    operations: order.operations.map((operation) => {
      const { schedule } = before;
      const index = at.get(`${order.id}/${operation.id}`);
      if (index === undefined || schedule.start[index]! >= frozenUntil) return operation;
      const resource = loose.resources[schedule.resource[index]!]!.id;
      // A frozen operation is told by its resource alone: of two ways there it is the first.
      const ways = operation.alternatives.filter((way) => way.resource === resource);
      if (ways.length > 1) return operation;
      return { ...operation, fixed: { resource, start: schedule.start[index]!, end: schedule.end[index]! } };
    }),
  }));
  return read({ ...loose, orders: orders_ });
};

test("with tools, people, sub-lots, ovens and maximum lags every turn makes a plan that keeps the rules, is taken back as it was, and aside nobody comes later", () => {
  let kept = 0;
  let undone = 0;
  let joined = 0;
  let aside = 0;
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.integer({ min: 2, max: 40 }),
      fc.record({
        secondary: fc.boolean(),
        transfer: fc.boolean(),
        batch: fc.boolean(),
        lags: fc.boolean(),
        energy: fc.boolean(),
      }),
      (seed, orders, features) => {
        const { model, schedule, pegs, problem } = planned(seed, orders, features);
        fc.pre(Number.isFinite(schedule.cost));
        expect(fitsGraph(model)).toBe(true);
        const count = model.keys.length;
        const { int } = createRandom(seed ^ 1);
        const graph = createGraph(model, schedule, {
          isIn: new Uint8Array(count).fill(1),
          floor: new Float64Array(count),
        });
        if (!graph.settle(20 * count)) return;
        const check = () => {
          schedule.cost = objectiveOf(model, schedule);
          const plan = toPlan(model, pegs, schedule, { bound: 0, boundWithPegs: 0 });
          expect([...verify(problem, plan), ...verifyObjective(problem, plan)]).toEqual([]);
          // Turns know an order's end by its last operation; a fact may end before what it follows.
          if (!model.isTangled.includes(1)) expect(graph.cost()).toBeCloseTo(schedule.cost, 4);
        };
        check();
        graph.accept();
        for (let step = 0; step < 12; step += 1) {
          const was = {
            start: schedule.start.slice(),
            end: schedule.end.slice(),
            alternative: schedule.alternative.slice(),
          };
          const lanes = graph.lanes.map((lane) => [...lane]);
          const cost = graph.cost();
          const mark = graph.mark();
          const operation = int(count);
          if (model.fixed[operation]) continue;
          graph.remove(operation);
          const settled = graph.settle(500);
          const alternative = int(model.alternatives[operation]!.length);
          const lane = model.alternatives[operation]![alternative]!.resource;
          const from = Math.max(0, was.start[operation]! + (int(40) - 20) * hour);
          const turn = graph.turnAt(lane, from);
          if (settled) {
            const joins = turn < graph.lanes[lane]!.length && graph.mayJoin(operation, alternative, turn);
            joined += joins ? 1 : 0;
            const isLast = operation + 1 === model.first[model.orderOf[operation]! + 1];
            const isBound =
              !isLast || (operation > 0 && model.maxLag[operation - 1]! < Number.POSITIVE_INFINITY);
            // A fact whose order is not as far yet holds out against any change before it.
            const meetsFact = model.fixed[graph.lanes[lane]![turn] ?? -1] !== undefined;
            const end = graph.endAside(operation, alternative, turn);
            if (!isBound && !meetsFact && !joins && end < Number.POSITIVE_INFINITY) {
              const others = schedule.start.slice();
              graph.insert(operation, alternative, turn, true);
              expect(graph.settle(500)).toBe(true);
              expect(schedule.end[operation]).toBe(end);
              others[operation] = schedule.start[operation]!;
              // Sooner they may be: a set-up before them may be shorter now.
              expect(schedule.start.every((start, other) => start <= others[other]!)).toBe(true);
              aside += 1;
            } else if (joins) graph.join(operation, alternative, turn);
            else graph.insert(operation, alternative, turn);
          }
          if (settled && graph.settle(500) && int(3) > 0) {
            kept += 1;
            graph.accept();
            check();
          } else {
            undone += 1;
            graph.back(mark);
            expect({
              start: schedule.start,
              end: schedule.end,
              alternative: schedule.alternative,
            }).toEqual(was);
            expect(graph.lanes).toEqual(lanes);
            expect(graph.cost()).toBeCloseTo(cost, 6);
          }
        }
      },
    ),
    { numRuns: 80 },
  );
  expect(kept).toBeGreaterThan(100);
  expect(undone).toBeGreaterThan(100);
  expect(joined).toBeGreaterThan(10);
  expect(aside).toBeGreaterThan(30);
});
