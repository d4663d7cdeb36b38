import { keyOf, type Peg, type Plan, type PlannedOperation, type Problem } from "../../../optimizer/index.ts";
import { createStore } from "./store.ts";
import { createWorkLane, type Job, type WorkLane } from "./work-lanes.ts";

type Order = Problem["orders"][number];
type Operation = Order["operations"][number];

interface Stay {
  readonly operation: Operation;
  readonly lane: WorkLane;
  readonly resource: string;
  readonly job: Job;
  readonly start: number;
  readonly end: number;
  readonly peg: Peg;
}

/**
 * The heuristic of open-source planners of frePPLe's kind, as its documentation tells it: demand by demand in the order of
 * priority, backward from the due time through operations, capacity and material; where that would start in the past or
 * lacks material, forward from the soonest date. What is planned once is never moved.
 */
export const demandByDemand = (problem: Problem): Pick<Plan, "operations" | "pegs" | "unplanned"> => {
  const lanes = new Map(
    problem.resources.map((resource) => [resource.id, createWorkLane(resource, problem)]),
  );
  const store = createStore(problem);
  const pegs = new Map<string, Peg>();
  const unplanned: string[] = [];
  const stays: { order: Order; stay: Stay }[] = [];

  const stayAt = (
    operation: Operation,
    { resource, duration }: Operation["alternatives"][number],
    begin: number,
  ): Omit<Stay, "peg"> => {
    const lane = lanes.get(resource)!;
    const job = { start: begin, end: begin + duration, family: operation.family };
    return {
      operation,
      lane,
      resource,
      job,
      start: lane.clock.startOf(job.start),
      end: lane.clock.endOf(job.end),
    };
  };
  const undo = (made: readonly Stay[]) => {
    for (const { lane, job, peg } of made) {
      lane.remove(job);
      store.giveBack(peg);
    }
  };

  const backward = (order: Order): Stay[] | undefined => {
    const made: Stay[] = [];
    const last = order.operations.at(-1);
    let latest = order.due;
    for (const operation of order.operations.toReversed()) {
      let best: Omit<Stay, "peg"> | undefined;
      for (const alternative of operation.alternatives) {
        const lane = lanes.get(alternative.resource)!;
        const begin = lane.latest(
          alternative.duration,
          operation.family,
          lane.clock.worked(order.release),
          lane.clock.worked(latest - (operation === last ? 0 : operation.lag)),
        );
        if (begin === undefined) continue;
        const stay = stayAt(operation, alternative, begin);
        if (stay.start >= order.release && (!best || stay.start > best.start)) best = stay;
      }
      const peg = best && store.take(operation, best.start);
      if (!best || !peg) {
        undo(made);
        return undefined;
      }
      best.lane.add(best.job);
      made.push({ ...best, peg });
      latest = best.start;
    }
    return made;
  };

  const forward = (order: Order): Stay[] | undefined => {
    const made: Stay[] = [];
    let ready = order.release;
    for (const operation of order.operations) {
      const peg = store.take(operation, Number.POSITIVE_INFINITY);
      if (!peg) {
        undo(made);
        return undefined;
      }
      const able = Math.max(ready, peg.time);
      const [best] = operation.alternatives
        .map((alternative) => {
          const lane = lanes.get(alternative.resource)!;
          return stayAt(
            operation,
            alternative,
            lane.soonest(alternative.duration, operation.family, lane.clock.worked(able)),
          );
        })
        .sort((a, b) => a.end - b.end);
      best!.lane.add(best!.job);
      made.push({ ...best!, peg });
      ready = best!.end + operation.lag;
    }
    return made;
  };

  for (const order of problem.orders.toSorted((a, b) => b.weight - a.weight || a.due - b.due)) {
    const made = backward(order) ?? forward(order);
    if (!made) {
      unplanned.push(order.id);
      continue;
    }
    for (const stay of made) {
      stays.push({ order, stay });
      pegs.set(keyOf(order.id, stay.operation.id), stay.peg);
    }
  }
  return {
    unplanned,
    pegs,
    operations: stays.map(
      ({ order, stay }): PlannedOperation => ({
        orderId: order.id,
        operationId: stay.operation.id,
        resource: stay.resource,
        start: stay.start,
        end: stay.end,
        setup: stay.lane.setupBefore(stay.job.start, stay.job.family),
        materialTime: stay.peg.time,
      }),
    ),
  };
};
