import { firstAfter } from "../last-at.ts";
import { type Board, createBoard } from "./board.ts";
import type { Model } from "./model.ts";
import { createPlaceCost, objectiveOf } from "./objective.ts";
import type { Schedule } from "./schedule.ts";

/** Changes of the price that are looked at for one operation. */
const mostChanges = 6;

/**
 * Moves operations of the schedule that is on a board, all or those that may be moved, to cheaper hours inside the slack that the
 * schedule leaves them, last ones first, so that those before them gain room; a right shift as in justification (Valls, Ballestin
 * and Quintanilla 2005), steered by the tariff. What an operation costs changes its slope only where it starts or ends with a
 * price, or at a date of its order: these are tried. The order on the resources stays. The objective is never worse for it.
 */
export const createPostponement = (model: Model, board: Board) => {
  const changes = [
    ...new Set((model.problem.tariff?.windows ?? []).flatMap(({ from, to }) => [from, to])),
  ].sort((a, b) => a - b);
  const { energy } = model.objective;
  const placeCost = createPlaceCost(model);
  const operations = model.keys.map((_, operation) => operation);

  /** When the first operation starts that waits for what an order makes. */
  const firstUse = (schedule: Schedule, order: number): number => {
    const { firstUser, user } = model.supply;
    let soonest = Number.POSITIVE_INFINITY;
    for (let at = firstUser[order]!; at < firstUser[order + 1]!; at += 1)
      soonest = Math.min(soonest, schedule.start[user[at]!]!);
    return soonest;
  };
  /** Where an operation can go, the cheapest first, if that costs less than where it is. */
  const cheaper = (
    schedule: Schedule,
    operation: number,
    latestStart: number,
    latestEnd: number,
  ): { start: number; end: number; cost: number }[] => {
    const resource = schedule.resource[operation]!;
    const calendar = model.calendars[resource]!;
    const { duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
    const power = energy * model.power(operation, resource);
    const [wasStart, wasEnd, setup] = [
      schedule.start[operation]!,
      schedule.end[operation]!,
      schedule.setup[operation]!,
    ];
    const costOf = (start: number, end: number) =>
      power * model.energyCost[resource]!(start, end) + placeCost(operation, resource, start, end, setup);
    const least = costOf(wasStart, wasEnd) - 1e-9;
    const found: { start: number; end: number; cost: number }[] = [];
    const offer = (from: number) => {
      const start = calendar.opens(from);
      if (start <= wasStart || start > latestStart) return;
      const end = calendar.finish(start, duration);
      if (end > latestEnd || end === Number.POSITIVE_INFINITY) return;
      const cost = costOf(start, end);
      if (cost < least) found.push({ start, end, cost });
    };
    const endAt = (end: number) => {
      if (end > wasEnd && end < Number.POSITIVE_INFINITY) offer(calendar.begin(end, duration));
    };
    const from = firstAfter(changes, wasStart);
    for (let at = from; at < Math.min(changes.length, from + mostChanges); at += 1) {
      const change = changes[at]!;
      if (change > latestEnd) break;
      offer(change);
      endAt(change);
    }
    const order = model.orderOf[operation]!;
    if (operation + 1 === model.first[order + 1]) {
      endAt(model.due[order]!);
      endAt(model.promised[order]!);
    }
    if (model.previousStart[operation]! > wasStart) offer(model.previousStart[operation]!);
    if (latestStart < Number.POSITIVE_INFINITY) offer(latestStart);
    endAt(latestEnd);
    return found.sort((a, b) => a.cost - b.cost);
  };

  const postponeAll = (schedule: Schedule, may?: Uint8Array): void => {
    const postpone = (operation: number) => {
      const resource = schedule.resource[operation]!;
      const batched = model.batchFamily[operation]! >= 0 && model.batchCapacity[resource]! > 0;
      if (batched || model.fixed[operation] || model.power(operation, resource) === 0) return;
      const order = model.orderOf[operation]!;
      const isLast = operation + 1 === model.first[order + 1];
      // What overlaps with the operation after it moves with it or not at all.
      if (!isLast && model.transfer[operation]! < 1) return;
      const isFirst = operation === model.first[order];
      const latestEnd = isLast
        ? firstUse(schedule, order)
        : schedule.start[operation + 1]! - model.lag[operation]!;
      if (latestEnd <= schedule.end[operation]!) return;
      const latestStart = Math.min(
        model.supply.until[operation]!,
        isFirst ? model.latestStart[operation]! : schedule.end[operation - 1]! + model.maxLag[operation - 1]!,
      );
      for (const { start, end } of cheaper(schedule, operation, latestStart, latestEnd))
        if (board.shift(operation, start, end)) return;
    };
    for (const operation of operations.toSorted((a, b) => schedule.start[b]! - schedule.start[a]!))
      if (!may || may[operation]) postpone(operation);
  };
  if (model.objective.opened === 0) return postponeAll;
  // The windows that resources are opened for depend on all that is in them.
  return (schedule: Schedule, may?: Uint8Array): void => {
    const [start, end] = [schedule.start.slice(), schedule.end.slice()];
    const before = objectiveOf(model, schedule);
    postponeAll(schedule, may);
    if (objectiveOf(model, schedule) <= before) return;
    schedule.start.set(start);
    schedule.end.set(end);
  };
};

/** The same for a schedule that is not on a board; only for operations that may be moved, or for all. */
export const createPostponer = (model: Model) => {
  const board = createBoard(model);
  const postpone = createPostponement(model, board);
  const operations = model.keys.map((_, operation) => operation);
  return (schedule: Schedule, may?: Uint8Array): void => {
    board.reset(schedule);
    operations.sort((a, b) => schedule.start[a]! - schedule.start[b]! || schedule.end[a]! - schedule.end[b]!);
    for (const operation of operations) if (!model.fixed[operation]) board.put(operation);
    postpone(schedule, may);
  };
};
