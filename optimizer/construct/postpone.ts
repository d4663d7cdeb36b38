import { firstAfter } from "../last-at.ts";
import type { Board } from "./board.ts";
import type { Model } from "./model.ts";
import type { Schedule } from "./schedule.ts";

const hour = 3_600;
/** Tariff windows that are looked at for one operation. */
const mostWindows = 6;

/**
 * Moves operations to cheaper hours inside the slack that the schedule leaves them, last ones first, so that those
 * before them gain room; a right shift as in justification (Valls, Ballestin and Quintanilla 2005), steered by the tariff.
 * The order on the resources stays.
 */
export const createPostponement = (model: Model, board: Board) => {
  const changes = [
    ...new Set((model.problem.tariff?.windows ?? []).flatMap(({ from, to }) => [from, to])),
  ].sort((a, b) => a - b);
  const { energy, tardiness, flow } = model.objective;
  const operations = model.keys.map((_, operation) => operation);

  /** When the first operation starts that waits for what an order makes. */
  const firstUse = (schedule: Schedule, order: number): number => {
    const { firstUser, user } = model.supply;
    let soonest = Number.POSITIVE_INFINITY;
    for (let at = firstUser[order]!; at < firstUser[order + 1]!; at += 1)
      soonest = Math.min(soonest, schedule.start[user[at]!]!);
    return soonest;
  };

  return (schedule: Schedule): void => {
    const postpone = (operation: number) => {
      const resource = schedule.resource[operation]!;
      const power = model.power(operation, resource);
      const batched = model.batchFamily[operation]! >= 0 && model.batchCapacity[resource]! > 0;
      if (power === 0 || batched || model.fixed[operation]) return;
      const order = model.orderOf[operation]!;
      const isLast = operation + 1 === model.first[order + 1];
      // What overlaps with the operation after it moves with it or not at all.
      if (!isLast && model.transfer[operation]! < 1) return;
      const isFirst = operation === model.first[order];
      const latestEnd = isLast
        ? firstUse(schedule, order)
        : schedule.start[operation + 1]! - model.lag[operation]!;
      const latestStart = Math.min(
        model.supply.until[operation]!,
        isFirst ? Number.POSITIVE_INFINITY : schedule.end[operation - 1]! + model.maxLag[operation - 1]!,
      );
      const calendar = model.calendars[resource]!;
      const { duration } = model.alternatives[operation]![schedule.alternative[operation]!]!;
      const costOf = (start: number, end: number) =>
        energy * power * model.energyCost[resource]!(start, end) +
        (isLast
          ? (tardiness * model.weight[order]! * Math.max(0, end - model.due[order]!) + flow * end) / hour
          : 0);
      let least = costOf(schedule.start[operation]!, schedule.end[operation]!) - 1e-9;
      const from = firstAfter(changes, schedule.start[operation]!);
      for (let change = from; change < Math.min(changes.length, from + mostWindows); change += 1) {
        const start = calendar.opens(changes[change]!);
        const end = calendar.finish(start, duration);
        if (end > latestEnd || start > latestStart) return;
        const cost = costOf(start, end);
        if (cost < least && board.shift(operation, start, end)) least = cost;
      }
    };
    for (const operation of operations.toSorted((a, b) => schedule.start[b]! - schedule.start[a]!))
      postpone(operation);
  };
};
