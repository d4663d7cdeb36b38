import { createBoard } from "../construct/board.ts";
import { createChains } from "../construct/chain.ts";
import { createPlanReader } from "../construct/from-plan.ts";
import { buildModel, type Model } from "../construct/model.ts";
import { emptySchedule, type Schedule } from "../construct/schedule.ts";
import type { Peg, PlannedOperation } from "../plan.ts";
import type { Order, Problem } from "../problem.ts";
import { metBy } from "./met.ts";
import type { Standings } from "./standing.ts";

/** One part of the plant's plan with some orders to be fitted in. */
export interface Stage {
  readonly model: Model;
  readonly schedule: Schedule;
  /** Model order of each order to be fitted in. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Places all operations of an order that have none; the first one without room, -1 when all have. */
  place(order: number): number;
  /** Takes an order back; only the ones placed last, in turn. */
  remove(order: number): void;
  /** Places the rest of an order after an operation whose place was written into the schedule by hand; its end. */
  endAfter(operation: number): number;
  /** Planned operations whose set-up is another now because of what was put before them, or is not there any more. */
  changedSetups(): PlannedOperation[];
  /** What stands on a resource overlaps a time. */
  occupied(resource: number, from: number, to: number): boolean;
}

export const createStage = (
  problem: Problem,
  standings: Standings,
  orders: readonly Order[],
  pegs: ReadonlyMap<string, Peg>,
): Stage => {
  const { met, rest } = metBy(problem, orders, standings);
  const model = buildModel({ ...rest, orders: [...met.map(({ order }) => order), ...orders] }, pegs);
  const board = createBoard(model, { anyGap: true });
  const schedule = emptySchedule(model);
  const reader = createPlanReader(model);
  const chains = createChains(model, board);
  board.reset(schedule);
  const put: number[] = [];
  for (const [operation, { place }] of met.entries()) {
    if (model.fixed[operation] || !reader.read(schedule, operation, place)) continue;
    board.put(operation);
    put.push(operation);
  }
  // Of other resources not all that is planned stands here.
  const behind = new Set(orders.flatMap(({ id }) => standings.of(id).map(({ place }) => place.resource)));
  for (const operation of put) if (behind.has(met[operation]!.place.resource)) board.prepare(operation);
  const lastOf = (order: number) => model.first[order + 1]! - 1;
  const placeFrom = (from: number, to: number): number => {
    for (let operation = from; operation <= to; ) {
      const count = model.fixed[operation] ? 1 : chains.place(schedule, operation);
      if (count === 0) {
        for (let at = operation - 1; at >= from; at -= 1) if (!model.fixed[at]) board.undo(at);
        return operation;
      }
      operation += count;
    }
    return -1;
  };
  const removeFrom = (from: number, to: number) => {
    for (let operation = to; operation >= from; operation -= 1)
      if (!model.fixed[operation]) board.undo(operation);
  };
  return {
    model,
    schedule,
    indexOf: new Map(orders.map(({ id }, index) => [id, met.length + index])),
    place: (order) => placeFrom(model.first[order]!, lastOf(order)),
    remove: (order) => removeFrom(model.first[order]!, lastOf(order)),
    endAfter: (operation) => {
      const last = lastOf(model.orderOf[operation]!);
      if (operation === last) return schedule.end[operation]!;
      if (placeFrom(operation + 1, last) >= 0) return Number.POSITIVE_INFINITY;
      const end = schedule.end[last]!;
      removeFrom(operation + 1, last);
      return end;
    },
    changedSetups: () =>
      met.flatMap(({ place }, operation) =>
        model.fixed[operation] || schedule.setup[operation] === place.setup
          ? []
          : [{ ...place, setup: schedule.setup[operation]! }],
      ),
    occupied: (resource, from, to) =>
      met.some(
        ({ place }, operation) =>
          schedule.resource[operation] === resource && place.start < to && place.end > from,
      ),
  };
};
